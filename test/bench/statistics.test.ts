import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketOf, median, percentile, seeded, summarise } from '../../bench/harness/statistics.ts';

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 200,
});

test('a percentile is one of the values, and that share of them is not above it', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
      const found = percentile(all, q);
      assert.ok(all.includes(found));
      assert.ok(all.filter((value) => value <= found).length >= q * all.length);
    }),
  );
});

test('a percentile has no smaller value of which the same is true', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, q) => {
      const found = percentile(all, q);
      const below = all.filter((value) => value < found);
      assert.ok(below.length < q * all.length);
    }),
  );
});

test('known percentiles come out', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.equal(percentile(hundred, 0.99), 99);
  assert.equal(percentile(hundred, 1), 100);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2);
  assert.ok(Number.isNaN(median([])));
  assert.deepEqual(summarise([1, 2, 3]), { count: 3, median: 2, p99: 3, max: 3, mean: 2 });
});

test('sorting is by value, not by text', () => {
  assert.equal(percentile([10, 9, 100], 1), 100);
});

test('a histogram gives the bound of the bucket that the share lies in', () => {
  const buckets = [
    { le: Number.POSITIVE_INFINITY, count: 100 },
    { le: 0.05, count: 50 },
    { le: 0.25, count: 99 },
  ];
  assert.equal(bucketOf(buckets, 0.5), 0.05);
  assert.equal(bucketOf(buckets, 0.51), 0.25);
  assert.equal(bucketOf(buckets, 0.99), 0.25);
  assert.equal(bucketOf(buckets, 1), Number.POSITIVE_INFINITY);
  assert.ok(Number.isNaN(bucketOf([{ le: 1, count: 0 }], 0.5)));
  assert.ok(Number.isNaN(bucketOf([], 0.5)));
});

test('random numbers are the same for the same seed, and lie between 0 and 1', () => {
  const first = seeded(7);
  const second = seeded(7);
  const numbers = Array.from({ length: 1000 }, first);
  assert.deepEqual(numbers, Array.from({ length: 1000 }, second));
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  assert.ok(new Set(numbers).size > 990);
  assert.ok(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / 1000 - 0.5) < 0.05);
});
