import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secrets } from '../../../src/workers/families/secrets.ts';
import { renderLines } from '../../support/render.ts';

const base = 'namespace="shop",secret="token"';

test('a secret is told of by its metadata and its type', () => {
  const object = {
    type: 'kubernetes.io/tls',
    metadata: {
      namespace: 'shop',
      name: 'token',
      creationTimestamp: '2017-07-14T02:40:00Z',
      resourceVersion: '42',
      labels: { a: 'x' },
      annotations: { b: 'y' },
      ownerReferences: [{ kind: 'Certificate', name: 'c', controller: true }],
    },
    data: { 'tls.key': 'dW5zZWVu' },
    stringData: { more: 'unseen' },
  };
  assert.deepEqual(renderLines('secrets', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_secret_info{${base}} 1`,
    `kube_secret_type{${base},type="kubernetes.io/tls"} 1`,
    `kube_secret_annotations{${base},annotation_b="y"} 1`,
    `kube_secret_labels{${base},label_a="x"} 1`,
    `kube_secret_created{${base}} 1.5e+09`,
    `kube_secret_metadata_resource_version{${base}} 42`,
    `kube_secret_owner{${base},owner_kind="Certificate",owner_name="c",owner_is_controller="true"} 1`,
  ]);
});

test('a secret without a type has an empty one', () => {
  assert.ok(
    renderLines('secrets', { metadata: {} }).includes('kube_secret_type{namespace="",secret="",type=""} 1'),
  );
});

test('no field of a secret but its metadata and type is known to the shape', () => {
  assert.deepEqual(Object.keys(secrets.shape.fields), ['metadata', 'type']);
});
