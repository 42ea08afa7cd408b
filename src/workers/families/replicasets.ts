import { objectMeta } from '../shape/meta.ts';
import { int, message, optional } from '../shape/shape.ts';
import { annotations, created, generation, labels, nameLabel, namespaceLabel, owner } from './common.ts';
import { resource } from './define.ts';
import { numbersOf } from './numbers.ts';

const replicaSet = message({
  metadata: [1, objectMeta],
  spec: [2, message({ replicas: [1, optional(int)] })],
  status: [
    3,
    message({
      replicas: [1, int],
      fullyLabeledReplicas: [2, int],
      observedGeneration: [3, int],
      readyReplicas: [4, int],
      terminatingReplicas: [7, optional(int)],
    }),
  ],
});
const { always, whereSet } = numbersOf(replicaSet);

export const replicasets = resource({
  name: 'replicasets',
  kind: 'ReplicaSet',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'apps.v1.ReplicaSet',
  shape: replicaSet,
  baseLabels: [namespaceLabel, nameLabel('replicaset')],
  families: [
    created('replicaset', 'STABLE'),
    always({
      name: 'kube_replicaset_status_replicas',
      help: 'Number of pods that the replica set has.',
      field: 'status.replicas',
      value: ({ status }) => status.replicas,
    }),
    always({
      name: 'kube_replicaset_status_fully_labeled_replicas',
      help: 'Number of pods of the replica set that have all labels of its pod template.',
      field: 'status.fullyLabeledReplicas',
      value: ({ status }) => status.fullyLabeledReplicas,
    }),
    always({
      name: 'kube_replicaset_status_ready_replicas',
      help: 'Number of pods of the replica set that are ready.',
      field: 'status.readyReplicas',
      value: ({ status }) => status.readyReplicas,
    }),
    whereSet({
      name: 'kube_replicaset_status_terminating_replicas',
      help: 'Number of pods of the replica set that are being deleted and have not gone yet.',
      field: 'status.terminatingReplicas',
      stability: 'ALPHA',
      value: ({ status }) => status.terminatingReplicas,
    }),
    always({
      name: 'kube_replicaset_status_observed_generation',
      help: 'Generation of the replica set that its controller has last acted on.',
      field: 'status.observedGeneration',
      value: ({ status }) => status.observedGeneration,
    }),
    whereSet({
      name: 'kube_replicaset_spec_replicas',
      help: 'Number of pods that the replica set asks for.',
      field: 'spec.replicas',
      value: ({ spec }) => spec.replicas,
    }),
    generation('replicaset'),
    owner('replicaset', 'STABLE'),
    annotations('replicaset'),
    labels('replicaset', 'STABLE'),
  ],
});
