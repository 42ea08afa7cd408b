import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatNumber } from '../../../src/workers/text/number.ts';

/** What Go's strconv.FormatFloat(x, 'g', -1, 64) prints. */
const GO: readonly (readonly [value: number, text: string])[] = [
  [0, '0'],
  [-0, '0'],
  [1, '1'],
  [-1, '-1'],
  [0.5, '0.5'],
  [100_000, '100000'],
  [999_999, '999999'],
  [1_000_000, '1e+06'],
  [-1_000_000, '-1e+06'],
  [1_234_567, '1.234567e+06'],
  [10_000_001, '1.0000001e+07'],
  [123_456.5, '123456.5'],
  [999_999.5, '999999.5'],
  [1_000_000.5, '1.0000005e+06'],
  [1_500_000_000, '1.5e+09'],
  [1_501_779_547, '1.501779547e+09'],
  [-62_135_596_800, '-6.21355968e+10'],
  [134_217_728, '1.34217728e+08'],
  [999_999_999_999_999, '9.99999999999999e+14'],
  [1e15, '1e+15'],
  [2 ** 53, '9.007199254740992e+15'],
  [2 ** 63, '9.223372036854776e+18'],
  [1e21, '1e+21'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [0.0001, '0.0001'],
  [0.00012345, '0.00012345'],
  [0.00001, '1e-05'],
  [0.000099999, '9.9999e-05'],
  [1e-9, '1e-09'],
  [1e-10, '1e-10'],
  [5e-324, '5e-324'],
  [0.1 + 0.2, '0.30000000000000004'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
];
for (const [value, text] of GO) {
  test(`${value} is printed ${text}`, () => assert.equal(formatNumber(value), text));
}

test('every number reads back as itself, with an exponent exactly where Go has one', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger()),
      (value) => {
        const text = formatNumber(value);
        assert.equal(Number(text), value + 0);
        const size = Math.abs(value);
        assert.equal(text.includes('e'), value !== 0 && (size < 1e-4 || size >= 1e6));
        assert.match(text, /^-?[0-9](?:[0-9]*(?:\.[0-9]*[1-9])?|(?:\.[0-9]*[1-9])?e[+-][0-9]{2,3})$/);
      },
    ),
    { numRuns: 2000 },
  );
});
