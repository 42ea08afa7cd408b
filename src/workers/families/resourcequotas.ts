import { milliValue } from '../kube/quantity.ts';
import { objectMeta } from '../shape/meta.ts';
import { map, message, quantity } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel, namespaceLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const resourceQuota = message({
  metadata: [1, objectMeta],
  status: [3, message({ hard: [1, map(quantity)], used: [2, map(quantity)] })],
});
const { gauge } = rowsOf(resourceQuota);

export const resourcequotas = resource({
  name: 'resourcequotas',
  kind: 'ResourceQuota',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'core.v1.ResourceQuota',
  shape: resourceQuota,
  baseLabels: [namespaceLabel, nameLabel('resourcequota')],
  families: [
    created('resourcequota', 'STABLE'),
    gauge({
      name: 'kube_resourcequota',
      stability: 'STABLE',
      help: 'The limit that the quota enforces for a resource (`hard`), and how much of it is used (`used`).',
      labels: ['resource', 'type'],
      when: 'One sample for each resource in status.hard and one for each in status.used. Quantities are rounded up to thousandths. The limits of the spec are not reported before they are enforced.',
      reads: ['status.hard', 'status.used'],
      distinct: true,
      render({ status }, samples) {
        for (const [name, amount] of status.hard) samples.add(milliValue(amount), name, 'hard');
        for (const [name, amount] of status.used) samples.add(milliValue(amount), name, 'used');
      },
    }),
    annotations('resourcequota'),
    labels('resourcequota', 'STABLE'),
  ],
});
