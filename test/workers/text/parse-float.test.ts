import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseFloat64 } from '../../../src/workers/text/parse-float.ts';

const READ: readonly (readonly [text: string, value: number])[] = [
  ['0', 0],
  ['12345', 12345],
  ['+1', 1],
  ['-1.5', -1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1E-3', 0.001],
  ['1e-400', 0],
  ['00012', 12],
  ['inf', Number.POSITIVE_INFINITY],
  ['+Infinity', Number.POSITIVE_INFINITY],
  ['-iNF', Number.NEGATIVE_INFINITY],
  ['nan', Number.NaN],
  ['0x1p-2', 0.25],
  ['0X1.8P1', 3],
  ['-0x.8p0', -0.5],
  ['0x0p5', 0],
  ['0x1p-1074', 5e-324],
  ['0x1p-1075', 0],
  ['0x1.8p-1075', 5e-324],
  ['0x1.fffffffffffff7p1023', Number.MAX_VALUE],
  ['0x1.00000000000008p0', 1],
  ['0x1.00000000000018p0', 1 + 2 * 2 ** -52],
  ['0x1.000000000000080000000000000000000000000000000000000000000000000000000001p0', 1 + 2 ** -52],
];
for (const [text, value] of READ) {
  test(`${text} is ${value}`, () => assert.ok(Object.is(parseFloat64(text), value), `${parseFloat64(text)}`));
}

for (const text of [
  '',
  ' 1',
  '1 ',
  'x',
  '.',
  '+',
  'e5',
  '1e',
  '1_000',
  '1e400',
  '0x1',
  '0xp1',
  '0x1p',
  '0x1p1024',
  '0x1.fffffffffffff8p1023',
  '+nan',
  'infinit',
  '1n',
]) {
  test(`${JSON.stringify(text)} is no number`, () => assert.equal(parseFloat64(text), undefined));
}

test('the text of every number is read back', () => {
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
      assert.ok(Object.is(parseFloat64(`${value}`), value + 0) || value === 0);
    }),
  );
});
