import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeHelp, escapeLabelValue, escapeOpenMetricsHelp } from '../../../src/workers/text/escape.ts';
import { isExtendedResource, sanitise, snakeCase } from '../../../src/workers/text/names.ts';
import { compareBytes } from '../../../src/workers/text/order.ts';

test('characters that no label name may have become underscores, one each', () => {
  assert.equal(sanitise('nvidia.com/gpu'), 'nvidia_com_gpu');
  assert.equal(sanitise('hugepages-2Mi'), 'hugepages_2Mi');
  assert.equal(sanitise('_a1Z'), '_a1Z');
  assert.equal(sanitise('é'), '_');
  assert.equal(sanitise('😀x'), '_x');
  assert.equal(sanitise('\ud800'), '_');
  assert.equal(sanitise(''), '');
});

test('snake case parts a capital from a small letter or digit before it', () => {
  assert.equal(snakeCase('fooBarBAZ'), 'foo_bar_baz');
  assert.equal(snakeCase('HTTPServer'), 'httpserver');
  assert.equal(snakeCase('x1Y2Z'), 'x1_y2_z');
  assert.equal(snakeCase('a_B_c_D'), 'a_b_c_d');
});

for (const name of [
  'a/b',
  'nvidia.com/gpu',
  'example.com/A_b.c-9',
  `${'a'.repeat(244)}/x`,
  `a/${'b'.repeat(63)}`,
]) {
  test(`${name.slice(0, 30)} is an extended resource`, () => assert.equal(isExtendedResource(name), true));
}
for (const name of [
  'foo',
  'cpu',
  'c/d/',
  'foo.kubernetes.io/x',
  'kubernetes.io/batch',
  'requests.nvidia.com/gpu',
  '/x',
  'a/',
  'A/b',
  'a_b/c',
  'a/-b',
  'a/b-',
  'a..b/c',
  `${'a'.repeat(245)}/x`,
  `a/${'b'.repeat(64)}`,
  'a/b\n',
]) {
  test(`${JSON.stringify(name.slice(0, 30))} is none`, () => assert.equal(isExtendedResource(name), false));
}

test('label values escape backslash, line feed and quote, and nothing else', () => {
  assert.equal(escapeLabelValue('a\\b"c\nd'), 'a\\\\b\\"c\\nd');
  for (const text of ['', 'plain', '\r\t\0\u2028é😀', "'"]) assert.equal(escapeLabelValue(text), text);
  // A global expression that is tested with must not remember where it was.
  for (let i = 0; i < 3; i++) assert.equal(escapeLabelValue('"'), '\\"');
});

test('HELP keeps quotes in the text format, and escapes them in OpenMetrics', () => {
  assert.equal(escapeHelp('a\\b"c\nd'), 'a\\\\b"c\\nd');
  assert.equal(escapeOpenMetricsHelp('a\\b"c\nd'), 'a\\\\b\\"c\\nd');
});

test('strings are ordered by their bytes in UTF-8', () => {
  assert.ok(compareBytes('\u{1f600}', '\uffff') > 0);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      assert.equal(Math.sign(compareBytes(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    {
      examples: [
        ['\u{1f600}', '\uffff'],
        ['a', 'ab'],
        ['', ''],
      ],
    },
  );
});
