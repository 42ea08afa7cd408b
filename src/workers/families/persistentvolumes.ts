import { integerValue } from '../kube/quantity.ts';
import { objectMeta } from '../shape/meta.ts';
import { inline, list, map, message, optional, quantity, string } from '../shape/shape.ts';
import { annotations, created, deleted, labels, nameLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';
import { SOURCE_LABELS, SOURCE_READS, sourceLabels, volumeSource } from './volume-source.ts';
import { accessMode, volumePhase } from './volumes.ts';

const spec = message({
  capacity: [1, map(quantity)],
  persistentVolumeSource: [2, inline(volumeSource)],
  accessModes: [3, list(string)],
  claimRef: [4, optional(message({ namespace: [2, string], name: [3, string] }))],
  persistentVolumeReclaimPolicy: [5, string],
  storageClassName: [6, string],
  volumeMode: [8, optional(string)],
});
const persistentVolume = message({
  metadata: [1, objectMeta],
  spec: [2, spec],
  status: [3, message({ phase: [1, string] })],
});
const { gauge } = rowsOf(persistentVolume);

const PHASES = ['Pending', 'Available', 'Bound', 'Released', 'Failed'];

/** What Kubernetes takes an absent volume mode for. */
const DEFAULT_MODE = 'Filesystem';

export const persistentvolumes = resource({
  name: 'persistentvolumes',
  kind: 'PersistentVolume',
  group: '',
  version: 'v1',
  namespaced: false,
  default: true,
  allowlistable: true,
  proto: 'core.v1.PersistentVolume',
  shape: persistentVolume,
  baseLabels: [nameLabel('persistentvolume')],
  families: [
    gauge({
      name: 'kube_persistentvolume_claim_ref',
      stability: 'STABLE',
      help: 'The claim that the persistent volume is bound to.',
      labels: ['name', 'claim_namespace'],
      when: 'One sample with value 1 where spec.claimRef is set.',
      reads: ['spec.claimRef'],
      distinct: true,
      render({ spec }, samples) {
        if (spec.claimRef !== undefined) samples.add(1, spec.claimRef.name, spec.claimRef.namespace);
      },
    }),
    annotations('persistentvolume'),
    labels('persistentvolume', 'STABLE'),
    volumePhase('persistentvolume', 'persistent volume', PHASES),
    gauge({
      name: 'kube_persistentvolume_info',
      stability: 'STABLE',
      help: 'Information about the persistent volume: its storage class, where its storage is, and what becomes of it after use.',
      labels: ['storageclass', ...SOURCE_LABELS, 'reclaim_policy'],
      when: 'Always one sample with value 1. Only the labels of the kind of storage that the volume has are filled in; those of other kinds are empty.',
      reads: [
        'spec.storageClassName',
        'spec.persistentVolumeReclaimPolicy',
        ...SOURCE_READS.map((path) => `spec.persistentVolumeSource.${path}`),
      ],
      distinct: true,
      render({ spec }, samples) {
        samples.add(
          1,
          spec.storageClassName,
          ...sourceLabels(spec.persistentVolumeSource),
          spec.persistentVolumeReclaimPolicy,
        );
      },
    }),
    gauge({
      name: 'kube_persistentvolume_capacity_bytes',
      stability: 'STABLE',
      help: 'How much the persistent volume holds, in bytes.',
      labels: [],
      when: 'Always one sample, the storage of spec.capacity rounded up to whole bytes, which is 0 where it is absent.',
      reads: ['spec.capacity'],
      distinct: true,
      render({ spec: { capacity } }, samples) {
        samples.add(capacity.has('storage') ? integerValue(capacity.get('storage')) : 0);
      },
    }),
    created('persistentvolume', 'ALPHA'),
    deleted('persistentvolume'),
    gauge({
      name: 'kube_persistentvolume_csi_attributes',
      stability: 'ALPHA',
      help: 'How the CSI driver is told to mount the persistent volume.',
      labels: ['csi_mounter', 'csi_map_options'],
      when: 'One sample with value 1 where spec.csi is set: the attributes `mounter` and `mapOptions`, empty where they are absent.',
      reads: ['spec.persistentVolumeSource.csi.volumeAttributes'],
      optIn: true,
      distinct: true,
      render({ spec }, samples) {
        const attributes = spec.persistentVolumeSource.csi?.volumeAttributes;
        if (attributes === undefined) return;
        const attribute = (name: string) => (attributes.has(name) ? attributes.get(name) : '');
        samples.add(1, attribute('mounter'), attribute('mapOptions'));
      },
    }),
    gauge({
      name: 'kube_persistentvolume_volume_mode',
      stability: 'ALPHA',
      help: 'Whether the persistent volume is used as a file system or as a block device.',
      labels: ['volumemode'],
      when: `Always one sample with value 1. The mode is \`${DEFAULT_MODE}\` where spec.volumeMode is absent.`,
      reads: ['spec.volumeMode'],
      distinct: true,
      render: ({ spec }, samples) => samples.add(1, spec.volumeMode ?? DEFAULT_MODE),
    }),
    accessMode('persistentvolume', 'ALPHA', 'A way in which the persistent volume can be mounted.'),
  ],
});
