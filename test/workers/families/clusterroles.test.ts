import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterroles } from '../../../src/workers/families/clusterroles.ts';
import { renderLines } from '../../support/render.ts';

const base = 'clusterrole="reader"';

test('a cluster role has its info, creation time and resource version, whatever its rules', () => {
  const metadata = { name: 'reader', creationTimestamp: '2017-07-14T02:40:00Z', resourceVersion: '10596' };
  for (const rules of [undefined, null, [{ verbs: ['get'], resources: ['pods'] }]]) {
    assert.deepEqual(renderLines('clusterroles', { metadata, rules }), [
      `kube_clusterrole_info{${base}} 1`,
      `kube_clusterrole_created{${base}} 1.5e+09`,
      `kube_clusterrole_metadata_resource_version{${base}} 10596`,
    ]);
  }
});

test('without creation time and with a resource version that is no number, the info is left', () => {
  assert.deepEqual(renderLines('clusterroles', { metadata: { name: 'reader', resourceVersion: 'BBB' } }), [
    `kube_clusterrole_info{${base}} 1`,
  ]);
});

test('allow-listed annotations, then labels, come first', () => {
  const metadata = { name: 'reader', labels: { app: 'x' }, annotations: { note: 'n' } };
  assert.deepEqual(renderLines('clusterroles', { metadata }, { labels: ['*'], annotations: ['*'] }), [
    `kube_clusterrole_annotations{${base},annotation_note="n"} 1`,
    `kube_clusterrole_labels{${base},label_app="x"} 1`,
    `kube_clusterrole_info{${base}} 1`,
  ]);
});

test('the metadata is all that is read', () => {
  for (const family of clusterroles.families) {
    for (const path of family.reads) assert.match(path, /^metadata\./, family.name);
  }
});
