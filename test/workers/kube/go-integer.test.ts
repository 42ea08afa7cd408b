import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGoInteger } from '../../../src/workers/kube/go-integer.ts';

test('digits with an optional sign are an integer, up to the ends of 64 bits', () => {
  const integers: readonly [text: string, value: bigint][] = [
    ['0', 0n],
    ['-0', 0n],
    ['000', 0n],
    ['42', 42n],
    ['+42', 42n],
    ['-42', -42n],
    ['0042', 42n],
    ['100', 100n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
    [`${'0'.repeat(100)}7`, 7n],
  ];
  for (const [text, value] of integers) assert.equal(parseGoInteger(text), value, text);
});

test('anything else is none', () => {
  const others = ['', '+', '-', '--1', '1 ', ' 1', '1.0', '1e3', '0x1', '1_000', '٣', 'one', '1\n'];
  for (const text of [...others, '9223372036854775808', '-9223372036854775809', '1'.repeat(20)]) {
    assert.equal(parseGoInteger(text), undefined, JSON.stringify(text));
  }
});

test('a million digits are told at once', () => {
  assert.equal(parseGoInteger('9'.repeat(1_000_000)), undefined);
  assert.equal(parseGoInteger('0'.repeat(1_000_000)), 0n);
  assert.equal(parseGoInteger(`${'0'.repeat(1_000_000)}x`), undefined);
});
