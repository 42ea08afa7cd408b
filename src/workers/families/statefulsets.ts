import { objectMeta } from '../shape/meta.ts';
import { int, message, optional, string } from '../shape/shape.ts';
import { annotations, created, deleted, generation, labels, nameLabel, namespaceLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';
import { numbersOf } from './numbers.ts';

const spec = message({
  replicas: [1, optional(int)],
  persistentVolumeClaimRetentionPolicy: [
    10,
    optional(message({ whenDeleted: [1, string], whenScaled: [2, string] })),
  ],
  ordinals: [11, optional(message({ start: [1, int] }))],
});
const status = message({
  observedGeneration: [1, int],
  replicas: [2, int],
  readyReplicas: [3, int],
  currentReplicas: [4, int],
  updatedReplicas: [5, int],
  currentRevision: [6, string],
  updateRevision: [7, string],
  availableReplicas: [11, int],
});
const statefulSet = message({ metadata: [1, objectMeta], spec: [2, spec], status: [3, status] });

const { gauge } = rowsOf(statefulSet);
const { always, whereSet } = numbersOf(statefulSet);

export const statefulsets = resource({
  name: 'statefulsets',
  kind: 'StatefulSet',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'apps.v1.StatefulSet',
  shape: statefulSet,
  baseLabels: [namespaceLabel, nameLabel('statefulset')],
  families: [
    created('statefulset', 'STABLE'),
    always({
      name: 'kube_statefulset_status_replicas',
      help: 'Number of pods that the stateful set has.',
      field: 'status.replicas',
      value: ({ status }) => status.replicas,
    }),
    always({
      name: 'kube_statefulset_status_replicas_available',
      help: 'Number of pods of the stateful set that have been ready for long enough to count as available.',
      field: 'status.availableReplicas',
      value: ({ status }) => status.availableReplicas,
    }),
    always({
      name: 'kube_statefulset_status_replicas_current',
      help: 'Number of pods of the stateful set that are of its current revision.',
      field: 'status.currentReplicas',
      value: ({ status }) => status.currentReplicas,
    }),
    always({
      name: 'kube_statefulset_status_replicas_ready',
      help: 'Number of pods of the stateful set that are ready.',
      field: 'status.readyReplicas',
      value: ({ status }) => status.readyReplicas,
    }),
    always({
      name: 'kube_statefulset_status_replicas_updated',
      help: 'Number of pods of the stateful set that are of the revision it is being updated to.',
      field: 'status.updatedReplicas',
      value: ({ status }) => status.updatedReplicas,
    }),
    always({
      name: 'kube_statefulset_status_observed_generation',
      help: 'Generation of the stateful set that its controller has last acted on.',
      field: 'status.observedGeneration',
      value: ({ status }) => status.observedGeneration,
    }),
    whereSet({
      name: 'kube_statefulset_replicas',
      help: 'Number of pods that the stateful set asks for.',
      field: 'spec.replicas',
      value: ({ spec }) => spec.replicas,
    }),
    gauge({
      name: 'kube_statefulset_ordinals_start',
      stability: 'STABLE',
      help: 'Number of the first pod of the stateful set; the others count on from it.',
      labels: [],
      when: 'One sample where spec.ordinals is set, the value of its start, which is 0 where it is absent.',
      reads: ['spec.ordinals.start'],
      distinct: true,
      render({ spec }, samples) {
        if (spec.ordinals !== undefined) samples.add(spec.ordinals.start);
      },
    }),
    generation('statefulset'),
    gauge({
      name: 'kube_statefulset_persistentvolumeclaim_retention_policy',
      stability: 'STABLE',
      help: 'What becomes of the volume claims of the stateful set when it is deleted and when it is scaled down.',
      labels: ['when_deleted', 'when_scaled'],
      when: 'One sample with value 1 where spec.persistentVolumeClaimRetentionPolicy says at least one of the two; the label of the other is empty.',
      reads: ['spec.persistentVolumeClaimRetentionPolicy'],
      distinct: true,
      render({ spec }, samples) {
        const policy = spec.persistentVolumeClaimRetentionPolicy;
        if (policy === undefined || (policy.whenDeleted === '' && policy.whenScaled === '')) return;
        samples.add(1, policy.whenDeleted, policy.whenScaled);
      },
    }),
    annotations('statefulset', 'STABLE'),
    labels('statefulset', 'STABLE'),
    gauge({
      name: 'kube_statefulset_status_current_revision',
      stability: 'STABLE',
      help: 'The revision that the pods of the stateful set are updated from.',
      labels: ['revision'],
      when: 'Always one sample with value 1. The revision is status.currentRevision, which may be empty.',
      reads: ['status.currentRevision'],
      distinct: true,
      render: ({ status }, samples) => samples.add(1, status.currentRevision),
    }),
    gauge({
      name: 'kube_statefulset_status_update_revision',
      stability: 'STABLE',
      help: 'The revision that the pods of the stateful set are updated to.',
      labels: ['revision'],
      when: 'Always one sample with value 1. The revision is status.updateRevision, which may be empty.',
      reads: ['status.updateRevision'],
      distinct: true,
      render: ({ status }, samples) => samples.add(1, status.updateRevision),
    }),
    deleted('statefulset', 'STABLE'),
  ],
});
