import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('networkpolicies');
const metadata = { name: 'deny', namespace: 'shop' };
const base = 'namespace="shop",networkpolicy="deny"';

test('a network policy counts its rules, empty ones included', () => {
  const spec = {
    podSelector: {},
    ingress: [{}, { from: [{ podSelector: {} }] }],
    egress: [{ ports: [{ port: 53 }] }, {}, {}],
  };
  assert.deepEqual(
    renderLines('networkpolicies', {
      metadata: { ...metadata, creationTimestamp: '2017-07-14T02:40:00Z' },
      spec,
    }),
    [
      `kube_networkpolicy_created{${base}} 1.5e+09`,
      `kube_networkpolicy_spec_ingress_rules{${base}} 2`,
      `kube_networkpolicy_spec_egress_rules{${base}} 3`,
    ],
  );
});

test('missing and null rules count 0', () => {
  for (const spec of [undefined, null, {}, { ingress: null, egress: [] }]) {
    assert.deepEqual(lines('kube_networkpolicy_spec_ingress_rules', { metadata, spec }), [`{${base}} 0`]);
    assert.deepEqual(lines('kube_networkpolicy_spec_egress_rules', { metadata, spec }), [`{${base}} 0`]);
  }
});

test('a policy without creation time says the first second of year 1', () => {
  for (const creationTimestamp of [undefined, null, '0001-01-01T00:00:00Z']) {
    assert.deepEqual(lines('kube_networkpolicy_created', { metadata: { ...metadata, creationTimestamp } }), [
      `{${base}} -6.21355968e+10`,
    ]);
  }
});

test('allow-listed labels and annotations are named', () => {
  const object = { metadata: { ...metadata, labels: { app: 'web' }, annotations: { note: 'n' } } };
  assert.deepEqual(lines('kube_networkpolicy_labels', object, { labels: ['*'] }), [
    `{${base},label_app="web"} 1`,
  ]);
  assert.deepEqual(lines('kube_networkpolicy_annotations', object, { annotations: ['*'] }), [
    `{${base},annotation_note="n"} 1`,
  ]);
});
