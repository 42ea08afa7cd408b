import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('storageclasses');
const metadata = { name: 'fast' };
const base = 'storageclass="fast"';

test('a storage class as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata: { name: fast, creationTimestamp: 2017-07-14T02:40:00Z, labels: { app: web }, annotations: { a: b } }
    provisioner: csi.example.com
    reclaimPolicy: Retain
    volumeBindingMode: WaitForFirstConsumer`;
  assert.deepEqual(renderLines('storageclasses', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_storageclass_info{${base},provisioner="csi.example.com",reclaim_policy="Retain",volume_binding_mode="WaitForFirstConsumer"} 1`,
    `kube_storageclass_created{${base}} 1.5e+09`,
    `kube_storageclass_annotations{${base},annotation_a="b"} 1`,
    `kube_storageclass_labels{${base},label_app="web"} 1`,
  ]);
});

const DEFAULTS = `{${base},provisioner="",reclaim_policy="Delete",volume_binding_mode="Immediate"} 1`;

test('absent and null are the defaults of Kubernetes', () => {
  assert.deepEqual(lines('kube_storageclass_info', { metadata }), [DEFAULTS]);
  const nulls = { provisioner: null, reclaimPolicy: null, volumeBindingMode: null };
  assert.deepEqual(lines('kube_storageclass_info', { metadata, ...nulls }), [DEFAULTS]);
});

test('an empty text is not the default', () => {
  const object = { metadata, reclaimPolicy: '', volumeBindingMode: '' };
  assert.deepEqual(lines('kube_storageclass_info', object), [
    `{${base},provisioner="",reclaim_policy="",volume_binding_mode=""} 1`,
  ]);
});
