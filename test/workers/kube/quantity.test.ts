import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { approximateValue, integerValue, milliValue } from '../../../src/workers/kube/quantity.ts';

const MAX = 2 ** 63;

const ROWS: readonly (readonly [text: string, milli: number, integer: number, approximate: number])[] = [
  ['', 0, 0, 0],
  ['0', 0, 0, 0],
  ['1', 1, 1, 1],
  ['+1', 1, 1, 1],
  ['007', 7, 7, 7],
  ['100m', 0.1, 1, 0.1],
  ['1500m', 1.5, 2, 1.5],
  ['2000m', 2, 2, 2],
  ['1.5', 1.5, 2, 1.5],
  ['-1.5', -1.5, -2, -1.5],
  ['-100m', -0.1, -1, -0.1],
  ['.5', 0.5, 1, 0.5],
  ['5.', 5, 5, 5],
  ['0.0001', 0.001, 1, 0.0001],
  ['1n', 0.001, 1, 1e-9],
  ['1u', 0.001, 1, 1 / 1e6],
  ['1.5n', 0.001, 1, 2 * (1 / 1e9)],
  ['1e-400', 0.001, 1, 1 / 1e9],
  ['-0.0000000001', -0.001, -1, -1 / 1e9],
  ['43.21', 43.21, 44, 43.21],
  ['1k', 1000, 1000, 1000],
  ['1M', 1e6, 1e6, 1e6],
  ['1G', 1e9, 1e9, 1e9],
  ['1T', 1e12, 1e12, 1e12],
  ['1P', 1e15, 1e15, 1e15],
  ['1E', 1e18, 1e18, 1e18],
  ['1e3', 1000, 1000, 1000],
  ['1E3', 1000, 1000, 1000],
  ['1e+3', 1000, 1000, 1000],
  ['25e-2', 0.25, 1, 0.25],
  ['1Ki', 1024, 1024, 1024],
  ['128Mi', 134217728, 134217728, 134217728],
  ['5Gi', 5368709120, 5368709120, 5368709120],
  ['0.1Gi', 107374182.4, 107374183, 107374182.4],
  ['1.5Gi', 1610612736, 1610612736, 1610612736],
  ['2Ti', 2 ** 41, 2 ** 41, 2 ** 41],
  ['1Pi', 2 ** 50, 2 ** 50, 2 ** 50],
  ['1Ei', 2 ** 60, 2 ** 60, 2 ** 60],
  ['8Ei', MAX, MAX, MAX],
  ['16Ei', MAX, MAX, MAX],
  ['7.999999999999999999Ei', MAX, MAX, MAX],
  ['100.5Ei', MAX, MAX, MAX],
  ['-16Ei', -MAX, -MAX, -MAX],
  ['9223372036854775807', MAX, MAX, MAX],
  ['123456789012345680', 123456789012345680, 123456789012345680, 123456789012345680],
  [' 1 ', 1, 1, 1],
  // Go takes a number without digits for zero.
  ['+', 0, 0, 0],
  ['.', 0, 0, 0],
  ['k', 0, 0, 0],
];
for (const [text, milli, integer, approximate] of ROWS) {
  test(`${JSON.stringify(text)} is ${milli}, rounded ${integer}`, () => {
    assert.equal(milliValue(text), milli);
    assert.equal(integerValue(text), integer);
    assert.equal(approximateValue(text), approximate);
  });
}

for (const [text, value] of [
  ['10E', 1e19],
  ['20e18', 2e19],
  ['20000000000000000000', 2e19],
  ['9223372036854775808', MAX],
  ['1e400', Number.POSITIVE_INFINITY],
  ['1e999999999999', Number.POSITIVE_INFINITY],
] as const) {
  test(`${text}, above 2^63-1, keeps its value`, () => {
    assert.equal(milliValue(text), value);
    assert.equal(integerValue(text), value);
    assert.equal(approximateValue(text), value);
  });
}

for (const text of [
  'x',
  '1x',
  'K',
  '1K',
  '1i',
  '1Kib',
  '12e',
  '1e1.5',
  '0x10',
  'NaN',
  'Inf',
  '1 k',
  '1,5',
  '--1',
  '1mi',
  '1ki',
  ' ',
  '1e+',
]) {
  test(`${JSON.stringify(text)} is no quantity`, () => {
    assert.equal(milliValue(text), undefined);
    assert.equal(integerValue(text), undefined);
    assert.equal(approximateValue(text), undefined);
  });
}

test('a quantity of the wrong type stays undefined', () => {
  assert.equal(milliValue(undefined), undefined);
  assert.equal(integerValue(undefined), undefined);
  assert.equal(approximateValue(undefined), undefined);
});

test('thousandths of large integers are divided as Go divides them', () => {
  // 10 TB and some: its thousandths don't fit into 53 bits, and are rounded before they are divided.
  assert.equal(milliValue('10000000000001'), (10000000000001 * 1000) / 1000);
  assert.equal(milliValue('9007199254740993'), Number(9007199254740993000n) / 1000);
});

/** Above it Go counts in units, not in thousandths. */
const MAX_MILLI = 9223372036854775n;

test('the fast path agrees with exact arithmetic', () => {
  const suffixes: readonly (readonly [string, bigint, bigint])[] = [
    ['', 1n, 1n],
    ['m', 1n, 1000n],
    ['k', 1000n, 1n],
    ['M', 1000000n, 1n],
    ['Mi', 1n << 20n, 1n],
    ['Ti', 1n << 40n, 1n],
  ];
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 18n }),
      fc.constantFrom(...suffixes),
      (digits, [suffix, times, by]) => {
        const product = digits * times;
        const capped = suffix.endsWith('i') && product >= 2n ** 63n ? 2n ** 63n - 1n : product;
        const whole = (capped + by - 1n) / by;
        const thousandths = (capped * 1000n + by - 1n) / by;
        const text = `${digits}${suffix}`;
        assert.equal(integerValue(text), Number(whole));
        assert.equal(milliValue(text), whole > MAX_MILLI ? Number(whole) : Number(thousandths) / 1000);
      },
    ),
    { numRuns: 2000 },
  );
});
