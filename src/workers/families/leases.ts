import { objectMeta } from '../shape/meta.ts';
import { message, string, time } from '../shape/shape.ts';
import { addTime, nameLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const lease = message({
  metadata: [1, objectMeta],
  spec: [2, message({ holderIdentity: [1, string], renewTime: [4, time] })],
});
const { gauge } = rowsOf(lease);

export const leases = resource({
  name: 'leases',
  kind: 'Lease',
  group: 'coordination.k8s.io',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: false,
  proto: 'coordination.v1.Lease',
  shape: lease,
  // The namespace is a label of each family, after its others, where kube-state-metrics has it.
  baseLabels: [nameLabel('lease')],
  families: [
    gauge({
      name: 'kube_lease_owner',
      stability: 'ALPHA',
      help: 'The owners of the lease and who holds it. Without an owner, there is one sample with empty labels.',
      labels: ['owner_kind', 'owner_name', 'namespace', 'lease_holder'],
      when: 'One sample with value 1 for each entry of metadata.ownerReferences, or one with empty labels where there is none.',
      reads: [
        'metadata.namespace',
        'metadata.ownerReferences.kind',
        'metadata.ownerReferences.name',
        'spec.holderIdentity',
      ],
      render({ metadata, spec }, samples) {
        const holder = spec.holderIdentity;
        if (metadata.ownerReferences.length === 0) samples.add(1, '', '', metadata.namespace, holder);
        for (const { kind, name } of metadata.ownerReferences) {
          samples.add(1, kind, name, metadata.namespace, holder);
        }
      },
    }),
    gauge({
      name: 'kube_lease_renew_time',
      stability: 'ALPHA',
      help: 'When the holder of the lease last renewed it, as a unix time in seconds.',
      labels: ['namespace'],
      when: 'One sample where spec.renewTime is set.',
      reads: ['metadata.namespace', 'spec.renewTime'],
      distinct: true,
      render: ({ metadata, spec }, samples) => addTime(samples, spec.renewTime, metadata.namespace),
    }),
  ],
});
