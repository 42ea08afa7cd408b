import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configmaps } from '../../../src/workers/families/configmaps.ts';
import { onlyMetadata } from '../../../src/workers/shape/prune.ts';
import { renderLines } from '../../support/render.ts';

const base = 'namespace="shop",configmap="settings"';

test('a config map is told of by its metadata', () => {
  const object = {
    metadata: {
      namespace: 'shop',
      name: 'settings',
      creationTimestamp: '2017-07-14T02:40:00Z',
      resourceVersion: '1500000',
      labels: { a: 'x' },
      annotations: { b: 'y' },
    },
    data: { password: 'unseen' },
  };
  assert.deepEqual(renderLines('configmaps', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_configmap_annotations{${base},annotation_b="y"} 1`,
    `kube_configmap_labels{${base},label_a="x"} 1`,
    `kube_configmap_info{${base}} 1`,
    `kube_configmap_created{${base}} 1.5e+09`,
    `kube_configmap_metadata_resource_version{${base}} 1.5e+06`,
  ]);
});

test('the metadata of config maps is all that is ever fetched', () => {
  const reads = [
    ...configmaps.baseLabels.map((label) => label.reads),
    ...configmaps.families.flatMap((row) => row.reads),
  ];
  assert.ok(onlyMetadata(reads));
});
