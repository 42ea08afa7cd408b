import { objectMeta } from '../shape/meta.ts';
import { message } from '../shape/shape.ts';
import { annotations, created, info, labels, nameLabel, resourceVersion } from './common.ts';
import { resource } from './define.ts';

export const clusterroles = resource({
  name: 'clusterroles',
  kind: 'ClusterRole',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  namespaced: false,
  default: false,
  allowlistable: true,
  proto: 'rbac.v1.ClusterRole',
  shape: message({ metadata: [1, objectMeta] }),
  baseLabels: [nameLabel('clusterrole')],
  families: [
    annotations('clusterrole'),
    labels('clusterrole'),
    info('clusterrole', 'ALPHA'),
    created('clusterrole', 'ALPHA'),
    resourceVersion('clusterrole'),
  ],
});
