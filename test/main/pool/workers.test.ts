import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Dispatcher } from '../../../src/main/pool/dispatcher.ts';
import { Workers } from '../../../src/main/pool/workers.ts';
import { CodedError, codeOf } from '../../../src/protocol/coded-error.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually, within } from '../../support/deadline.ts';
import { FakePool } from './fake-pool.ts';
import { planOf, quietDispatcherObserver } from './fake-session.ts';

let pool: FakePool;
let clock: FakeClock;
let dispatcher: Dispatcher;
let workers: Workers;
let deaths: string[];
let replaced: number[];

beforeEach(() => {
  pool = new FakePool();
  clock = new FakeClock();
  deaths = [];
  replaced = [];
  dispatcher = new Dispatcher(clock, 2, quietDispatcherObserver);
  workers = new Workers(pool, clock, dispatcher, 100, {
    died: (_partition, error) => void deaths.push(codeOf(error) ?? String(error)),
    replaced: (partition) => void replaced.push(partition),
  });
});

afterEach(async () => {
  await within(workers.stop(), 'the workers stop');
  assert.equal(clock.pending, 0);
});

const occupied = () => dispatcher.lanes.map(({ session }) => session !== undefined);

/** The newest worker dies. */
async function die(): Promise<void> {
  const before = deaths.length;
  pool.workers.at(-1)?.end(new Error('boom'));
  await eventually(() => deaths.length > before, 'the death is told');
}

/** Time goes on by `ms` once the newest worker has been asked for what it never answers. */
async function ignored(call: string, ms: number): Promise<void> {
  await eventually(() => pool.workers.at(-1)?.unanswered.includes(call), `the call of ${call}`);
  clock.advance(ms);
}

/** After `ms` there is one worker more, and no earlier. */
async function comesAfter(ms: number): Promise<void> {
  const before = pool.workers.length;
  if (ms > 0) {
    clock.advance(ms - 1);
    assert.equal(pool.workers.length, before, `not before ${ms} ms`);
    clock.advance(1);
  } else clock.advance(0);
  assert.equal(pool.workers.length, before + 1, `after ${ms} ms`);
}

test('each seat gets its worker, and each worker the streams', async () => {
  await workers.open(planOf(1, 'pods'));
  await workers.start();
  await workers.open(planOf(2, 'nodes'));
  assert.deepEqual(occupied(), [true, true]);
  for (const { opened } of pool.workers) assert.deepEqual(opened, ['pods', 'nodes']);
  assert.equal(workers.emptyMs, 0);
});

test('a worker that can’t start fails the start', async () => {
  pool.behaviours = [{}, { silent: ['hello'] }];
  const starting = assert.rejects(workers.start(), (error) => codeOf(error) === 'KSE_WORKER_START');
  await ignored('hello', 20_000);
  await within(starting, 'the start fails');
});

test('the first replacement comes at once, the next ones later and later, up to half a minute', async () => {
  await workers.start();
  for (const ms of [0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const before = replaced.length;
    await die();
    await comesAfter(ms);
    await eventually(() => replaced.length > before, 'the seat is taken again');
  }
  assert.ok(deaths.every((code) => code === 'KSE_WORKER_DIED'));
  assert.ok(replaced.every((partition) => partition === 1));
});

test('a worker that has lived for a minute did not die of its start', async () => {
  await workers.start();
  for (const ms of [0, 500]) {
    await die();
    await comesAfter(ms);
    await eventually(() => dispatcher.lanes[1]?.session !== undefined, 'the seat is taken again');
  }
  clock.advance(60_001);
  await die();
  await comesAfter(0);
});

test('an empty seat is counted from the first death until a worker sits there again', async () => {
  await workers.start();
  pool.behaviours = [{ silent: ['hello'] }];
  await die();
  assert.deepEqual(occupied(), [true, false]);
  clock.advance(0);
  await ignored('hello', 20_000);
  await eventually(() => deaths.length === 2, 'the replacement is given up');
  assert.equal(workers.emptyMs, 20_000);
  pool.behaviours = [{}];
  clock.advance(500);
  await eventually(() => replaced.length === 1, 'the seat is taken again');
  assert.equal(workers.emptyMs, 0);
});

test('a worker that dies while a stream is opened fails nobody else: its successor opens the stream', async () => {
  pool.behaviours = [{}, { silent: ['open'] }, {}];
  await workers.start();
  const opening = workers.open(planOf(1, 'pods'));
  pool.workers[1]?.end(new Error('boom'));
  await within(opening, 'the stream is open');
  await eventually(() => deaths.length === 1, 'the death is told');
  clock.advance(0);
  await eventually(() => replaced.length === 1, 'the seat is taken again');
  assert.deepEqual(pool.workers[2]?.opened, ['pods']);
});

test('a worker that does not answer is replaced, and its thread does not go on', async () => {
  pool.behaviours = [{}, { silent: ['open'] }, { silent: ['open'] }, {}];
  await workers.start();
  const opening = workers.open(planOf(1, 'pods'));
  await ignored('open', 20_000);
  await within(opening, 'the stream is open');
  await eventually(() => deaths.length === 1, 'the worker is killed');
  // Its successor is told of the stream before it gets its seat, and does not answer either.
  clock.advance(0);
  await ignored('open', 20_000);
  await eventually(() => deaths.length === 2, 'the successor is given up');
  assert.equal(pool.killed, 2);
  clock.advance(500);
  await eventually(() => replaced.length === 1, 'the third takes the seat');
});

test('a plan that workers don’t understand is told to whoever opens it', async () => {
  pool.behaviours = [
    {
      open: () => {
        throw new CodedError('KSE_PROTOCOL', 'plan: unknown resource');
      },
    },
  ];
  await workers.start();
  await assert.rejects(workers.open(planOf(1, 'pods')), (error) => codeOf(error) === 'KSE_PROTOCOL');
  assert.deepEqual(occupied(), [true, true]);
});

test('a worker that is gone or silent has no figures, the others have', async () => {
  pool.behaviours = [{}, { silent: ['stats'] }];
  await workers.start();
  const asking = workers.stats(1_000);
  await ignored('stats', 1_000);
  const stats = await within(asking, 'the figures');
  assert.deepEqual(
    stats.map((one) => one !== undefined),
    [true, false],
  );
  await die();
  assert.equal((await workers.stats(1_000))[1], undefined);
});

test('a stop in the middle of a replacement leaves nobody behind', async () => {
  await workers.start();
  pool.behaviours = [{ silent: ['hello'] }];
  await die();
  clock.advance(0);
  assert.equal(pool.workers.length, 3);
  await within(Promise.all([workers.stop(), workers.stop()]), 'the stop');
  assert.equal(pool.stopped, 1);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([deaths.length, replaced.length], [1, 0], 'and nothing of it is told any more');
});

test('a stop before the next attempt is the end of attempts', async () => {
  await workers.start();
  await die();
  await within(workers.stop(), 'the stop');
  clock.advance(60_000);
  assert.equal(pool.workers.length, 2);
});
