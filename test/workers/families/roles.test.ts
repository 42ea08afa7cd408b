import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roles } from '../../../src/workers/families/roles.ts';
import { renderLines } from '../../support/render.ts';

const base = 'namespace="shop",role="reader"';

test('a role has its info, creation time and resource version, whatever its rules', () => {
  const metadata = {
    name: 'reader',
    namespace: 'shop',
    creationTimestamp: '2017-07-14T02:40:00Z',
    resourceVersion: '10596',
  };
  for (const rules of [undefined, null, [{ verbs: ['get'], resources: ['pods'] }]]) {
    assert.deepEqual(renderLines('roles', { metadata, rules }), [
      `kube_role_info{${base}} 1`,
      `kube_role_created{${base}} 1.5e+09`,
      `kube_role_metadata_resource_version{${base}} 10596`,
    ]);
  }
});

test('without creation time and with a resource version that is no number, the info is left', () => {
  assert.deepEqual(
    renderLines('roles', { metadata: { name: 'reader', namespace: 'shop', resourceVersion: 'BBB' } }),
    [`kube_role_info{${base}} 1`],
  );
});

test('allow-listed annotations, then labels, come first', () => {
  const metadata = { name: 'reader', namespace: 'shop', labels: { app: 'x' }, annotations: { note: 'n' } };
  assert.deepEqual(renderLines('roles', { metadata }, { labels: ['*'], annotations: ['*'] }), [
    `kube_role_annotations{${base},annotation_note="n"} 1`,
    `kube_role_labels{${base},label_app="x"} 1`,
    `kube_role_info{${base}} 1`,
  ]);
});

test('the metadata is all that is read', () => {
  for (const family of roles.families) {
    for (const path of family.reads) assert.match(path, /^metadata\./, family.name);
  }
});
