import { objectMeta } from '../shape/meta.ts';
import { message } from '../shape/shape.ts';
import { annotations, created, info, labels, nameLabel, namespaceLabel, resourceVersion } from './common.ts';
import { resource } from './define.ts';

export const configmaps = resource({
  name: 'configmaps',
  kind: 'ConfigMap',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'core.v1.ConfigMap',
  shape: message({ metadata: [1, objectMeta] }),
  baseLabels: [namespaceLabel, nameLabel('configmap')],
  families: [
    annotations('configmap'),
    labels('configmap', 'STABLE'),
    info('configmap', 'STABLE'),
    created('configmap', 'STABLE'),
    resourceVersion('configmap'),
  ],
});
