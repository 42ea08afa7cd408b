import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CREDIT_BYTES, Lane } from '../../../src/main/pool/lane.ts';
import type { WorkerSession } from '../../../src/main/pool/worker-session.ts';
import type { ToWorker } from '../../../src/protocol/messages.ts';
import { Op } from '../../../src/protocol/op.ts';
import { FakeClock } from '../../support/clock.ts';
import { within } from '../../support/deadline.ts';

type Batch = Extract<ToWorker, { kind: 'batch' }>;

function started() {
  const sent: Batch[] = [];
  let stalls = 0;
  const lane = new Lane(new FakeClock(), { stalled: () => void stalls++ });
  lane.attach({ post: (message: ToWorker) => void sent.push(message as Batch) } as unknown as WorkerSession);
  return { lane, sent, stalls: () => stalls };
}

function add(lane: Lane, size: number): number | undefined {
  return lane.add(3, Op.upsert, new Uint8Array(size), 0, size, 0, 0);
}

test('objects leave together when they are flushed, in one numbered batch of one stream', () => {
  const { lane, sent } = started();
  assert.equal(add(lane, 100), undefined);
  assert.equal(add(lane, 100), undefined);
  assert.equal(lane.flush(), 1);
  assert.equal(lane.flush(), undefined);
  assert.deepEqual(
    sent.map(({ stream, sequence }) => [stream, sequence]),
    [[3, 1]],
  );
});

test('a batch that is full leaves by itself', () => {
  const { lane, sent } = started();
  let batches = 0;
  for (let i = 0; i < 100; i++) if (add(lane, 10_000) !== undefined) batches++;
  assert.equal(sent.length, batches);
  assert.ok(batches >= 3 && sent.every(({ buffer }) => buffer.byteLength <= 300_000));
});

test('without credit a reader waits, and goes on when the worker has caught up', async () => {
  const { lane, sent, stalls } = started();
  while (lane.inFlightBytes <= CREDIT_BYTES) {
    add(lane, 200_000);
    lane.flush();
  }
  let resumed = false;
  const waiting = lane.credit()?.then(() => {
    resumed = true;
  });
  assert.notEqual(waiting, undefined);
  assert.equal(stalls(), 1);
  assert.equal(resumed, false);
  assert.equal(lane.applied(sent[0]?.sequence ?? 0), 3);
  await within(waiting ?? Promise.reject(new Error('no wait')), 'credit comes back');
  assert.equal(lane.credit(), undefined);
});

test('a worker that dies takes what was on its way with it, and leaves nobody waiting', async () => {
  const { lane } = started();
  while (lane.inFlightBytes <= CREDIT_BYTES) {
    add(lane, 200_000);
    lane.flush();
  }
  const waiting = lane.credit();
  lane.detach();
  await within(waiting ?? Promise.reject(new Error('no wait')), 'the waiting reader is let go');
  assert.equal(lane.inFlightBytes, 0);
  // Nobody is there: what comes now is dropped, as its stream starts again for the next worker.
  assert.equal(add(lane, 10), undefined);
  assert.equal(lane.flush(), undefined);
  assert.equal(lane.applied(1), undefined);
});
