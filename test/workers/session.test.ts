import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { BatchWriter } from '../../src/protocol/batch.ts';
import { codeOf } from '../../src/protocol/coded-error.ts';
import type { ToMain, ToWorker } from '../../src/protocol/messages.ts';
import { Encoding, Op } from '../../src/protocol/op.ts';
import { PROTOCOL_VERSION } from '../../src/protocol/version.ts';
import { connect, type RemoteWorker } from '../../src/protocol/worker-api.ts';
import { Session } from '../../src/workers/session.ts';
import { FakeClock } from '../support/clock.ts';
import { eventually, within } from '../support/deadline.ts';

const STREAM = 1;
const INTERVAL_MS = 100;

interface Started {
  readonly session: Session;
  readonly remote: RemoteWorker;
  readonly clock: FakeClock;
  readonly answers: ToMain[];
  /** Both ports of main's side are closed. */
  readonly closed: Promise<unknown>;
  post(message: ToWorker): void;
  /** Sends namespaces of these names. */
  put(...names: readonly string[]): void;
}

/** A session on this thread, and main's ends of its ports. */
function start(test: TestContext): Started {
  const control = new MessageChannel();
  const bulk = new MessageChannel();
  const clock = new FakeClock();
  const answers: ToMain[] = [];
  bulk.port1.on('message', (message: ToMain) => void answers.push(message));
  const closed = Promise.all(
    [control.port1, bulk.port1].map((port) => new Promise<void>((resolve) => port.once('close', resolve))),
  );
  const session = new Session(
    {
      control: control.port2,
      bulk: bulk.port2,
      config: { partition: 0, publishIntervalMs: INTERVAL_MS },
    },
    clock,
  );
  session.done.catch(() => {});
  test.after(() => {
    control.port1.close();
    bulk.port1.close();
  });
  let sequence = 0;
  const post = (message: ToWorker) => bulk.port1.postMessage(message);
  return {
    session,
    remote: connect(control.port1),
    clock,
    answers,
    closed,
    post,
    put: (...names) => {
      const writer = new BatchWriter();
      for (const name of names) {
        const bytes = Buffer.from(JSON.stringify({ metadata: { name, resourceVersion: '5' } }));
        writer.add(Op.upsert, bytes, 0, bytes.length, 0, 0);
      }
      post({ kind: 'batch', stream: STREAM, sequence: ++sequence, at: 0, buffer: writer.take() });
    },
  };
}

async function opened(test: TestContext): Promise<Started> {
  const started = start(test);
  await started.remote.open({
    id: STREAM,
    resource: 'namespaces',
    families: ['kube_namespace_created', 'kube_namespace_status_phase'],
    labels: undefined,
    annotations: undefined,
  });
  started.post({ kind: 'begin', stream: STREAM, stage: 1 });
  started.post({ kind: 'encoding', stream: STREAM, encoding: Encoding.json, columns: [] });
  return started;
}

function patches(answers: readonly ToMain[]) {
  return answers.flatMap((answer) => (answer.kind === 'patch' ? [answer.patch] : []));
}

test('versions that differ are refused at hello', async (context) => {
  const { remote } = start(context);
  assert.equal((await remote.hello(PROTOCOL_VERSION)).version, PROTOCOL_VERSION);
  await assert.rejects(remote.hello(PROTOCOL_VERSION + 1), (error) => codeOf(error) === 'KSE_PROTOCOL');
});

test('a stop is answered, then the ports close and the task is done, whatever was pending', async (context) => {
  const { session, remote, clock, closed, post } = await opened(context);
  post({ kind: 'complete', stream: STREAM, stage: 1 });
  await eventually(() => clock.pending > 0, 'a publication is due');
  await within(remote.stop(), 'the answer');
  await within(session.done, 'the end of the task');
  await within(closed, 'the ports’ end');
  assert.equal(clock.pending, 0);
});

test('a fault ends the session without a trace: no timer, no port, no state', async (context) => {
  const { session, clock, closed, answers, post, put } = await opened(context);
  put('a');
  post({ kind: 'complete', stream: STREAM, stage: 1 });
  await eventually(() => clock.pending > 0, 'a publication is due');
  clock.advance(0);
  put('b');
  await eventually(() => answers.length >= 3, 'the second batch is applied');
  assert.ok(clock.pending > 0, 'publication and compaction wait');
  post({ kind: 'nonsense' } as unknown as ToWorker);
  await assert.rejects(within(session.done, 'the fault is told'), (e) => codeOf(e) === 'KSE_PROTOCOL');
  await within(closed, 'the ports’ end');
  assert.equal(clock.pending, 0);
  assert.equal(session.stats().objects, 0);
});

test('a batch of a stream that is closed gives its credit back', async (context) => {
  const { answers, remote, put } = await opened(context);
  await remote.close(STREAM);
  put('a');
  await eventually(() => answers.length === 1, 'the answer');
  assert.deepEqual(answers[0], { kind: 'applied', sequence: 1, resourceVersion: '', losses: undefined });
});

test('changes wait for the stage’s end, then go out in one patch that closes it', async (context) => {
  const { answers, clock, remote, post, put } = await opened(context);
  put('a', 'b');
  await eventually(() => answers.length === 1, 'the batch is applied');
  assert.equal(clock.pending, 0, 'on hold there is nothing to publish');
  post({ kind: 'complete', stream: STREAM, stage: 1 });
  await eventually(() => clock.pending > 0, 'a publication is due');
  clock.advance(0);
  const [patch] = await eventually(() => {
    const sent = patches(answers);
    return sent.length > 0 ? sent : undefined;
  }, 'the patch');
  assert.deepEqual([patch?.closes, patch?.reset, patch?.objects], [1, true, 2]);
  assert.equal((await remote.stats()).objects, 2);
});
