import { integerValue } from '../kube/quantity.ts';
import { objectMeta } from '../shape/meta.ts';
import { list, map, message, optional, quantity, string } from '../shape/shape.ts';
import { annotations, created, deleted, labels, nameLabel, namespaceLabel } from './common.ts';
import { condition, statusConditions } from './conditions.ts';
import { resource, rowsOf } from './define.ts';
import { accessMode, volumePhase } from './volumes.ts';

const spec = message({
  accessModes: [1, list(string)],
  resources: [2, message({ requests: [2, map(quantity)] })],
  volumeName: [3, string],
  storageClassName: [5, optional(string)],
  volumeMode: [6, optional(string)],
});
const status = message({ phase: [1, string], conditions: [4, list(condition)] });
const persistentVolumeClaim = message({ metadata: [1, objectMeta], spec: [2, spec], status: [3, status] });

const { gauge } = rowsOf(persistentVolumeClaim);

/** What named the class before `spec.storageClassName` did; it still wins. */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

const PHASES = ['Lost', 'Bound', 'Pending'];

export const persistentvolumeclaims = resource({
  name: 'persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'core.v1.PersistentVolumeClaim',
  shape: persistentVolumeClaim,
  baseLabels: [namespaceLabel, nameLabel('persistentvolumeclaim')],
  families: [
    labels('persistentvolumeclaim', 'STABLE'),
    annotations('persistentvolumeclaim'),
    gauge({
      name: 'kube_persistentvolumeclaim_info',
      stability: 'STABLE',
      help: 'Information about the claim: its storage class, its volume, and how the volume is used.',
      labels: ['storageclass', 'volumename', 'volumemode'],
      when: `Always one sample with value 1. The storage class is the annotation \`${CLASS_ANNOTATION}\` where there is one, even an empty one, else spec.storageClassName. Labels of what is absent are empty.`,
      reads: ['metadata.annotations', 'spec.storageClassName', 'spec.volumeName', 'spec.volumeMode'],
      distinct: true,
      render({ metadata: { annotations }, spec }, samples) {
        const storageClass = annotations.has(CLASS_ANNOTATION)
          ? annotations.get(CLASS_ANNOTATION)
          : (spec.storageClassName ?? '');
        samples.add(1, storageClass, spec.volumeName, spec.volumeMode ?? '');
      },
    }),
    volumePhase('persistentvolumeclaim', 'claim', PHASES),
    gauge({
      name: 'kube_persistentvolumeclaim_resource_requests_storage_bytes',
      stability: 'STABLE',
      help: 'How much storage the claim asks for, in bytes.',
      labels: [],
      when: 'One sample where spec.resources.requests has storage, rounded up to whole bytes.',
      reads: ['spec.resources.requests'],
      distinct: true,
      render({ spec }, samples) {
        const { requests } = spec.resources;
        if (requests.has('storage')) samples.add(integerValue(requests.get('storage')));
      },
    }),
    accessMode('persistentvolumeclaim', 'STABLE', 'A way in which the claim asks to mount its volume.'),
    statusConditions('persistentvolumeclaim', 'ALPHA'),
    created('persistentvolumeclaim', 'ALPHA'),
    deleted('persistentvolumeclaim'),
  ],
});
