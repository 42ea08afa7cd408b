import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLines } from '../../support/render.ts';

const base = 'namespace="shop",rolebinding="readers"';
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' };

test('a binding names the role that it grants', () => {
  const metadata = {
    name: 'readers',
    namespace: 'shop',
    creationTimestamp: '2017-07-14T02:40:00Z',
    resourceVersion: '10596',
  };
  assert.deepEqual(
    renderLines('rolebindings', { metadata, roleRef, subjects: [{ kind: 'Group', name: 'all' }] }),
    [
      `kube_rolebinding_info{${base},roleref_kind="ClusterRole",roleref_name="reader"} 1`,
      `kube_rolebinding_created{${base}} 1.5e+09`,
      `kube_rolebinding_metadata_resource_version{${base}} 10596`,
    ],
  );
});

test('a binding without role reference has empty labels', () => {
  for (const roleRef of [undefined, null, {}]) {
    assert.deepEqual(
      renderLines('rolebindings', {
        metadata: { name: 'readers', namespace: 'shop', resourceVersion: 'BBB' },
        roleRef,
      }),
      [`kube_rolebinding_info{${base},roleref_kind="",roleref_name=""} 1`],
    );
  }
});

test('allow-listed annotations, then labels, come first', () => {
  const metadata = {
    name: 'readers',
    namespace: 'shop',
    labels: { app: 'x', other: 'y' },
    annotations: { note: 'n' },
  };
  const lines = renderLines('rolebindings', { metadata, roleRef }, { labels: ['app'], annotations: ['*'] });
  assert.deepEqual(lines.slice(0, 2), [
    `kube_rolebinding_annotations{${base},annotation_note="n"} 1`,
    `kube_rolebinding_labels{${base},label_app="x"} 1`,
  ]);
});
