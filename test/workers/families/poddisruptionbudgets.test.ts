import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLines } from '../../support/render.ts';

const metadata = { name: 'web', namespace: 'shop' };
const base = 'namespace="shop",poddisruptionbudget="web"';

test('a disruption budget as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: web
      namespace: shop
      generation: 21
      creationTimestamp: 2017-07-14T02:40:00Z
      deletionTimestamp: 2026-01-01T00:00:00Z
      labels: { app: web }
      annotations: { a: b }
    spec: { minAvailable: 1 }
    status: { currentHealthy: 12, desiredHealthy: 10, disruptionsAllowed: 2, expectedPods: 15, observedGeneration: 111 }`;
  assert.deepEqual(renderLines('poddisruptionbudgets', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_poddisruptionbudget_annotations{${base},annotation_a="b"} 1`,
    `kube_poddisruptionbudget_labels{${base},label_app="web"} 1`,
    `kube_poddisruptionbudget_created{${base}} 1.5e+09`,
    `kube_poddisruptionbudget_status_current_healthy{${base}} 12`,
    `kube_poddisruptionbudget_status_desired_healthy{${base}} 10`,
    `kube_poddisruptionbudget_status_pod_disruptions_allowed{${base}} 2`,
    `kube_poddisruptionbudget_status_expected_pods{${base}} 15`,
    `kube_poddisruptionbudget_status_observed_generation{${base}} 111`,
    `kube_poddisruptionbudget_deletion_timestamp{${base}} 1.7672256e+09`,
  ]);
});

test('a disruption budget of a name alone has its zeros', () => {
  const expected = [
    `kube_poddisruptionbudget_status_current_healthy{${base}} 0`,
    `kube_poddisruptionbudget_status_desired_healthy{${base}} 0`,
    `kube_poddisruptionbudget_status_pod_disruptions_allowed{${base}} 0`,
    `kube_poddisruptionbudget_status_expected_pods{${base}} 0`,
    `kube_poddisruptionbudget_status_observed_generation{${base}} 0`,
  ];
  assert.deepEqual(renderLines('poddisruptionbudgets', { metadata }), expected);
  assert.deepEqual(
    renderLines('poddisruptionbudgets', { metadata, status: { expectedPods: null } }),
    expected,
  );
});
