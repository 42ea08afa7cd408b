import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { DispatchStream } from '../../../src/main/pool/dispatch-stream.ts';
import { Dispatcher } from '../../../src/main/pool/dispatcher.ts';
import { CREDIT_BYTES } from '../../../src/main/pool/lane.ts';
import { partitionOf } from '../../../src/main/pool/partition.ts';
import { Encoding, Op } from '../../../src/protocol/op.ts';
import { FakeClock } from '../../support/clock.ts';
import { within } from '../../support/deadline.ts';
import { contentOf, FakeSession, planOf, quietDispatcherObserver } from './fake-session.ts';

const PODS = 1;
const NODES = 2;

let workers: [FakeSession, FakeSession];
let dispatcher: Dispatcher;
let pods: DispatchStream;
let nodes: DispatchStream;
let began: [stream: number, stage: number][];

beforeEach(() => {
  began = [];
  workers = [new FakeSession(), new FakeSession()];
  dispatcher = new Dispatcher(new FakeClock(), workers.length, {
    ...quietDispatcherObserver,
    began: (stream, stage) => void began.push([stream, stage]),
  });
  for (const [partition, worker] of workers.entries()) dispatcher.attach(partition, worker.session);
  pods = dispatcher.open(planOf(PODS, 'pods'));
  nodes = dispatcher.open(planOf(NODES, 'nodes'));
});

/** An uid that lies in the partition. */
function uidIn(partition: number): string {
  for (let i = 0; ; i++) {
    const uid = Buffer.from(`uid-${i}`);
    if (partitionOf(uid, 0, uid.length, workers.length) === partition) return uid.toString();
  }
}

function put(stream: DispatchStream, partition: number, text: string, op: Op = Op.upsert): void {
  const uid = uidIn(partition);
  const bytes = Buffer.from(`${uid}${text}`);
  stream.object(op, bytes, uid.length, bytes.length, 0, uid.length);
}

/** A worker says that it has applied its `index`-th batch, up to a version. */
function apply(partition: number, index: number, resourceVersion: string): void {
  const batch = workers[partition]?.batches[index];
  assert.ok(batch, `worker ${partition} has a batch ${index}`);
  dispatcher.receive(partition, {
    kind: 'applied',
    sequence: batch.sequence,
    resourceVersion,
    losses: undefined,
  });
}

/** Takes a stream through an empty set as of version 1. */
function synced(stream: DispatchStream): void {
  stream.begin(Encoding.json);
  stream.complete('1');
  assert.equal(stream.resumeVersion, '1');
}

test('a stage goes to all workers, its objects to one each', async () => {
  pods.begin(Encoding.json);
  put(pods, 0, 'a');
  put(pods, 1, 'b');
  pods.complete('7');
  assert.deepEqual(began, [[PODS, 1]]);
  for (const worker of workers) {
    assert.deepEqual(
      worker.posted.map(({ kind }) => kind),
      ['begin', 'encoding', 'batch', 'complete'],
    );
  }
  assert.deepEqual(contentOf(workers[0].batches[0]), ['a']);
  assert.deepEqual(contentOf(workers[1].batches[0]), ['b']);
});

test('the version is that of the set only when all of it is applied', () => {
  pods.begin(Encoding.json);
  put(pods, 0, 'a');
  put(pods, 1, 'b');
  pods.complete('7');
  apply(0, 0, '999');
  assert.equal(pods.resumeVersion, '');
  apply(1, 0, '3');
  assert.equal(pods.resumeVersion, '7');
});

test('the version is never ahead of what a worker still has to apply', async () => {
  synced(pods);
  put(pods, 1, 'version 5');
  put(pods, 0, 'version 6');
  put(pods, 1, 'version 7');
  put(pods, 0, 'version 8');
  await pods.drained();
  apply(0, 0, '8');
  assert.equal(pods.resumeVersion, '1', 'worker 1 does not have versions 5 and 7 yet');
  apply(1, 0, '7');
  assert.equal(pods.resumeVersion, '8');
  put(pods, 0, 'version 9');
  put(pods, 1, 'version 10');
  await pods.drained();
  apply(0, 1, '9');
  assert.equal(pods.resumeVersion, '8');
  apply(1, 1, '10');
  assert.equal(pods.resumeVersion, '10');
});

test('a batch that is full leaves early and tells nothing of the older changes still in the lanes', async () => {
  synced(pods);
  put(pods, 1, 'version 5');
  put(pods, 0, `version 6 ${'x'.repeat(300_000)}`);
  put(pods, 0, 'version 7');
  apply(0, 0, '6');
  assert.equal(pods.resumeVersion, '1');
  await pods.drained();
  apply(0, 1, '7');
  assert.equal(pods.resumeVersion, '1');
  apply(1, 0, '5');
  assert.equal(pods.resumeVersion, '7');
});

test('what a stream that broke off in mid-chunk has left behind stays its own', async () => {
  synced(pods);
  synced(nodes);
  put(pods, 0, 'a pod');
  // The pods' reader fails here, without asking for credit.
  put(nodes, 0, 'a node');
  await nodes.drained();
  assert.deepEqual(
    workers[0].batches.map((batch) => [batch.stream, contentOf(batch)]),
    [
      [PODS, ['a pod']],
      [NODES, ['a node']],
    ],
  );
  apply(0, 0, '5');
  apply(0, 1, '6');
  assert.equal(nodes.resumeVersion, '6', 'another stream’s batch holds nothing up');
});

test('a reader waits for every worker, and for none that is gone', async () => {
  synced(pods);
  const half = 'x'.repeat(CREDIT_BYTES / 2);
  for (const partition of [0, 1, 0, 1, 0, 1]) put(pods, partition, half);
  let resumed = false;
  const waiting = pods.drained().then(() => {
    resumed = true;
  });
  for (const index of [0, 1, 2]) apply(0, index, '');
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(resumed, false);
  dispatcher.detach(1);
  await within(waiting, 'the reader goes on without the dead worker');
  dispatcher.attach(1, new FakeSession().session);
  await within(pods.drained(), 'the new worker owes nothing');
});

test('without a worker the version is that of the others, which are not to be told old changes again', async () => {
  synced(pods);
  put(pods, 1, 'version 40');
  await pods.drained();
  dispatcher.detach(1);
  assert.equal(pods.resumeVersion, '1');
  put(pods, 1, 'dropped');
  put(pods, 0, 'version 50');
  await pods.drained();
  apply(0, 0, '50');
  assert.equal(pods.resumeVersion, '50', 'what the dead one had is not waited for');
  dispatcher.attach(1, new FakeSession().session);
  pods.begin(Encoding.json);
  assert.equal(pods.resumeVersion, '', 'of a set that has begun nothing is known');
  pods.complete('60');
  assert.equal(pods.resumeVersion, '60');
});

test('the end of a set reaches the workers that have all of it, and no other', () => {
  pods.begin(Encoding.json);
  dispatcher.detach(1);
  const anew = new FakeSession();
  dispatcher.attach(1, anew.session);
  pods.complete('7');
  assert.deepEqual(workers[0].completed, [1], 'its changes must not wait for another worker');
  assert.deepEqual(anew.completed, []);
});

test('answers of before a set say nothing about it', () => {
  synced(pods);
  put(pods, 0, 'old');
  pods.begin(Encoding.json);
  pods.complete('20');
  apply(0, 0, '5');
  assert.equal(pods.resumeVersion, '20');
});

test('the limit counts objects by uid, and an object without one always passes', () => {
  const limited = dispatcher.open(planOf(3, 'pods'), 1);
  limited.begin(Encoding.json);
  put(limited, 0, 'first');
  put(limited, 1, '{"metadata":{"namespace":"a","name":"second"}}');
  const nameless = Buffer.from('no uid');
  limited.object(Op.upsert, nameless, 0, nameless.length, 0, 0);
  assert.deepEqual(limited.leftOut, { count: 1, names: ['a/second'] });
  put(limited, 0, 'gone', Op.remove);
  put(limited, 1, 'second');
  limited.complete('9');
  assert.deepEqual(workers.flatMap(({ batches }) => batches.flatMap(contentOf)).sort(), [
    'first',
    'gone',
    'no uid',
    'second',
  ]);
});
