import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('replicationcontrollers');
const metadata = { name: 'web', namespace: 'shop' };
const base = 'namespace="shop",replicationcontroller="web"';

test('a replication controller as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: web
      namespace: shop
      generation: 3
      creationTimestamp: 2017-07-14T02:40:00Z
      ownerReferences: [{ kind: DeploymentConfig, name: web, controller: true }]
    spec: { replicas: 4 }
    status: { replicas: 5, fullyLabeledReplicas: 6, readyReplicas: 7, availableReplicas: 8, observedGeneration: 2 }`;
  assert.deepEqual(renderLines('replicationcontrollers', object), [
    `kube_replicationcontroller_created{${base}} 1.5e+09`,
    `kube_replicationcontroller_status_replicas{${base}} 5`,
    `kube_replicationcontroller_status_fully_labeled_replicas{${base}} 6`,
    `kube_replicationcontroller_status_ready_replicas{${base}} 7`,
    `kube_replicationcontroller_status_available_replicas{${base}} 8`,
    `kube_replicationcontroller_status_observed_generation{${base}} 2`,
    `kube_replicationcontroller_spec_replicas{${base}} 4`,
    `kube_replicationcontroller_metadata_generation{${base}} 3`,
    `kube_replicationcontroller_owner{${base},owner_kind="DeploymentConfig",owner_name="web",owner_is_controller="true"} 1`,
  ]);
});

test('a replication controller of a name alone has its zeros, and no sample of what is not set', () => {
  assert.deepEqual(renderLines('replicationcontrollers', { metadata, spec: { replicas: null } }), [
    `kube_replicationcontroller_status_replicas{${base}} 0`,
    `kube_replicationcontroller_status_fully_labeled_replicas{${base}} 0`,
    `kube_replicationcontroller_status_ready_replicas{${base}} 0`,
    `kube_replicationcontroller_status_available_replicas{${base}} 0`,
    `kube_replicationcontroller_status_observed_generation{${base}} 0`,
    `kube_replicationcontroller_metadata_generation{${base}} 0`,
    `kube_replicationcontroller_owner{${base},owner_kind="",owner_name="",owner_is_controller=""} 1`,
  ]);
});

test('no replicas, asked for, are reported as 0', () => {
  assert.deepEqual(lines('kube_replicationcontroller_spec_replicas', { metadata, spec: { replicas: 0 } }), [
    `{${base}} 0`,
  ]);
});

test('labels and annotations are not reported, whatever the allow-lists say', () => {
  const object = { metadata: { ...metadata, labels: { a: 'b' }, annotations: { c: 'd' } } };
  assert.deepEqual(
    renderLines('replicationcontrollers', object, { labels: ['*'], annotations: ['*'] }),
    renderLines('replicationcontrollers', { metadata }),
  );
});
