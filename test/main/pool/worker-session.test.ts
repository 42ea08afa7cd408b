import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { WorkerSession } from '../../../src/main/pool/worker-session.ts';
import { CodedError, codeOf } from '../../../src/protocol/coded-error.ts';
import type { ToMain } from '../../../src/protocol/messages.ts';
import type { SessionTask } from '../../../src/protocol/worker-api.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually, within } from '../../support/deadline.ts';
import { FakePool } from './fake-pool.ts';

const PLAN = { id: 1, resource: 'pods', families: [], labels: undefined, annotations: undefined };
const APPLIED: ToMain = { kind: 'applied', sequence: 1, resourceVersion: '', losses: undefined };

let pool: FakePool;
let clock: FakeClock;
let received: ToMain[];

const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
let portsBefore: number;

beforeEach(() => {
  pool = new FakePool();
  clock = new FakeClock();
  received = [];
  portsBefore = ports();
});

/** Whatever has become of a session, it leaves no timer and no open port. */
afterEach(async () => {
  assert.equal(clock.pending, 0);
  await eventually(() => ports() <= portsBefore, 'all ports are closed');
});

function start(threads: Pick<FakePool, 'run'> = pool): Promise<WorkerSession> {
  const config = { partition: 0, publishIntervalMs: 100 };
  return WorkerSession.start(threads, clock, config, (message) => void received.push(message));
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => codeOf(error) === code;
}

/** Time goes on by `ms` once the worker has been asked for what it never answers. */
async function ignored(call: string, ms: number): Promise<void> {
  await eventually(() => pool.workers[0]?.unanswered.includes(call), `the call of ${call}`);
  clock.advance(ms);
}

test('a session starts with hello, and ends when it is told to', async () => {
  const session = await start();
  await session.open(PLAN);
  assert.deepEqual(pool.workers[0]?.opened, ['pods']);
  await session.stop();
  assert.equal(await session.ended, undefined);
  await session.stop();
});

test('a worker that does not say hello in time is given up, and its thread killed', async () => {
  pool.behaviours = [{ silent: ['hello'] }];
  const starting = start();
  const failed = assert.rejects(starting, hasCode('KSE_WORKER_START'));
  await ignored('hello', 20_000);
  await within(failed, 'the start fails');
});

test('a task that no thread ever takes is given up, ports and all', async () => {
  const tasks: SessionTask[] = [];
  const starting = start({
    run: (task, signal) => {
      tasks.push(task);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('taken from the queue'))),
      );
    },
  });
  const failed = assert.rejects(starting, hasCode('KSE_WORKER_START'));
  clock.advance(20_000);
  await within(failed, 'the start fails');
  assert.equal(tasks.length, 1);
});

test('a worker that dies before it says hello fails the start with its reason', async () => {
  pool.behaviours = [{ silent: ['hello'] }];
  const starting = start();
  pool.workers[0]?.end(new Error('out of luck'));
  await assert.rejects(starting, (error: Error) => {
    assert.equal(codeOf(error), 'KSE_WORKER_DIED');
    assert.match(String(error.cause), /out of luck/);
    return true;
  });
});

test('a call under way when the worker dies is told so; later ones at once', async () => {
  pool.behaviours = [{ silent: ['stats'] }];
  const session = await start();
  const asking = session.stats(5_000);
  pool.workers[0]?.end(new Error('gone'));
  await assert.rejects(asking, hasCode('KSE_WORKER_DIED'));
  await assert.rejects(session.open(PLAN), hasCode('KSE_WORKER_DIED'));
  await assert.rejects(session.stats(5_000), hasCode('KSE_WORKER_DIED'));
  assert.equal(codeOf(await session.ended), 'KSE_WORKER_DIED');
  await session.stop();
});

test('what a call throws in the worker keeps its code on the way', async () => {
  pool.behaviours = [
    {
      open: () => {
        throw new CodedError('KSE_PROTOCOL', 'plan: unknown resource', { hint: 'look' });
      },
    },
  ];
  const session = await start();
  await assert.rejects(session.open(PLAN), (error) => {
    assert.ok(error instanceof CodedError);
    assert.deepEqual([error.code, error.hint], ['KSE_PROTOCOL', 'look']);
    return true;
  });
  await session.stop();
});

test('a worker that does not end by itself is killed', async () => {
  pool.behaviours = [{ silent: ['stop'] }];
  const session = await start();
  const stopping = session.stop();
  const again = session.stop();
  await ignored('stop', 2_000);
  await within(Promise.all([stopping, again]), 'the session ends');
  assert.notEqual(await session.ended, undefined);
});

test('a worker that dies while it is being stopped has stopped', async () => {
  pool.behaviours = [{ silent: ['stop'] }];
  const session = await start();
  const stopping = session.stop();
  pool.workers[0]?.end(new Error('died on the way'));
  await within(stopping, 'the session ends');
});

test('a session that ends without being told to has died', async () => {
  const session = await start();
  pool.workers[0]?.end();
  assert.match(String(await session.ended), /ended by itself/);
});

test('messages come in until the session is over, and none after', async () => {
  const session = await start();
  pool.workers[0]?.send(APPLIED);
  await eventually(() => received.length === 1, 'the message');
  session.kill();
  assert.equal(codeOf(await session.ended), 'KSE_WORKER_DIED');
  pool.workers[0]?.send(APPLIED);
  session.post({ kind: 'begin', stream: 1, stage: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(received.length, 1);
});
