import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('persistentvolumeclaims');
const metadata = { name: 'data', namespace: 'shop' };
const base = 'namespace="shop",persistentvolumeclaim="data"';

test('a claim as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: data
      namespace: shop
      creationTimestamp: 2017-07-14T02:40:00Z
      deletionTimestamp: 2026-01-01T00:00:00Z
      labels: { app: web }
      annotations: { a: b }
    spec:
      accessModes: [ReadWriteOnce, ReadOnlyMany]
      resources: { requests: { storage: 1Gi } }
      storageClassName: fast
      volumeName: pv-1
      volumeMode: Filesystem
    status:
      phase: Bound
      conditions: [{ type: Resizing, status: "False" }]`;
  const name = 'kube_persistentvolumeclaim';
  assert.deepEqual(renderLines('persistentvolumeclaims', object, { labels: ['*'], annotations: ['*'] }), [
    `${name}_labels{${base},label_app="web"} 1`,
    `${name}_annotations{${base},annotation_a="b"} 1`,
    `${name}_info{${base},storageclass="fast",volumename="pv-1",volumemode="Filesystem"} 1`,
    `${name}_status_phase{${base},phase="Lost"} 0`,
    `${name}_status_phase{${base},phase="Bound"} 1`,
    `${name}_status_phase{${base},phase="Pending"} 0`,
    `${name}_resource_requests_storage_bytes{${base}} 1.073741824e+09`,
    `${name}_access_mode{${base},access_mode="ReadWriteOnce"} 1`,
    `${name}_access_mode{${base},access_mode="ReadOnlyMany"} 1`,
    `${name}_status_condition{${base},condition="Resizing",status="true"} 0`,
    `${name}_status_condition{${base},condition="Resizing",status="false"} 1`,
    `${name}_status_condition{${base},condition="Resizing",status="unknown"} 0`,
    `${name}_created{${base}} 1.5e+09`,
    `${name}_deletion_timestamp{${base}} 1.7672256e+09`,
  ]);
});

test('a claim of a name alone has empty labels, no phase and no request', () => {
  const expected = [`kube_persistentvolumeclaim_info{${base},storageclass="",volumename="",volumemode=""} 1`];
  assert.deepEqual(renderLines('persistentvolumeclaims', { metadata }), expected);
  const spec = { accessModes: null, resources: null, storageClassName: null, volumeMode: null };
  const status = { phase: null, conditions: null };
  assert.deepEqual(renderLines('persistentvolumeclaims', { metadata, spec, status }), expected);
});

const BETA = 'volume.beta.kubernetes.io/storage-class';
const classes: readonly [
  what: string,
  annotations: object | null,
  storageClassName: string | null,
  expected: string,
][] = [
  ['the annotation over the field', { [BETA]: 'slow' }, 'fast', 'slow'],
  ['an empty annotation over the field', { [BETA]: '' }, 'fast', ''],
  ['the annotation alone', { [BETA]: 'slow' }, null, 'slow'],
  ['the field', { other: 'x' }, 'fast', 'fast'],
  ['an empty field', null, '', ''],
  ['neither', null, null, ''],
];
for (const [what, annotations, storageClassName, expected] of classes) {
  test(`the storage class comes from ${what}`, () => {
    const object = { metadata: { ...metadata, annotations }, spec: { storageClassName } };
    assert.deepEqual(lines('kube_persistentvolumeclaim_info', object), [
      `{${base},storageclass="${expected}",volumename="",volumemode=""} 1`,
    ]);
  });
}

test('a phase that is not known is 0 in all of them', () => {
  assert.deepEqual(lines('kube_persistentvolumeclaim_status_phase', { metadata, status: { phase: 'Odd' } }), [
    `{${base},phase="Lost"} 0`,
    `{${base},phase="Bound"} 0`,
    `{${base},phase="Pending"} 0`,
  ]);
});

test('a request is rounded up to whole bytes, and only storage counts', () => {
  const request = (requests: object) =>
    lines('kube_persistentvolumeclaim_resource_requests_storage_bytes', {
      metadata,
      spec: { resources: { requests } },
    });
  assert.deepEqual(request({ storage: '1500m' }), [`{${base}} 2`]);
  assert.deepEqual(request({ storage: '0' }), [`{${base}} 0`]);
  assert.deepEqual(request({ cpu: '1' }), []);
  assert.deepEqual(request({ storage: 'lots' }), []);
});

test('an access mode that comes twice is reported once', () => {
  const { byFamily, dropped } = renderObject('persistentvolumeclaims', {
    metadata,
    spec: { accessModes: ['ReadWriteOnce', 'ReadWriteOnce'] },
  });
  assert.equal(byFamily.get('kube_persistentvolumeclaim_access_mode')?.length, 1);
  assert.equal(dropped.duplicates, 1);
});
