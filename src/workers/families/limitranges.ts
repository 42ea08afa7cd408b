import { milliValue } from '../kube/quantity.ts';
import { objectMeta } from '../shape/meta.ts';
import { list, map, message, quantity, string } from '../shape/shape.ts';
import { created, nameLabel, namespaceLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const item = message({
  type: [1, string],
  max: [2, map(quantity)],
  min: [3, map(quantity)],
  default: [4, map(quantity)],
  defaultRequest: [5, map(quantity)],
  maxLimitRequestRatio: [6, map(quantity)],
});
const limitRange = message({
  metadata: [1, objectMeta],
  spec: [2, message({ limits: [1, list(item)] })],
});
const { gauge } = rowsOf(limitRange);

/** The fields of a limit that hold quantities, in the order they are reported in. */
const CONSTRAINTS = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

export const limitranges = resource({
  name: 'limitranges',
  kind: 'LimitRange',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: false,
  proto: 'core.v1.LimitRange',
  shape: limitRange,
  baseLabels: [namespaceLabel, nameLabel('limitrange')],
  families: [
    gauge({
      name: 'kube_limitrange',
      stability: 'STABLE',
      help: 'A limit or default of a resource that the limit range sets for one type of object.',
      labels: ['resource', 'type', 'constraint'],
      when: `One sample for each resource in each of ${CONSTRAINTS.join(', ')} of each entry of spec.limits. Quantities are rounded up to thousandths.`,
      reads: ['spec.limits'],
      render({ spec }, samples) {
        for (const limit of spec.limits) {
          for (const constraint of CONSTRAINTS) {
            for (const [name, amount] of limit[constraint]) {
              samples.add(milliValue(amount), name, limit.type, constraint);
            }
          }
        }
      },
    }),
    created('limitrange', 'STABLE'),
  ],
});
