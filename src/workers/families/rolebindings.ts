import { annotations, created, labels, nameLabel, namespaceLabel, resourceVersion } from './common.ts';
import { resource } from './define.ts';
import { binding, bindingInfo } from './rbac.ts';

export const rolebindings = resource({
  name: 'rolebindings',
  kind: 'RoleBinding',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  namespaced: true,
  default: false,
  allowlistable: true,
  proto: 'rbac.v1.RoleBinding',
  shape: binding,
  baseLabels: [namespaceLabel, nameLabel('rolebinding')],
  families: [
    annotations('rolebinding'),
    labels('rolebinding'),
    bindingInfo('rolebinding', 'role binding'),
    created('rolebinding', 'ALPHA'),
    resourceVersion('rolebinding'),
  ],
});
