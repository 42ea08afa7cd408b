import { objectMeta } from '../shape/meta.ts';
import { int, message, optional } from '../shape/shape.ts';
import { created, generation, nameLabel, namespaceLabel, owner } from './common.ts';
import { resource } from './define.ts';
import { numbersOf } from './numbers.ts';

const replicationController = message({
  metadata: [1, objectMeta],
  spec: [2, message({ replicas: [1, optional(int)] })],
  status: [
    3,
    message({
      replicas: [1, int],
      fullyLabeledReplicas: [2, int],
      observedGeneration: [3, int],
      readyReplicas: [4, int],
      availableReplicas: [5, int],
    }),
  ],
});
const { always, whereSet } = numbersOf(replicationController);

export const replicationcontrollers = resource({
  name: 'replicationcontrollers',
  kind: 'ReplicationController',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: false,
  proto: 'core.v1.ReplicationController',
  shape: replicationController,
  baseLabels: [namespaceLabel, nameLabel('replicationcontroller')],
  families: [
    created('replicationcontroller', 'STABLE'),
    always({
      name: 'kube_replicationcontroller_status_replicas',
      help: 'Number of pods that the replication controller has.',
      field: 'status.replicas',
      value: ({ status }) => status.replicas,
    }),
    always({
      name: 'kube_replicationcontroller_status_fully_labeled_replicas',
      help: 'Number of pods of the replication controller that have all labels of its pod template.',
      field: 'status.fullyLabeledReplicas',
      value: ({ status }) => status.fullyLabeledReplicas,
    }),
    always({
      name: 'kube_replicationcontroller_status_ready_replicas',
      help: 'Number of pods of the replication controller that are ready.',
      field: 'status.readyReplicas',
      value: ({ status }) => status.readyReplicas,
    }),
    always({
      name: 'kube_replicationcontroller_status_available_replicas',
      help: 'Number of pods of the replication controller that have been ready for long enough to count as available.',
      field: 'status.availableReplicas',
      value: ({ status }) => status.availableReplicas,
    }),
    always({
      name: 'kube_replicationcontroller_status_observed_generation',
      help: 'Generation of the replication controller that has last been acted on.',
      field: 'status.observedGeneration',
      value: ({ status }) => status.observedGeneration,
    }),
    whereSet({
      name: 'kube_replicationcontroller_spec_replicas',
      help: 'Number of pods that the replication controller asks for.',
      field: 'spec.replicas',
      value: ({ spec }) => spec.replicas,
    }),
    generation('replicationcontroller'),
    owner('replicationcontroller', 'ALPHA'),
  ],
});
