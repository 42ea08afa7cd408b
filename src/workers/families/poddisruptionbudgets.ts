import { objectMeta } from '../shape/meta.ts';
import { int, message } from '../shape/shape.ts';
import { annotations, created, deleted, labels, nameLabel, namespaceLabel } from './common.ts';
import { resource } from './define.ts';
import { numbersOf } from './numbers.ts';

const podDisruptionBudget = message({
  metadata: [1, objectMeta],
  status: [
    3,
    message({
      observedGeneration: [1, int],
      disruptionsAllowed: [3, int],
      currentHealthy: [4, int],
      desiredHealthy: [5, int],
      expectedPods: [6, int],
    }),
  ],
});
const { always } = numbersOf(podDisruptionBudget);

export const poddisruptionbudgets = resource({
  name: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  group: 'policy',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'policy.v1.PodDisruptionBudget',
  shape: podDisruptionBudget,
  baseLabels: [namespaceLabel, nameLabel('poddisruptionbudget')],
  families: [
    annotations('poddisruptionbudget'),
    labels('poddisruptionbudget'),
    created('poddisruptionbudget', 'STABLE'),
    always({
      name: 'kube_poddisruptionbudget_status_current_healthy',
      help: 'Number of healthy pods that the disruption budget covers.',
      field: 'status.currentHealthy',
      value: ({ status }) => status.currentHealthy,
    }),
    always({
      name: 'kube_poddisruptionbudget_status_desired_healthy',
      help: 'Number of healthy pods that the disruption budget asks for.',
      field: 'status.desiredHealthy',
      value: ({ status }) => status.desiredHealthy,
    }),
    always({
      name: 'kube_poddisruptionbudget_status_pod_disruptions_allowed',
      help: 'Number of pods that may be evicted now.',
      field: 'status.disruptionsAllowed',
      value: ({ status }) => status.disruptionsAllowed,
    }),
    always({
      name: 'kube_poddisruptionbudget_status_expected_pods',
      help: 'Number of pods that the disruption budget covers.',
      field: 'status.expectedPods',
      value: ({ status }) => status.expectedPods,
    }),
    always({
      name: 'kube_poddisruptionbudget_status_observed_generation',
      help: 'Generation of the disruption budget that its status was last brought up to date for.',
      field: 'status.observedGeneration',
      value: ({ status }) => status.observedGeneration,
    }),
    deleted('poddisruptionbudget'),
  ],
});
