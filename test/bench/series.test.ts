import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareSeries, seriesOf } from '../../bench/harness/series.ts';

const of = (...lines: readonly string[]) => seriesOf(Buffer.from(lines.map((line) => `${line}\n`).join('')));

test('series are told apart by name and labels, not by value', () => {
  const first = of('# HELP a x', 'a{x="1"} 1', 'a{x="2"} 1', 'b 7');
  assert.equal(first.length, 3);
  assert.deepEqual(compareSeries(first, of('b 8', 'a{x="2"} 0', 'a{x="1"} 1')), {
    missing: 0,
    duplicated: 0,
  });
});

test('blanks in label values belong to the series', () => {
  const expected = of('a{x="1 2"} 1', 'a{x="1 3"} 1');
  assert.deepEqual(compareSeries(expected, of('a{x="1 2"} 1')), { missing: 1, duplicated: 0 });
});

test('what is missing and what comes twice is counted', () => {
  const expected = of('a 1', 'b 1', 'c 1');
  assert.deepEqual(compareSeries(expected, of('a 1', 'a 2', 'c 1')), { missing: 1, duplicated: 1 });
  assert.deepEqual(compareSeries(expected, of()), { missing: 3, duplicated: 0 });
  assert.deepEqual(compareSeries(of(), expected), { missing: 0, duplicated: 0 });
});

test('a last line without a line feed counts', () => {
  assert.equal(seriesOf(Buffer.from('a 1\nb 2')).length, 2);
});

test('any set of series is found again in any order, and no other', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}\{x="[a-z0-9 ]{0,20}"\}$/), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(names, fc.nat(), (all, seed) => {
      const lines = all.map((name) => `${name} 1`);
      const gone = seed % all.length;
      const expected = of(...lines);
      assert.deepEqual(compareSeries(expected, of(...lines.toReversed())), { missing: 0, duplicated: 0 });
      const fewer = of(...lines.filter((_, i) => i !== gone));
      assert.deepEqual(compareSeries(expected, fewer), { missing: 1, duplicated: 0 });
    }),
  );
});
