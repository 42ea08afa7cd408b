import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('statefulsets');
const metadata = { name: 'db', namespace: 'shop' };
const base = 'namespace="shop",statefulset="db"';

test('a stateful set as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: db
      namespace: shop
      generation: 3
      creationTimestamp: 2017-07-14T02:40:00Z
      deletionTimestamp: 2026-01-01T00:00:00Z
      labels: { app: db }
      annotations: { a: b }
    spec:
      replicas: 4
      ordinals: { start: 100 }
      persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: Delete }
    status:
      replicas: 5
      availableReplicas: 6
      currentReplicas: 7
      readyReplicas: 8
      updatedReplicas: 9
      observedGeneration: 2
      currentRevision: db-1
      updateRevision: db-2`;
  assert.deepEqual(renderLines('statefulsets', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_statefulset_created{${base}} 1.5e+09`,
    `kube_statefulset_status_replicas{${base}} 5`,
    `kube_statefulset_status_replicas_available{${base}} 6`,
    `kube_statefulset_status_replicas_current{${base}} 7`,
    `kube_statefulset_status_replicas_ready{${base}} 8`,
    `kube_statefulset_status_replicas_updated{${base}} 9`,
    `kube_statefulset_status_observed_generation{${base}} 2`,
    `kube_statefulset_replicas{${base}} 4`,
    `kube_statefulset_ordinals_start{${base}} 100`,
    `kube_statefulset_metadata_generation{${base}} 3`,
    `kube_statefulset_persistentvolumeclaim_retention_policy{${base},when_deleted="Retain",when_scaled="Delete"} 1`,
    `kube_statefulset_annotations{${base},annotation_a="b"} 1`,
    `kube_statefulset_labels{${base},label_app="db"} 1`,
    `kube_statefulset_status_current_revision{${base},revision="db-1"} 1`,
    `kube_statefulset_status_update_revision{${base},revision="db-2"} 1`,
    `kube_statefulset_deletion_timestamp{${base}} 1.7672256e+09`,
  ]);
});

test('a stateful set of a name alone has its zeros, and no sample of what is not set', () => {
  const expected = [
    `kube_statefulset_status_replicas{${base}} 0`,
    `kube_statefulset_status_replicas_available{${base}} 0`,
    `kube_statefulset_status_replicas_current{${base}} 0`,
    `kube_statefulset_status_replicas_ready{${base}} 0`,
    `kube_statefulset_status_replicas_updated{${base}} 0`,
    `kube_statefulset_status_observed_generation{${base}} 0`,
    `kube_statefulset_metadata_generation{${base}} 0`,
    `kube_statefulset_status_current_revision{${base},revision=""} 1`,
    `kube_statefulset_status_update_revision{${base},revision=""} 1`,
  ];
  assert.deepEqual(renderLines('statefulsets', { metadata }), expected);
  const spec = { replicas: null, ordinals: null, persistentVolumeClaimRetentionPolicy: null };
  assert.deepEqual(
    renderLines('statefulsets', { metadata, spec, status: { currentRevision: null } }),
    expected,
  );
});

test('ordinals without a start begin at 0', () => {
  assert.deepEqual(lines('kube_statefulset_ordinals_start', { metadata, spec: { ordinals: {} } }), [
    `{${base}} 0`,
  ]);
});

test('no replicas, asked for, are reported as 0', () => {
  assert.deepEqual(lines('kube_statefulset_replicas', { metadata, spec: { replicas: 0 } }), [`{${base}} 0`]);
});

const policies: readonly [policy: object, expected: string | undefined][] = [
  [{}, undefined],
  [{ whenDeleted: '', whenScaled: '' }, undefined],
  [{ whenDeleted: 'Delete' }, 'when_deleted="Delete",when_scaled=""'],
  [{ whenScaled: 'Retain' }, 'when_deleted="",when_scaled="Retain"'],
];
for (const [policy, expected] of policies) {
  test(`a retention policy of ${JSON.stringify(policy)} gives ${expected ?? 'no sample'}`, () => {
    const object = { metadata, spec: { persistentVolumeClaimRetentionPolicy: policy } };
    assert.deepEqual(
      lines('kube_statefulset_persistentvolumeclaim_retention_policy', object),
      expected === undefined ? [] : [`{${base},${expected}} 1`],
    );
  });
}

test('a revision of the wrong type costs its sample', () => {
  const { byFamily, dropped } = renderObject('statefulsets', { metadata, status: { currentRevision: 7 } });
  assert.deepEqual(byFamily.get('kube_statefulset_status_current_revision'), []);
  assert.equal(dropped.invalid, 1);
});
