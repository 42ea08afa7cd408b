import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { ExporterState, type StatedStream } from '../../src/main/exporter-state.ts';
import { Dispatcher } from '../../src/main/pool/dispatcher.ts';
import { Publisher } from '../../src/main/snapshot/publisher.ts';
import { storedPage } from '../../src/protocol/fragment.ts';
import { PatchWriter } from '../../src/protocol/patch.ts';
import { resourceByName } from '../../src/workers/families/index.ts';
import { FakeClock } from '../support/clock.ts';
import { FakeSession, planOf, quietDispatcherObserver } from './pool/fake-session.ts';
import { reflectorSnapshot } from './reflector-snapshot.ts';

let clock: FakeClock;
let dispatcher: Dispatcher;
let publisher: Publisher;
let streams: StatedStream[];
let open: boolean;

const page = (text: string, samples: number) => storedPage(Buffer.from(text), samples);

beforeEach(() => {
  clock = new FakeClock();
  open = true;
  dispatcher = new Dispatcher(clock, 2, quietDispatcherObserver);
  const headers = [{ name: 'f', text: page('# f\n', 0), openmetrics: page('# f\n', 0) }];
  publisher = new Publisher(
    clock,
    2,
    ['pods', 'nodes'].map((name) => ({ name, headers })),
    { published: () => {}, committed: () => {} },
  );
  streams = [];
});

function stream(namespace: string, changes: Partial<StatedStream> = {}): void {
  const resource = resourceByName('pods');
  assert.ok(resource !== undefined);
  const id = streams.length + 1;
  const plan = planOf(id, 'pods');
  publisher.open(id, 'pods');
  streams.push({
    planned: {
      enabled: { resource, families: [], labels: undefined, annotations: undefined },
      namespace,
      fieldSelector: '',
      transfer: 'full',
    },
    stream: dispatcher.open(plan),
    committed: true,
    stagedAt: undefined,
    reflector: reflectorSnapshot({ phase: 'watching' }),
    ...changes,
  });
}

/** A stream's first generation: in each partition two objects of three lines. */
function publish(id: number): void {
  publisher.begin(id, 1);
  for (const partition of [0, 1]) {
    const writer = new PatchWriter();
    writer.add(0, 0, page('a 1\na 2\nb 3\n', 3));
    const head = { stream: id, closes: 1, reset: true, objects: 2, oldestAt: undefined };
    publisher.apply(partition, writer.take(head));
  }
}

function state(): ExporterState {
  return new ExporterState({
    clock,
    build: { version: '1', revision: 'r', branch: 'b' },
    objectLimit: 9,
    pipeline: { current: publisher.current, dispatcher },
    streams: () => streams,
    gate: {
      get open() {
        return open;
      },
    },
    ledger: { inFlight: 3, pinnedBytes: 4096 },
    workerStats: () => [
      { heapBytes: 1, pageBytes: 2, plainBytes: 3, storedPages: 4, objects: 5, cpuMs: 6 },
      undefined,
    ],
    stalls: () => [7],
  });
}

const pods = () =>
  state()
    .resources()
    .find(({ name }) => name === 'pods');

test('a resource is the sum of its streams', () => {
  stream('a');
  stream('b');
  publish(1);
  publish(2);
  const { objects, series, plainBytes, storedBytes, goType, leftOut } = pods() ?? {};
  assert.deepEqual(
    { objects, series, plainBytes, goType, leftOut },
    { objects: 8, series: 12, plainBytes: 48, goType: '*v1.Pod', leftOut: 0 },
  );
  assert.ok((storedBytes ?? 0) > 48, 'stored blocks have headers');
});

test('and as synced as the least of them', () => {
  stream('a');
  assert.equal(pods()?.synced, true);
  stream('b', { reflector: reflectorSnapshot({ phase: 'waiting' }) });
  assert.equal(pods()?.synced, false);
  streams.pop();
  stream('c', { committed: false });
  assert.equal(pods()?.synced, false);
});

test('a resource without a stream is not synced', () => {
  const nodes = state()
    .resources()
    .find(({ name }) => name === 'nodes');
  assert.deepEqual([nodes?.synced, nodes?.objects, nodes?.goType], [false, 0, 'nodes']);
});

test('its ages are those of the stream that is furthest behind', () => {
  const now = clock.now();
  stream('a', { reflector: reflectorSnapshot({ lastEventAt: now - 100, lastBookmarkAt: now - 70 }) });
  stream('b', { reflector: reflectorSnapshot({ lastEventAt: now - 900 }), stagedAt: now - 50 });
  const { lastEventAgeMs, lastBookmarkAgeMs, stagedAgeMs } = pods() ?? {};
  assert.deepEqual([lastEventAgeMs, lastBookmarkAgeMs, stagedAgeMs], [900, 70, 50]);
});

test('each partition tells of its worker, as far as it is known', () => {
  dispatcher.attach(0, new FakeSession().session);
  assert.deepEqual(state().workers(), [
    { partition: 0, alive: true, queueBytes: 0, creditStalls: 7, heapBytes: 1, pageBytes: 2, cpuMs: 6 },
    {
      partition: 1,
      alive: false,
      queueBytes: 0,
      creditStalls: 0,
      heapBytes: undefined,
      pageBytes: undefined,
      cpuMs: undefined,
    },
  ]);
});

test('there is no snapshot before the first complete generation', () => {
  open = false;
  assert.equal(state().snapshot(), undefined);
  open = true;
  stream('a');
  publish(1);
  clock.advance(1_500);
  assert.deepEqual(state().snapshot(), { generation: 1, ageMs: 1_500 });
});

test('scrapes and the limit are passed on', () => {
  assert.deepEqual(state().scrapes(), { inFlight: 3, pinnedBytes: 4096 });
  assert.equal(state().objectLimit, 9);
});
