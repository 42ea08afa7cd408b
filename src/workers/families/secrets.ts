import { objectMeta } from '../shape/meta.ts';
import { message, string } from '../shape/shape.ts';
import {
  annotations,
  created,
  info,
  labels,
  nameLabel,
  namespaceLabel,
  owner,
  resourceVersion,
} from './common.ts';
import { resource, rowsOf } from './define.ts';

/** Without `data` and `stringData`, and so it must stay: no secret value enters the process. */
const secret = message({ metadata: [1, objectMeta], type: [3, string] });
const { gauge } = rowsOf(secret);

export const secrets = resource({
  name: 'secrets',
  kind: 'Secret',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'core.v1.Secret',
  shape: secret,
  baseLabels: [namespaceLabel, nameLabel('secret')],
  families: [
    info('secret', 'STABLE'),
    gauge({
      name: 'kube_secret_type',
      stability: 'STABLE',
      help: 'The type of the secret.',
      labels: ['type'],
      when: 'Always one sample with value 1.',
      reads: ['type'],
      distinct: true,
      render: ({ type }, samples) => samples.add(1, type),
    }),
    annotations('secret'),
    labels('secret', 'STABLE'),
    created('secret', 'STABLE'),
    resourceVersion('secret'),
    owner('secret', 'ALPHA'),
  ],
});
