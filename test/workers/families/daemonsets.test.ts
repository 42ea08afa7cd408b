import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLines } from '../../support/render.ts';

const metadata = { name: 'agent', namespace: 'shop' };
const base = 'namespace="shop",daemonset="agent"';

test('a daemon set as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: agent
      namespace: shop
      generation: 14
      creationTimestamp: 2017-07-14T02:40:00Z
      deletionTimestamp: 2026-01-01T00:00:00Z
      labels: { app: agent }
      annotations: { a: b }
    status:
      currentNumberScheduled: 15
      numberMisscheduled: 10
      desiredNumberScheduled: 5
      numberReady: 4
      observedGeneration: 13
      updatedNumberScheduled: 3
      numberAvailable: 2
      numberUnavailable: 1`;
  assert.deepEqual(renderLines('daemonsets', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_daemonset_created{${base}} 1.5e+09`,
    `kube_daemonset_status_current_number_scheduled{${base}} 15`,
    `kube_daemonset_status_desired_number_scheduled{${base}} 5`,
    `kube_daemonset_status_number_available{${base}} 2`,
    `kube_daemonset_status_number_misscheduled{${base}} 10`,
    `kube_daemonset_status_number_ready{${base}} 4`,
    `kube_daemonset_status_number_unavailable{${base}} 1`,
    `kube_daemonset_status_observed_generation{${base}} 13`,
    `kube_daemonset_status_updated_number_scheduled{${base}} 3`,
    `kube_daemonset_metadata_generation{${base}} 14`,
    `kube_daemonset_deletion_timestamp{${base}} 1.7672256e+09`,
    `kube_daemonset_annotations{${base},annotation_a="b"} 1`,
    `kube_daemonset_labels{${base},label_app="agent"} 1`,
  ]);
});

test('a daemon set of a name alone has its zeros, and no times', () => {
  const expected = [
    `kube_daemonset_status_current_number_scheduled{${base}} 0`,
    `kube_daemonset_status_desired_number_scheduled{${base}} 0`,
    `kube_daemonset_status_number_available{${base}} 0`,
    `kube_daemonset_status_number_misscheduled{${base}} 0`,
    `kube_daemonset_status_number_ready{${base}} 0`,
    `kube_daemonset_status_number_unavailable{${base}} 0`,
    `kube_daemonset_status_observed_generation{${base}} 0`,
    `kube_daemonset_status_updated_number_scheduled{${base}} 0`,
    `kube_daemonset_metadata_generation{${base}} 0`,
  ];
  assert.deepEqual(renderLines('daemonsets', { metadata }), expected);
  const zero = { ...metadata, creationTimestamp: '0001-01-01T00:00:00Z', deletionTimestamp: null };
  assert.deepEqual(renderLines('daemonsets', { metadata: zero, status: { numberReady: null } }), expected);
});

test('allow-lists that select nothing of an object still say that it exists', () => {
  const found = renderLines('daemonsets', { metadata }, { labels: ['team'], annotations: ['team'] });
  assert.deepEqual(found.slice(-2), [
    `kube_daemonset_annotations{${base}} 1`,
    `kube_daemonset_labels{${base}} 1`,
  ]);
});
