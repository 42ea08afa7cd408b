import { objectMeta } from '../shape/meta.ts';
import { int, message } from '../shape/shape.ts';
import { annotations, created, deleted, generation, labels, nameLabel, namespaceLabel } from './common.ts';
import { resource } from './define.ts';
import { numbersOf } from './numbers.ts';

const daemonSet = message({
  metadata: [1, objectMeta],
  status: [
    3,
    message({
      currentNumberScheduled: [1, int],
      numberMisscheduled: [2, int],
      desiredNumberScheduled: [3, int],
      numberReady: [4, int],
      observedGeneration: [5, int],
      updatedNumberScheduled: [6, int],
      numberAvailable: [7, int],
      numberUnavailable: [8, int],
    }),
  ],
});
const { always } = numbersOf(daemonSet);

export const daemonsets = resource({
  name: 'daemonsets',
  kind: 'DaemonSet',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'apps.v1.DaemonSet',
  shape: daemonSet,
  baseLabels: [namespaceLabel, nameLabel('daemonset')],
  families: [
    created('daemonset', 'STABLE'),
    always({
      name: 'kube_daemonset_status_current_number_scheduled',
      help: 'Number of nodes that run a pod of the daemon set and are meant to.',
      field: 'status.currentNumberScheduled',
      value: ({ status }) => status.currentNumberScheduled,
    }),
    always({
      name: 'kube_daemonset_status_desired_number_scheduled',
      help: 'Number of nodes that are meant to run a pod of the daemon set.',
      field: 'status.desiredNumberScheduled',
      value: ({ status }) => status.desiredNumberScheduled,
    }),
    always({
      name: 'kube_daemonset_status_number_available',
      help: 'Number of nodes whose pod of the daemon set has been ready for long enough to count as available.',
      field: 'status.numberAvailable',
      value: ({ status }) => status.numberAvailable,
    }),
    always({
      name: 'kube_daemonset_status_number_misscheduled',
      help: 'Number of nodes that run a pod of the daemon set although they are not meant to.',
      field: 'status.numberMisscheduled',
      value: ({ status }) => status.numberMisscheduled,
    }),
    always({
      name: 'kube_daemonset_status_number_ready',
      help: 'Number of nodes whose pod of the daemon set is ready.',
      field: 'status.numberReady',
      value: ({ status }) => status.numberReady,
    }),
    always({
      name: 'kube_daemonset_status_number_unavailable',
      help: 'Number of nodes that are meant to run a pod of the daemon set and have none available.',
      field: 'status.numberUnavailable',
      value: ({ status }) => status.numberUnavailable,
    }),
    always({
      name: 'kube_daemonset_status_observed_generation',
      help: 'Generation of the daemon set that its controller has last acted on.',
      field: 'status.observedGeneration',
      value: ({ status }) => status.observedGeneration,
    }),
    always({
      name: 'kube_daemonset_status_updated_number_scheduled',
      help: 'Number of nodes whose pod of the daemon set is made from its present pod template.',
      field: 'status.updatedNumberScheduled',
      value: ({ status }) => status.updatedNumberScheduled,
    }),
    generation('daemonset'),
    deleted('daemonset'),
    annotations('daemonset'),
    labels('daemonset', 'STABLE'),
  ],
});
