import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLines } from '../../support/render.ts';

const base = 'clusterrolebinding="readers"';
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' };

test('a binding names the role that it grants', () => {
  const metadata = { name: 'readers', creationTimestamp: '2017-07-14T02:40:00Z', resourceVersion: '10596' };
  assert.deepEqual(
    renderLines('clusterrolebindings', { metadata, roleRef, subjects: [{ kind: 'Group', name: 'all' }] }),
    [
      `kube_clusterrolebinding_info{${base},roleref_kind="ClusterRole",roleref_name="reader"} 1`,
      `kube_clusterrolebinding_created{${base}} 1.5e+09`,
      `kube_clusterrolebinding_metadata_resource_version{${base}} 10596`,
    ],
  );
});

test('a binding without role reference has empty labels', () => {
  for (const roleRef of [undefined, null, {}]) {
    assert.deepEqual(
      renderLines('clusterrolebindings', { metadata: { name: 'readers', resourceVersion: 'BBB' }, roleRef }),
      [`kube_clusterrolebinding_info{${base},roleref_kind="",roleref_name=""} 1`],
    );
  }
});

test('allow-listed annotations, then labels, come first', () => {
  const metadata = { name: 'readers', labels: { app: 'x', other: 'y' }, annotations: { note: 'n' } };
  const lines = renderLines(
    'clusterrolebindings',
    { metadata, roleRef },
    { labels: ['app'], annotations: ['*'] },
  );
  assert.deepEqual(lines.slice(0, 2), [
    `kube_clusterrolebinding_annotations{${base},annotation_note="n"} 1`,
    `kube_clusterrolebinding_labels{${base},label_app="x"} 1`,
  ]);
});
