import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('namespaces');
const metadata = { name: 'shop' };

test('a namespace without a status has both phases at zero', () => {
  assert.deepEqual(renderLines('namespaces', { metadata }), [
    'kube_namespace_status_phase{namespace="shop",phase="Active"} 0',
    'kube_namespace_status_phase{namespace="shop",phase="Terminating"} 0',
  ]);
});

test('the phase that the namespace is in has 1', () => {
  const of = (phase: unknown) => lines('kube_namespace_status_phase', { metadata, status: { phase } });
  assert.deepEqual(of('Active'), [
    '{namespace="shop",phase="Active"} 1',
    '{namespace="shop",phase="Terminating"} 0',
  ]);
  assert.deepEqual(of('Terminating'), [
    '{namespace="shop",phase="Active"} 0',
    '{namespace="shop",phase="Terminating"} 1',
  ]);
  assert.deepEqual(of(1), []);
});

test('what holds up a deletion is in the conditions', () => {
  const conditions = [{ type: 'NamespaceContentRemaining', status: 'True' }];
  assert.deepEqual(lines('kube_namespace_status_condition', { metadata, status: { conditions } }), [
    '{namespace="shop",condition="NamespaceContentRemaining",status="true"} 1',
    '{namespace="shop",condition="NamespaceContentRemaining",status="false"} 0',
    '{namespace="shop",condition="NamespaceContentRemaining",status="unknown"} 0',
  ]);
});

test('a condition that stands twice is told of once, as its first entry says', () => {
  const conditions = [
    { type: 'A', status: 'False' },
    { type: 'A', status: 'True' },
  ];
  assert.deepEqual(lines('kube_namespace_status_condition', { metadata, status: { conditions } }), [
    '{namespace="shop",condition="A",status="true"} 0',
    '{namespace="shop",condition="A",status="false"} 1',
    '{namespace="shop",condition="A",status="unknown"} 0',
  ]);
});

test('creation time, labels and annotations are those of the metadata', () => {
  const object = {
    metadata: {
      ...metadata,
      creationTimestamp: '2017-07-14T02:40:00Z',
      labels: { a: 'x' },
      annotations: { b: 'y' },
    },
  };
  assert.deepEqual(lines('kube_namespace_created', object), ['{namespace="shop"} 1.5e+09']);
  assert.deepEqual(lines('kube_namespace_labels', object, { labels: ['*'] }), [
    '{namespace="shop",label_a="x"} 1',
  ]);
  assert.deepEqual(lines('kube_namespace_annotations', object, { annotations: ['*'] }), [
    '{namespace="shop",annotation_b="y"} 1',
  ]);
});
