import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('limitranges');
const metadata = { name: 'defaults', namespace: 'shop' };
const base = 'namespace="shop",limitrange="defaults"';

test('a limit range gives each constraint of each type, and when it was created', () => {
  const object = `
    metadata: { name: defaults, namespace: shop, creationTimestamp: 2017-07-14T02:40:00Z }
    spec:
      limits:
        - type: Container
          max: { cpu: "2" }
          min: { cpu: 100m }
          default: { memory: 512Mi }
          defaultRequest: { memory: 256Mi }
          maxLimitRequestRatio: { cpu: "4" }
        - type: Pod
          max: { cpu: "8", nvidia.com/gpu: "1" }`;
  const row = (resource: string, type: string, constraint: string, value: string) =>
    `kube_limitrange{${base},resource="${resource}",type="${type}",constraint="${constraint}"} ${value}`;
  assert.deepEqual(renderLines('limitranges', object), [
    row('cpu', 'Container', 'min', '0.1'),
    row('cpu', 'Container', 'max', '2'),
    row('memory', 'Container', 'default', '5.36870912e+08'),
    row('memory', 'Container', 'defaultRequest', '2.68435456e+08'),
    row('cpu', 'Container', 'maxLimitRequestRatio', '4'),
    row('cpu', 'Pod', 'max', '8'),
    row('nvidia.com/gpu', 'Pod', 'max', '1'),
    `kube_limitrange_created{${base}} 1.5e+09`,
  ]);
});

test('a limit range without limits gives nothing', () => {
  for (const spec of [undefined, null, {}, { limits: null }, { limits: [] }, { limits: [{ type: 'Pod' }] }]) {
    assert.deepEqual(renderLines('limitranges', { metadata, spec }), []);
  }
});

/** The value of one quantity. */
function value(quantity: unknown): string | undefined {
  const spec = { limits: [{ type: 'Container', max: { memory: quantity } }] };
  return lines('kube_limitrange', { metadata, spec })[0]?.split(' ').at(-1);
}

test('quantities are rounded up to thousandths', () => {
  assert.equal(value('1m'), '0.001');
  assert.equal(value('1n'), '0.001');
  assert.equal(value('0'), '0');
  assert.equal(value(3), '3');
  assert.equal(value('1.5Gi'), '1.610612736e+09');
  assert.equal(value(null), '0');
});

test('a decimal quantity beyond 64 bits keeps its value, a binary one is the most that they hold', () => {
  assert.equal(value('20E'), '2e+19');
  assert.equal(value('16Ei'), '9.223372036854776e+18');
});

test('text that is no quantity costs its sample only', () => {
  const spec = { limits: [{ type: 'Container', max: { memory: 'lots', cpu: '1' } }] };
  const { lines: found, dropped } = renderObject('limitranges', { metadata, spec });
  assert.deepEqual(found, [`kube_limitrange{${base},resource="cpu",type="Container",constraint="max"} 1`]);
  assert.equal(dropped.invalid, 1);
});

test('a type that comes twice is reported as it is first', () => {
  const spec = {
    limits: [
      { type: 'Pod', max: { cpu: '1' } },
      { type: 'Pod', max: { cpu: '2', memory: '3' } },
    ],
  };
  const { lines: found, dropped } = renderObject('limitranges', { metadata, spec });
  assert.deepEqual(found, [
    `kube_limitrange{${base},resource="cpu",type="Pod",constraint="max"} 1`,
    `kube_limitrange{${base},resource="memory",type="Pod",constraint="max"} 3`,
  ]);
  assert.equal(dropped.duplicates, 1);
});

test('labels and annotations are not reported, whatever the allow-lists say', () => {
  const object = { metadata: { ...metadata, labels: { a: 'b' }, annotations: { c: 'd' } } };
  assert.deepEqual(renderLines('limitranges', object, { labels: ['*'], annotations: ['*'] }), []);
});
