import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../../src/main/options/duration.ts';

const DURATIONS: readonly [text: string, ms: number | undefined][] = [
  ['0', 0],
  ['0s', 0],
  ['-0s', 0],
  ['5m', 300_000],
  ['1h2m3s', 3_723_000],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['5.s', 5000],
  ['-250ms', -250],
  ['+1s', 1000],
  ['250us', 0.25],
  ['250µs', 0.25],
  ['250μs', 0.25],
  ['1000000ns', 1],
  ['1s1h', 3_601_000],
  ['', undefined],
  ['-', undefined],
  ['5', undefined],
  ['s', undefined],
  ['5 s', undefined],
  ['5d', undefined],
  ['5S', undefined],
  ['1s5', undefined],
  ['--1s', undefined],
  ['.s', undefined],
];

for (const [text, ms] of DURATIONS) {
  it(`${JSON.stringify(text)} is ${ms === undefined ? 'no Go duration' : `${ms} ms`}`, () => {
    assert.equal(parseDuration(text), ms);
  });
}

it('what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 * 86_400_000 }), (ms) => {
      const back = parseDuration(formatDuration(ms));
      assert.ok(back !== undefined && Math.abs(back - ms) < 1e-3, `${ms}: ${formatDuration(ms)} is ${back}`);
    }),
  );
});

it('durations are written without their zero parts', () => {
  assert.equal(formatDuration(300_000), '5m');
  assert.equal(formatDuration(90_500), '1m30.5s');
  assert.equal(formatDuration(100), '100ms');
  assert.equal(formatDuration(0), '0s');
});
