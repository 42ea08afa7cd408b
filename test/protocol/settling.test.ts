import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { Settling } from '../../src/protocol/settling.ts';
import { FakeClock } from '../support/clock.ts';

test('garbage is collected once, when lists have come to an end', async () => {
  const clock = new FakeClock();
  let collected = 0;
  const settling = new Settling(clock, () => collected++);
  settling.request();
  clock.advance(1_500);
  settling.request();
  clock.advance(1_500);
  assert.equal(collected, 0, 'another list has come meanwhile');
  clock.advance(1_000);
  assert.equal(collected, 1);
  clock.advance(60_000);
  assert.equal(collected, 1);
});

test('where lists never end, garbage is collected all the same', () => {
  const clock = new FakeClock();
  let collected = 0;
  const settling = new Settling(clock, () => collected++);
  for (let second = 0; second < 65; second++) {
    settling.request();
    clock.advance(1_000);
  }
  assert.equal(collected, 2);
});

test('a few replaced pages are no reason to collect, many are', () => {
  const clock = new FakeClock();
  let collected = 0;
  const settling = new Settling(clock, () => collected++);
  settling.replaced(10_000_000);
  clock.advance(60_000);
  assert.equal(collected, 0);
  settling.replaced(10_000_000);
  clock.advance(60_000);
  assert.equal(collected, 1);
  settling.replaced(10_000_000);
  clock.advance(60_000);
  assert.equal(collected, 1, 'the count starts anew');
});

test('after a stop nothing is collected', async () => {
  const clock = new FakeClock();
  let collected = 0;
  const settling = new Settling(clock, () => collected++);
  settling.request();
  settling.stop();
  settling.request();
  clock.advance(60_000);
  assert.equal(collected, 0);
});

test('by default it is V8’s garbage that is collected, all of it', async () => {
  const clock = new FakeClock();
  let held: object | undefined = { some: 'object' };
  const seen = new WeakRef(held);
  held = undefined;
  setFlagsFromString('--no-expose-gc');
  new Settling(clock).request();
  // A turn of the event loop: what a WeakRef has shown stays until its end.
  await new Promise(setImmediate);
  clock.advance(10_000);
  assert.equal(seen.deref(), undefined);
});
