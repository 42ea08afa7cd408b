import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CREDIT_BYTES, Lane } from '../../../src/main/pool/lane.ts';
import { Op } from '../../../src/protocol/op.ts';
import { FakeClock } from '../../support/clock.ts';
import { within } from '../../support/deadline.ts';
import { contentOf, FakeSession } from './fake-session.ts';

function started() {
  const sent: [stream: number, sequence: number][] = [];
  let stalls = 0;
  const lane = new Lane(new FakeClock(), {
    sent: (stream, sequence) => void sent.push([stream, sequence]),
    stalled: () => void stalls++,
  });
  const worker = new FakeSession();
  lane.attach(worker.session);
  return { lane, sent, worker, stalls: () => stalls };
}

function add(lane: Lane, size: number): void {
  lane.add(3, Op.upsert, new Uint8Array(size), 0, size, 0, 0);
}

function addText(lane: Lane, stream: number, text: string): void {
  const bytes = Buffer.from(text);
  lane.add(stream, Op.upsert, bytes, 0, bytes.length, 0, 0);
}

/** Sends until the lane has no credit. */
function exhaust(lane: Lane): void {
  while (lane.inFlightBytes <= CREDIT_BYTES) {
    add(lane, 200_000);
    lane.flush();
  }
}

test('objects leave together when they are flushed, in one numbered batch of one stream', () => {
  const { lane, sent, worker } = started();
  add(lane, 100);
  add(lane, 100);
  assert.deepEqual(sent, []);
  lane.flush();
  lane.flush();
  assert.deepEqual(sent, [[3, 1]]);
  assert.deepEqual(
    worker.batches.map(({ stream, sequence }) => [stream, sequence]),
    [[3, 1]],
  );
});

test('a batch that is full leaves by itself', () => {
  const { lane, sent, worker } = started();
  for (let i = 0; i < 100; i++) add(lane, 10_000);
  assert.equal(worker.batches.length, sent.length);
  assert.ok(sent.length >= 3 && worker.batches.every(({ buffer }) => buffer.byteLength <= 300_000));
});

test('an object of any size leaves as one batch, and the next one goes on small', () => {
  const { lane, worker } = started();
  add(lane, 10);
  add(lane, 5_000_000);
  add(lane, 10);
  lane.flush();
  assert.deepEqual(
    worker.batches.map(({ buffer }) => buffer.byteLength > 1_000),
    [false, true, false],
  );
});

test('what one stream has left behind never goes as another stream’s', () => {
  const { lane, sent, worker } = started();
  addText(lane, 3, 'a pod');
  addText(lane, 4, 'a node');
  lane.flush();
  assert.deepEqual(sent, [
    [3, 1],
    [4, 2],
  ]);
  assert.deepEqual(
    worker.batches.map((batch) => [batch.stream, contentOf(batch)]),
    [
      [3, ['a pod']],
      [4, ['a node']],
    ],
  );
});

test('without credit a reader waits, and goes on when the worker has caught up', async () => {
  const { lane, worker, stalls } = started();
  exhaust(lane);
  let resumed = false;
  const waiting = lane.credit()?.then(() => {
    resumed = true;
  });
  assert.notEqual(waiting, undefined);
  assert.equal(stalls(), 1);
  assert.equal(resumed, false);
  assert.equal(lane.applied(worker.batches[0]?.sequence ?? 0), 3);
  await within(waiting ?? Promise.reject(new Error('no wait')), 'credit comes back');
  assert.equal(lane.credit(), undefined);
});

test('a worker that dies takes what was on its way with it, and leaves nobody waiting', async () => {
  const { lane, sent } = started();
  exhaust(lane);
  const waiting = lane.credit();
  lane.detach();
  await within(waiting ?? Promise.reject(new Error('no wait')), 'the waiting reader is let go');
  assert.equal(lane.inFlightBytes, 0);
  // Nobody is there: what comes now is dropped, as its stream starts again for the next worker.
  const before = sent.length;
  add(lane, 10);
  lane.flush();
  assert.equal(sent.length, before);
  assert.equal(lane.applied(1), undefined);
});
