import { objectMeta } from '../shape/meta.ts';
import { list, message, string } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel } from './common.ts';
import { condition, statusConditions } from './conditions.ts';
import { resource, rowsOf } from './define.ts';
import { addOneOf } from './one-of.ts';

const namespace = message({
  metadata: [1, objectMeta],
  status: [3, message({ phase: [1, string], conditions: [2, list(condition)] })],
});
const { gauge } = rowsOf(namespace);

const PHASES = ['Active', 'Terminating'] as const;

export const namespaces = resource({
  name: 'namespaces',
  kind: 'Namespace',
  group: '',
  version: 'v1',
  namespaced: false,
  default: true,
  allowlistable: true,
  proto: 'core.v1.Namespace',
  shape: namespace,
  baseLabels: [nameLabel('namespace')],
  families: [
    created('namespace', 'STABLE'),
    annotations('namespace'),
    labels('namespace', 'STABLE'),
    gauge({
      name: 'kube_namespace_status_phase',
      stability: 'STABLE',
      help: 'The phase of the namespace: 1 for the one that it is in, 0 for the other.',
      labels: ['phase'],
      when: 'Always one sample for each phase.',
      reads: ['status.phase'],
      distinct: true,
      render: ({ status }, samples) => addOneOf(samples, status.phase, PHASES),
    }),
    statusConditions('namespace', 'ALPHA'),
  ],
});
