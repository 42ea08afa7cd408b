import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('replicasets');
const metadata = { name: 'web-1', namespace: 'shop' };
const base = 'namespace="shop",replicaset="web-1"';

test('a replica set as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: web-1
      namespace: shop
      generation: 3
      creationTimestamp: 2017-07-14T02:40:00Z
      labels: { pod-template-hash: "1" }
      annotations: { a: b }
      ownerReferences: [{ kind: Deployment, name: web, controller: true }]
    spec: { replicas: 4 }
    status: { replicas: 5, fullyLabeledReplicas: 6, readyReplicas: 7, terminatingReplicas: 8, observedGeneration: 2 }`;
  assert.deepEqual(renderLines('replicasets', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_replicaset_created{${base}} 1.5e+09`,
    `kube_replicaset_status_replicas{${base}} 5`,
    `kube_replicaset_status_fully_labeled_replicas{${base}} 6`,
    `kube_replicaset_status_ready_replicas{${base}} 7`,
    `kube_replicaset_status_terminating_replicas{${base}} 8`,
    `kube_replicaset_status_observed_generation{${base}} 2`,
    `kube_replicaset_spec_replicas{${base}} 4`,
    `kube_replicaset_metadata_generation{${base}} 3`,
    `kube_replicaset_owner{${base},owner_kind="Deployment",owner_name="web",owner_is_controller="true"} 1`,
    `kube_replicaset_annotations{${base},annotation_a="b"} 1`,
    `kube_replicaset_labels{${base},label_pod_template_hash="1"} 1`,
  ]);
});

test('a replica set of a name alone has its zeros, and no sample of what is not set', () => {
  const expected = [
    `kube_replicaset_status_replicas{${base}} 0`,
    `kube_replicaset_status_fully_labeled_replicas{${base}} 0`,
    `kube_replicaset_status_ready_replicas{${base}} 0`,
    `kube_replicaset_status_observed_generation{${base}} 0`,
    `kube_replicaset_metadata_generation{${base}} 0`,
    `kube_replicaset_owner{${base},owner_kind="",owner_name="",owner_is_controller=""} 1`,
  ];
  assert.deepEqual(renderLines('replicasets', { metadata }), expected);
  const nulls = { spec: { replicas: null }, status: { replicas: null, terminatingReplicas: null } };
  assert.deepEqual(renderLines('replicasets', { metadata, ...nulls }), expected);
});

test('zeros that are set are reported', () => {
  const object = { metadata, spec: { replicas: 0 }, status: { terminatingReplicas: 0 } };
  assert.deepEqual(lines('kube_replicaset_spec_replicas', object), [`{${base}} 0`]);
  assert.deepEqual(lines('kube_replicaset_status_terminating_replicas', object), [`{${base}} 0`]);
});

test('an owner that does not say so is not the controller', () => {
  const ownerReferences = [
    { kind: 'Deployment', name: 'web' },
    { kind: 'App', name: 'shop', controller: false },
  ];
  assert.deepEqual(lines('kube_replicaset_owner', { metadata: { ...metadata, ownerReferences } }), [
    `{${base},owner_kind="Deployment",owner_name="web",owner_is_controller="false"} 1`,
    `{${base},owner_kind="App",owner_name="shop",owner_is_controller="false"} 1`,
  ]);
});
