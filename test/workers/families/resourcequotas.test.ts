import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('resourcequotas');
const metadata = { name: 'team', namespace: 'shop' };
const base = 'namespace="shop",resourcequota="team"';

test('a quota gives what it enforces, then what is used of it', () => {
  const object = `
    metadata:
      name: team
      namespace: shop
      creationTimestamp: 2017-07-14T02:40:00Z
      labels: { app: web }
      annotations: { a: b }
    spec:
      hard: { requests.cpu: "99" }
    status:
      hard: { requests.cpu: 4300m, requests.memory: 2100M, count/secrets: "6", requests.nvidia.com/gpu: "2" }
      used: { requests.cpu: 2100m, requests.memory: 500M }`;
  const row = (resource: string, type: string, value: string) =>
    `kube_resourcequota{${base},resource="${resource}",type="${type}"} ${value}`;
  assert.deepEqual(renderLines('resourcequotas', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_resourcequota_created{${base}} 1.5e+09`,
    row('requests.cpu', 'hard', '4.3'),
    row('requests.memory', 'hard', '2.1e+09'),
    row('count/secrets', 'hard', '6'),
    row('requests.nvidia.com/gpu', 'hard', '2'),
    row('requests.cpu', 'used', '2.1'),
    row('requests.memory', 'used', '5e+08'),
    `kube_resourcequota_annotations{${base},annotation_a="b"} 1`,
    `kube_resourcequota_labels{${base},label_app="web"} 1`,
  ]);
});

test('what only the spec says is not enforced yet, and not reported', () => {
  for (const status of [undefined, null, {}, { hard: null, used: {} }]) {
    assert.deepEqual(renderLines('resourcequotas', { metadata, spec: { hard: { pods: '4' } }, status }), []);
  }
});

test('quantities are rounded up to thousandths, and text that is none costs its sample', () => {
  const object = { metadata, status: { used: { a: '1n', b: 'lots', c: '0', d: '12e6', e: '8Ei' } } };
  const row = (resource: string, value: string) => `{${base},resource="${resource}",type="used"} ${value}`;
  assert.deepEqual(lines('kube_resourcequota', object), [
    row('a', '0.001'),
    row('c', '0'),
    row('d', '1.2e+07'),
    row('e', '9.223372036854776e+18'),
  ]);
  assert.equal(renderObject('resourcequotas', object).dropped.invalid, 1);
});
