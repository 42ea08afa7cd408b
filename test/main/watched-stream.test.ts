import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Dispatcher } from '../../src/main/pool/dispatcher.ts';
import { createSelfMetrics, type SelfMetrics } from '../../src/main/telemetry/registry.ts';
import { WatchedStream } from '../../src/main/watched-stream.ts';
import { resourceByName } from '../../src/workers/families/index.ts';
import { FakeClock } from '../support/clock.ts';
import { eventually, within } from '../support/deadline.ts';
import { memoryLog } from './http/support/log.ts';
import { FakeTransport } from './kube/fake-transport.ts';
import { FakeSession, planOf, quietDispatcherObserver } from './pool/fake-session.ts';

const LOST = {
  malformed: 1,
  mistyped: 0,
  invalid: 2,
  duplicates: 0,
  failed: 0,
  example: 'wrong type at spec',
};

let clock: FakeClock;
let transport: FakeTransport;
let worker: FakeSession;
let selfMetrics: SelfMetrics;
let log: ReturnType<typeof memoryLog>;
let dispatcher: Dispatcher;

beforeEach(() => {
  clock = new FakeClock();
  transport = new FakeTransport();
  worker = new FakeSession();
  selfMetrics = createSelfMetrics();
  log = memoryLog();
  dispatcher = new Dispatcher(clock, 1, quietDispatcherObserver);
  dispatcher.attach(0, worker.session);
});

function watched(options: { namespace?: string; limit?: number } = {}): WatchedStream {
  const resource = resourceByName('services');
  assert.ok(resource !== undefined);
  const plan = planOf(1, 'services');
  return new WatchedStream({
    planned: {
      enabled: { resource, families: resource.families, labels: undefined, annotations: undefined },
      namespace: options.namespace ?? '',
      fieldSelector: '',
      transfer: 'full',
    },
    stream: dispatcher.open(plan, options.limit ?? 0),
    transport,
    clock,
    instruments: selfMetrics.instruments,
    log: log.log,
    contentType: 'json',
    useApiServerCache: false,
  });
}

async function value(series: string): Promise<number | undefined> {
  const line = (await selfMetrics.render()).split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** The end of a streaming list. */
const BOOKMARK = [
  'BOOKMARK',
  {
    kind: 'Service',
    metadata: { resourceVersion: '7', annotations: { 'k8s.io/initial-events-end': 'true' } },
  },
] as const;

const service = (uid: string) =>
  ['ADDED', { kind: 'Service', metadata: { name: `name-${uid}`, namespace: 'shop', uid } }] as const;

test('it is named by its resource, and its namespace where it has one', () => {
  assert.equal(watched().label, 'services');
  assert.equal(watched({ namespace: 'shop' }).label, 'services in namespace shop');
});

test('a stage is under way from its beginning to its commit', () => {
  const stream = watched();
  assert.deepEqual([stream.committed, stream.stagedAt], [false, undefined]);
  stream.stageBegan();
  assert.equal(stream.stagedAt, clock.now());
  clock.advance(10);
  stream.stageCommitted();
  assert.deepEqual([stream.committed, stream.stagedAt], [true, undefined]);
  stream.stageBegan();
  assert.equal(stream.committed, true, 'what was whole once is served until the next is');
});

test('it lists, counts what comes, and begins again when it is told to', async () => {
  const stream = watched({ namespace: 'shop' });
  stream.start();
  const asked = await transport.next();
  assert.match(asked.path, /^\/api\/v1\/namespaces\/shop\/services\?/);
  asked.answer().events(service('a'), service('b'), BOOKMARK);
  await eventually(() => worker.completed.length === 1, 'the set is complete');
  assert.equal(stream.reflector.phase, 'watching');
  assert.equal(await value('kube_state_exporter_events_total{resource="services",type="added"}'), 2);
  stream.restart('a worker was replaced');
  const again = await transport.next();
  again.answer().events(BOOKMARK);
  await eventually(() => worker.completed.length === 2, 'the second set is complete');
  assert.ok(log.entries.some(({ message }) => message === 'listing again'));
  await within(stream.stop(), 'the stop');
  assert.equal(clock.pending, 0);
});

test('a refusal shows until the server answers otherwise', async () => {
  const stream = watched();
  stream.start();
  // Streaming is forbidden, and so is the list that is tried in its place.
  for (let i = 0; i < 2; i++) (await transport.next()).refuse(403, { reason: 'Forbidden' });
  await eventually(() => stream.refused, 'the refusal');
  assert.ok(log.entries.some(({ message }) => message === 'refused by the API server'));
  clock.advance(120_000);
  const asked = await transport.next();
  assert.equal(stream.refused, true);
  asked.answer().events(BOOKMARK);
  await eventually(() => !stream.refused, 'the answer');
  await within(stream.stop(), 'the stop');
});

test('what rendering loses is counted by kind, and nothing else of it', async () => {
  const stream = watched();
  stream.lost(LOST);
  stream.lost(LOST);
  const counted = await Promise.all(
    ['malformed', 'mistyped', 'invalid', 'duplicates', 'failed'].map((kind) =>
      value(`kube_state_exporter_losses_total{resource="services",kind="${kind}"}`),
    ),
  );
  assert.deepEqual(counted, [2, undefined, 4, undefined, undefined]);
});

test('objects that the limit leaves out are named in the log', async () => {
  const stream = watched({ limit: 1 });
  stream.start();
  (await transport.next()).answer().events(service('a'), service('b'), BOOKMARK);
  await eventually(() => worker.completed.length === 1, 'the set is complete');
  stream.stageCommitted();
  const said = log.entries.find(({ message }) => message.startsWith('objects were left out'));
  assert.deepEqual(said?.fields, { count: 1, first: 'shop/name-b' });
  await within(stream.stop(), 'the stop');
});
