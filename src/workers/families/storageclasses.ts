import { objectMeta } from '../shape/meta.ts';
import { message, optional, string } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const storageClass = message({
  metadata: [1, objectMeta],
  provisioner: [2, string],
  reclaimPolicy: [4, optional(string)],
  volumeBindingMode: [7, optional(string)],
});
const { gauge } = rowsOf(storageClass);

/** What Kubernetes takes the absent fields for. */
const DEFAULT_RECLAIM_POLICY = 'Delete';
const DEFAULT_BINDING_MODE = 'Immediate';

export const storageclasses = resource({
  name: 'storageclasses',
  kind: 'StorageClass',
  group: 'storage.k8s.io',
  version: 'v1',
  namespaced: false,
  default: true,
  allowlistable: true,
  proto: 'storage.v1.StorageClass',
  shape: storageClass,
  baseLabels: [nameLabel('storageclass')],
  families: [
    gauge({
      name: 'kube_storageclass_info',
      stability: 'STABLE',
      help: 'Information about the storage class: what makes its volumes, when, and what becomes of them after use.',
      labels: ['provisioner', 'reclaim_policy', 'volume_binding_mode'],
      when: `Always one sample with value 1. The reclaim policy is \`${DEFAULT_RECLAIM_POLICY}\` and the binding mode \`${DEFAULT_BINDING_MODE}\` where they are absent.`,
      reads: ['provisioner', 'reclaimPolicy', 'volumeBindingMode'],
      distinct: true,
      render({ provisioner, reclaimPolicy, volumeBindingMode }, samples) {
        samples.add(
          1,
          provisioner,
          reclaimPolicy ?? DEFAULT_RECLAIM_POLICY,
          volumeBindingMode ?? DEFAULT_BINDING_MODE,
        );
      },
    }),
    created('storageclass', 'STABLE'),
    annotations('storageclass'),
    labels('storageclass', 'STABLE'),
  ],
});
