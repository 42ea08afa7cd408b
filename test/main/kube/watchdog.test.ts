import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Watchdog } from '../../../src/main/kube/watchdog.ts';
import { FakeClock } from '../../support/clock.ts';

function setUp(): { clock: FakeClock; dog: Watchdog; alarms: string[] } {
  const clock = new FakeClock();
  const alarms: string[] = [];
  return {
    clock,
    alarms,
    dog: new Watchdog(clock, (alarm) => alarms.push(`${alarm} at ${clock.monotonic()}`)),
  };
}

test('silence while waiting raises the alarm, once', () => {
  const { clock, dog, alarms } = setUp();
  dog.silence(100);
  clock.advance(30);
  dog.waiting();
  clock.advance(1000);
  assert.deepEqual(alarms, ['silent at 130']);
  assert.equal(clock.pending, 0);
});

test('bytes now and then keep it quiet, and a busy reader is not silence', () => {
  const { clock, dog, alarms } = setUp();
  dog.silence(100);
  for (let i = 0; i < 20; i++) {
    dog.waiting();
    clock.advance(90);
    dog.busy();
    clock.advance(500);
  }
  assert.deepEqual(alarms, []);
  dog.waiting();
  clock.advance(99);
  assert.deepEqual(alarms, []);
  clock.advance(1);
  assert.equal(alarms.length, 1);
});

test('the deadline holds whatever comes, and however busy the reader is', () => {
  const { clock, dog, alarms } = setUp();
  dog.deadline(1000);
  dog.silence(100);
  for (let i = 0; i < 30; i++) {
    dog.waiting();
    clock.advance(50);
    dog.busy();
  }
  assert.deepEqual(alarms, ['deadline at 1000']);
});

test('the limit of silence may change on the way', () => {
  const { clock, dog, alarms } = setUp();
  dog.silence(100);
  dog.waiting();
  clock.advance(90);
  dog.silence(1000);
  clock.advance(909);
  assert.deepEqual(alarms, []);
  clock.advance(1);
  assert.deepEqual(alarms, ['silent at 1000']);
});

test('stopped, it leaves no timer', () => {
  const { clock, dog, alarms } = setUp();
  dog.deadline(10);
  dog.silence(10);
  dog.waiting();
  dog.stop();
  dog.stop();
  clock.advance(1000);
  assert.deepEqual(alarms, []);
  assert.equal(clock.pending, 0);
});
