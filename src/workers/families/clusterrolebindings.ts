import { annotations, created, labels, nameLabel, resourceVersion } from './common.ts';
import { resource } from './define.ts';
import { binding, bindingInfo } from './rbac.ts';

export const clusterrolebindings = resource({
  name: 'clusterrolebindings',
  kind: 'ClusterRoleBinding',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  namespaced: false,
  default: false,
  allowlistable: true,
  proto: 'rbac.v1.ClusterRoleBinding',
  shape: binding,
  baseLabels: [nameLabel('clusterrolebinding')],
  families: [
    annotations('clusterrolebinding'),
    labels('clusterrolebinding'),
    bindingInfo('clusterrolebinding', 'cluster role binding'),
    created('clusterrolebinding', 'ALPHA'),
    resourceVersion('clusterrolebinding'),
  ],
});
