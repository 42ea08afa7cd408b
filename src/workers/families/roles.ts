import { objectMeta } from '../shape/meta.ts';
import { message } from '../shape/shape.ts';
import { annotations, created, info, labels, nameLabel, namespaceLabel, resourceVersion } from './common.ts';
import { resource } from './define.ts';

export const roles = resource({
  name: 'roles',
  kind: 'Role',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  namespaced: true,
  default: false,
  allowlistable: true,
  proto: 'rbac.v1.Role',
  shape: message({ metadata: [1, objectMeta] }),
  baseLabels: [namespaceLabel, nameLabel('role')],
  families: [
    annotations('role'),
    labels('role'),
    info('role', 'ALPHA'),
    created('role', 'ALPHA'),
    resourceVersion('role'),
  ],
});
