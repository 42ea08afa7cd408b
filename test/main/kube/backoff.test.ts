import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshBackoff, nextDelay } from '../../../src/main/kube/backoff.ts';

/** Delays of failures that each come right after the last delay. */
function delays(count: number, random: number): number[] {
  let [backoff, now] = [freshBackoff, 1000];
  return Array.from({ length: count }, () => {
    const next = nextDelay(backoff, now, random);
    backoff = next.backoff;
    now += next.ms;
    return next.ms;
  });
}

test('delays double from 800 ms to 30 s', () => {
  assert.deepEqual(delays(8, 0), [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
});

test('jitter adds up to as much again', () => {
  assert.deepEqual(delays(8, 0.5), [1200, 2400, 4800, 9600, 19_200, 38_400, 45_000, 45_000]);
});

test('two minutes of calm after a delay make the next one the first again, less do not', () => {
  const third = nextDelay(nextDelay(freshBackoff, 0, 0).backoff, 800, 0);
  const until = 800 + third.ms;
  assert.equal(nextDelay(third.backoff, until + 120_000, 0).ms, 3200);
  assert.equal(nextDelay(third.backoff, until + 120_001, 0).ms, 800);
});

test('failing for hours never looks like calm and never overflows', () => {
  assert.ok(
    delays(2000, 0.999)
      .slice(7)
      .every((ms) => ms === 30_000 * 1.999),
  );
});

test('the server is given the time that it asks for, up to five minutes, and that is no calm', () => {
  assert.equal(nextDelay(freshBackoff, 0, 0, 200).ms, 800);
  assert.equal(nextDelay(freshBackoff, 0, 0, 10_000).ms, 10_000);
  const long = nextDelay(freshBackoff, 0, 0, 86_400_000);
  assert.equal(long.ms, 300_000);
  assert.equal(nextDelay(long.backoff, 300_000, 0).ms, 1600);
});
