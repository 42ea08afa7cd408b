import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Effect } from '../../bench/simulator/faults.ts';
import { Faults } from '../../bench/simulator/faults.ts';
import { Simulator } from '../../bench/simulator/server.ts';
import { FakeClock } from '../support/clock.ts';
import { eventually, within } from '../support/deadline.ts';
import { ask, named, PROTOBUF_ACCEPT, STREAMING, WatchReader } from './client.ts';

describe('a fault', () => {
  let clock: FakeClock;
  let simulator: Simulator;

  beforeEach(async () => {
    clock = new FakeClock();
    simulator = await new Simulator({ clock }).start();
    for (let i = 0; i < 6; i++) simulator.create('pods', named(`p${i}`));
  });
  afterEach(() => simulator.stop());

  const strike = (effect: Effect, verb: 'list' | 'watch' = 'watch') =>
    simulator.fault({ resource: 'pods', verb, effect });
  const streaming = (): Promise<WatchReader> => WatchReader.open(simulator, `/api/v1/pods?${STREAMING}`);

  test('strikes as often as told, and only what it names', async () => {
    simulator.fault({ resource: 'pods', verb: 'list', times: 2, effect: { kind: 'status', code: 503 } });
    assert.equal((await ask(simulator, '/api/v1/nodes')).status, 200);
    const statuses = [1, 2, 3].map(async () => (await ask(simulator, '/api/v1/pods')).status);
    assert.deepEqual((await Promise.all(statuses)).sort(), [200, 503, 503]);
    assert.equal(simulator.faults.waiting, 0);
  });

  test('can be taken back, and cleared', () => {
    const undo = strike({ kind: 'no-protobuf' });
    undo();
    undo();
    assert.equal(simulator.faults.waiting, 0);
    strike({ kind: 'no-protobuf' });
    simulator.faults.clear();
    assert.equal(simulator.faults.waiting, 0);
  });

  test('of one kind waits for its turn; different kinds strike together', () => {
    const faults = new Faults();
    faults.add({ effect: { kind: 'latency', ms: 1 } });
    faults.add({ effect: { kind: 'latency', ms: 2 } });
    faults.add({ effect: { kind: 'no-protobuf' } });
    const first = faults.take('list', 'pods');
    assert.equal(first.get('latency')?.ms, 1);
    assert.ok(first.get('no-protobuf'));
    assert.equal(faults.take('list', 'pods').get('latency')?.ms, 2);
    assert.equal(faults.waiting, 0);
  });

  test('status: 429 with and without Retry-After', async () => {
    strike({ kind: 'status', code: 429, retryAfterSeconds: 7 }, 'list');
    const first = await ask(simulator, '/api/v1/pods');
    assert.equal(first.headers.get('retry-after'), '7');
    assert.equal(first.json<{ reason: string }>().reason, 'TooManyRequests');
    strike({ kind: 'status', code: 429 }, 'list');
    assert.equal((await ask(simulator, '/api/v1/pods')).headers.get('retry-after'), null);
  });

  test('latency: the head comes after the time, not before', async () => {
    strike({ kind: 'latency', ms: 5000 }, 'list');
    const answer = ask(simulator, '/api/v1/pods');
    await eventually(() => clock.pending === 1, 'the delayed request');
    assert.equal(simulator.traffic.requests.length, 0);
    clock.advance(5000);
    assert.equal((await answer).status, 200);
  });

  test('reset: the connection breaks in the middle of an event', async () => {
    strike({ kind: 'reset', afterItems: 2 });
    const watch = await streaming();
    assert.deepEqual(await watch.take(2), ['ADDED p0', 'ADDED p1']);
    await assert.rejects(watch.next(), /aborted|ECONNRESET/);
  });

  test('truncate: a list ends for HTTP, but not for JSON', async () => {
    strike({ kind: 'truncate', afterItems: 3 }, 'list');
    const { status, text } = await ask(simulator, '/api/v1/pods');
    assert.equal(status, 200);
    assert.throws(() => JSON.parse(text));
    assert.equal(text.match(/"name":"p\d"/g)?.length, 4);
  });

  test('garbage: what is no JSON comes instead of an event', async () => {
    strike({ kind: 'garbage', afterItems: 1 });
    const watch = await streaming();
    assert.deepEqual(await watch.take(1), ['ADDED p0']);
    await assert.rejects(watch.next(), SyntaxError);
    watch.close();
  });

  test('silence: nothing comes after some events, and the connection stays', async () => {
    strike({ kind: 'silence', afterItems: 2 });
    const watch = await streaming();
    assert.deepEqual(await watch.take(2), ['ADDED p0', 'ADDED p1']);
    const before = simulator.traffic.bytesSent('pods');
    simulator.create('pods', named('late'));
    await ask(simulator, '/api/v1/nodes');
    assert.equal(simulator.traffic.bytesSent('pods'), before);
    assert.equal(simulator.openWatches('pods').length, 1);
    watch.close();
  });

  test('drip: the body comes in pieces, one an interval', async () => {
    strike({ kind: 'drip', bytes: 10, everyMs: 100 }, 'list');
    const chunks: Buffer[] = [];
    const request = get(`${simulator.url}/api/v1/pods?limit=1`);
    const [message] = await within(once(request, 'response'), 'the head');
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    await eventually(() => chunks.length === 1, 'the first piece');
    assert.equal(chunks[0]?.length, 10);
    const ended = once(message, 'end');
    await within(
      Promise.race([
        ended,
        drive(
          () => clock.advance(100),
          () => message.complete,
        ),
      ]),
      'the end',
    );
    assert.ok(JSON.parse(Buffer.concat(chunks).toString()));
    assert.ok(chunks.length > 10);
  });

  test('close: a watch ends cleanly after its time', async () => {
    strike({ kind: 'close', afterMs: 3000 });
    const watch = await streaming();
    assert.equal((await watch.take(7)).length, 7);
    clock.advance(3000);
    assert.equal(await watch.next(), undefined);
  });

  test('no-streaming-list: a server before them takes one for a watch, or refuses it', async () => {
    strike({ kind: 'no-streaming-list', answer: 'plain-watch' });
    const version = simulator.store.resourceVersion;
    const watch = await WatchReader.open(simulator, `/api/v1/pods?${STREAMING}&resourceVersion=${version}`);
    simulator.create('pods', named('new'));
    assert.deepEqual(await watch.take(1), ['ADDED new']);
    strike({ kind: 'no-streaming-list', answer: 422 });
    assert.equal((await ask(simulator, `/api/v1/pods?${STREAMING}`)).status, 422);
    strike({ kind: 'no-streaming-list', answer: 400 });
    assert.equal((await ask(simulator, `/api/v1/pods?${STREAMING}`)).status, 400);
  });

  test('no-protobuf: 406 when nothing else is accepted, JSON when it is', async () => {
    strike({ kind: 'no-protobuf' }, 'list');
    assert.equal((await ask(simulator, '/api/v1/pods', { accept: PROTOBUF_ACCEPT })).status, 406);
    strike({ kind: 'no-protobuf' }, 'list');
    const both = await ask(simulator, '/api/v1/pods', { accept: `${PROTOBUF_ACCEPT},application/json` });
    assert.equal(both.headers.get('content-type'), 'application/json');
  });

  test('no-uid: one object of a watch or of a list has none', async () => {
    strike({ kind: 'no-uid', afterItems: 1 });
    const watch = await streaming();
    const uids = [await watch.next(), await watch.next(), await watch.next()].map(
      (event) => event?.object.metadata.uid !== undefined,
    );
    assert.deepEqual(uids, [true, false, true]);
    strike({ kind: 'no-uid', afterItems: 0 }, 'list');
    const { items } = (await ask(simulator, '/api/v1/pods')).json();
    assert.deepEqual(
      items.map(({ metadata }) => metadata.uid !== undefined),
      [false, true, true, true, true, true],
    );
  });

  test('expired-continue: 410 with or without a token to go on with', async () => {
    const first = (await ask(simulator, '/api/v1/pods?limit=2')).json();
    const next = `/api/v1/pods?limit=2&continue=${first.metadata.continue}`;
    strike({ kind: 'expired-continue', inconsistent: false }, 'list');
    const refused = await ask(simulator, next);
    assert.equal(refused.status, 410);
    assert.deepEqual(refused.json().metadata, {});
    strike({ kind: 'expired-continue', inconsistent: true }, 'list');
    assert.ok((await ask(simulator, next)).json().metadata.continue);
    assert.equal((await ask(simulator, next)).status, 200);
  });
});

/** Repeats `step` between turns of the event loop until `done`. */
async function drive(step: () => void, done: () => boolean): Promise<void> {
  while (!done()) {
    step();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
