import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLines } from '../../support/render.ts';

test('an ingress class names its controller', () => {
  const metadata = { name: 'nginx', creationTimestamp: '2017-07-14T02:40:00Z' };
  assert.deepEqual(
    renderLines('ingressclasses', { metadata, spec: { controller: 'k8s.io/ingress-nginx' } }),
    [
      'kube_ingressclass_info{ingressclass="nginx",controller="k8s.io/ingress-nginx"} 1',
      'kube_ingressclass_created{ingressclass="nginx"} 1.5e+09',
    ],
  );
});

test('a class without spec has an empty controller', () => {
  assert.deepEqual(renderLines('ingressclasses', { metadata: { name: 'nginx' }, spec: null }), [
    'kube_ingressclass_info{ingressclass="nginx",controller=""} 1',
  ]);
});

test('annotations come before labels', () => {
  const metadata = { name: 'nginx', labels: { app: 'x' }, annotations: { note: 'n' } };
  assert.deepEqual(
    renderLines('ingressclasses', { metadata }, { labels: ['*'], annotations: ['*'] }).slice(1),
    [
      'kube_ingressclass_annotations{ingressclass="nginx",annotation_note="n"} 1',
      'kube_ingressclass_labels{ingressclass="nginx",label_app="x"} 1',
    ],
  );
});
