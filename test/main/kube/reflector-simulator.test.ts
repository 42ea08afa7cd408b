/** The reflector and the real transport against the simulated API server, over HTTP on loopback. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect, Fault } from '../../../bench/simulator/faults.ts';
import type { Watch } from '../../../bench/simulator/http/watch.ts';
import { Simulator } from '../../../bench/simulator/server.ts';
import { systemClock } from '../../../src/main/clock.ts';
import { Reflector, type ReflectorOptions } from '../../../src/main/kube/reflector.ts';
import { quietObserver } from '../../../src/main/kube/reflector-observer.ts';
import type { StreamRequest } from '../../../src/main/kube/stream-request.ts';
import { createTransport } from '../../../src/main/kube/transport.ts';
import { Encoding, Op } from '../../../src/protocol/op.ts';
import type { StreamSink } from '../../../src/protocol/stream.ts';
import { eventually, within } from '../../support/deadline.ts';
import { clusterAt } from './support.ts';

/** Keeps uids as a worker would: a set replaces the last one when it is complete. */
class Mirror implements StreamSink {
  readonly encodings: Encoding[] = [];
  resumeVersion = '';
  columns: readonly string[] | undefined;
  sets = 0;
  #live = new Set<string>();
  #staged: Set<string> | undefined;

  begin(encoding: Encoding, columns?: readonly string[]): void {
    this.encodings.push(encoding);
    this.columns = columns;
    this.#staged = new Set();
  }
  object(op: Op, bytes: Uint8Array, _start: number, _end: number, uidStart: number, uidEnd: number): void {
    const uid = Buffer.from(bytes.subarray(uidStart, uidEnd)).toString();
    const uids = this.#staged ?? this.#live;
    if (op === Op.remove) uids.delete(uid);
    else uids.add(uid);
  }
  complete(resourceVersion: string): void {
    this.#live = this.#staged ?? this.#live;
    this.#staged = undefined;
    this.resumeVersion = resourceVersion;
    this.sets++;
  }
  encoding(encoding: Encoding): void {
    this.encodings.push(encoding);
  }
  bookmark(resourceVersion: string): void {
    this.resumeVersion = resourceVersion;
  }
  drained(): Promise<void> {
    return Promise.resolve();
  }
  get uids(): readonly string[] {
    return [...this.#live].sort();
  }
}

const pods: StreamRequest = {
  group: '',
  version: 'v1',
  plural: 'pods',
  transfer: 'full',
  contentType: 'auto',
  pageLimit: 50,
};

interface Running {
  readonly simulator: Simulator;
  readonly mirror: Mirror;
  readonly reflector: Reflector;
  readonly malformed: Error[];
  /** Waits until the mirror has just the objects of the server. */
  equal(what: string): Promise<void>;
}

async function running(
  options: {
    request?: Partial<StreamRequest>;
    settings?: ReflectorOptions['settings'];
    faults?: readonly Omit<Fault, 'resource'>[];
  },
  go: (on: Running) => Promise<void>,
): Promise<void> {
  const simulator = await new Simulator({ bookmarkMs: 200 }).start();
  const request = { ...pods, ...options.request };
  const key = request.plural;
  simulator.populate({ pods: 300, nodes: 5, seed: 1 });
  for (const fault of options.faults ?? []) simulator.fault({ resource: key, ...fault });
  const transport = createTransport({
    cluster: clusterAt(simulator.url),
    clock: systemClock,
    version: 'test',
    env: {},
  });
  const mirror = new Mirror();
  const malformed: Error[] = [];
  // A hundredth of the usual delays; what looks at the time itself is not misled by that.
  const clock = {
    ...systemClock,
    after: (ms: number, task: () => void) => systemClock.after(ms / 100, task),
  };
  const reflector = new Reflector({
    request,
    transport,
    sink: mirror,
    clock,
    observer: { ...quietObserver, malformed: (error) => malformed.push(error) },
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const expected = (): string[] => {
    const { store } = simulator;
    const items = store.collection(key).snapshot('', undefined, store.resourceVersion) ?? [];
    return items.map((item) => item.uid).sort();
  };
  const equal = async (what: string): Promise<void> => {
    await eventually(() => mirror.sets > 0 && mirror.uids.join() === expected().join(), what);
  };
  try {
    reflector.start();
    await equal('the first set');
    await go({ simulator, mirror, reflector, malformed, equal });
  } finally {
    await within(reflector.stop(), 'the stop');
    await transport.close();
    await simulator.stop();
  }
}

const churnAndCompare = async ({ simulator, equal }: Running): Promise<void> => {
  const churn = simulator.churn({ eventsPerSecond: 5000, limit: 400, mix: { status: 1, replace: 3 } });
  await eventually(() => churn.changes >= 400, 'the churn');
  await equal('what the churn left');
};

const variants: readonly (readonly [string, Partial<StreamRequest>, Encoding])[] = [
  ['protobuf', {}, Encoding.protobuf],
  ['JSON', { contentType: 'json' }, Encoding.json],
  ['metadata in protobuf', { transfer: 'metadata' }, Encoding.protobuf],
  ['metadata in JSON', { transfer: 'metadata', contentType: 'json' }, Encoding.json],
  ['Tables', { transfer: 'table' }, Encoding.tableRow],
];

/**
 * No streaming lists, and nothing at hand for a list of any version: that one comes whole from the
 * server's cache, only a list of the newest version comes in pages.
 */
const paged: readonly Omit<Fault, 'resource'>[] = [
  { verb: 'watch', effect: { kind: 'no-streaming-list', answer: 422 } },
  { verb: 'list', effect: { kind: 'status', code: 410 } },
];

for (const [name, request, encoding] of variants) {
  test(`a cluster that churns is followed in ${name}`, () =>
    running({ request }, async (on) => {
      assert.deepEqual([...new Set(on.mirror.encodings)], [encoding]);
      assert.equal(on.reflector.snapshot().call, 'watch');
      await churnAndCompare(on);
      assert.equal(on.mirror.sets, 1);
      assert.deepEqual(on.malformed, []);
      if (encoding === Encoding.tableRow) assert.ok(on.mirror.columns?.includes('Name'));
    }));

  test(`and so it is where the server has no streaming lists, page by page, in ${name}`, () =>
    running({ request, faults: paged }, async (on) => {
      const lists = on.simulator.traffic.requests.filter((one) => one.verb === 'list').length;
      assert.equal(lists, 1 + Math.ceil(on.mirror.uids.length / 50));
      await churnAndCompare(on);
      assert.equal(on.mirror.sets, 1);
    }));
}

const faults: Readonly<Record<string, Effect>> = {
  'a busy server': { kind: 'status', code: 429, retryAfterSeconds: 1 },
  'a server error': { kind: 'status', code: 500 },
  'a reset half-way': { kind: 'reset', afterItems: 100 },
  'an answer cut off': { kind: 'truncate', afterItems: 100 },
  garbage: { kind: 'garbage', afterItems: 100 },
  'bytes in small pieces': { kind: 'drip', bytes: 20_000, everyMs: 1 },
  'a server without streaming lists that does not say so': {
    kind: 'no-streaming-list',
    answer: 'plain-watch',
  },
  'a server without protobuf': { kind: 'no-protobuf' },
  'an early end': { kind: 'close', afterMs: 1 },
};

for (const [name, effect] of Object.entries(faults)) {
  test(`${name} at the start delays the first set, and nothing else`, () =>
    running({ faults: [{ effect }] }, async (on) => {
      await churnAndCompare(on);
      assert.equal(on.mirror.sets, 1);
    }));
}

test('a server that falls silent at the start is found out', () =>
  running(
    { faults: [{ effect: { kind: 'silence', afterItems: 100 } }], settings: { initialSilentMs: 300 } },
    churnAndCompare,
  ));

test('an expired continue token is followed by the list in one piece', () =>
  running(
    {
      faults: [
        ...paged,
        { verb: 'list', times: 3, effect: { kind: 'expired-continue', inconsistent: true } },
      ],
    },
    async (on) => {
      const lists = on.simulator.traffic.requests.filter((one) => one.verb === 'list');
      assert.deepEqual(
        lists.map((one) => one.status),
        [410, 200, 410, 200],
      );
      assert.doesNotMatch(lists[3]?.path ?? '', /limit/);
      await churnAndCompare(on);
    },
  ));

function each(simulator: Simulator, act: (watch: Watch) => void): void {
  for (const watch of simulator.openWatches('pods')) act(watch);
}

const breaks: Readonly<Record<string, readonly [sets: number, go: (simulator: Simulator) => unknown]>> = {
  'reset connections': [1, (simulator) => each(simulator, (watch) => watch.reset())],
  'watches that end': [1, (simulator) => each(simulator, (watch) => watch.end())],
  'an outage': [
    1,
    async (simulator) => {
      await simulator.closeListener();
      await simulator.start();
    },
  ],
  'expired watches': [2, (simulator) => simulator.expireWatches('pods')],
};

for (const [name, [sets, go]] of Object.entries(breaks)) {
  test(`through ${name} in the middle of churn nothing is lost`, () =>
    running({}, async (on) => {
      const churn = on.simulator.churn({ eventsPerSecond: 3000, limit: 600, mix: { status: 1, replace: 3 } });
      await eventually(() => churn.changes >= 300, 'half of the churn');
      await go(on.simulator);
      await eventually(() => churn.changes >= 600, 'the churn');
      await on.equal('what the churn left');
      assert.equal(on.mirror.sets, sets);
    }));
}

test('a watch that falls silent is resumed', () =>
  running({ settings: { silentMs: 500 } }, async (on) => {
    for (const watch of on.simulator.openWatches('pods')) watch.silence();
    await churnAndCompare(on);
    assert.equal(on.mirror.sets, 1);
  }));

test('restart takes a new set while the cluster churns', () =>
  running({}, async (on) => {
    const churn = on.simulator.churn({ eventsPerSecond: 3000, limit: 500, mix: { replace: 1 } });
    for (const count of [100, 250, 400]) {
      await eventually(() => churn.changes >= count, `${count} changes`);
      on.reflector.restart('a test');
    }
    await eventually(() => churn.changes >= 500, 'the churn');
    await on.equal('what the churn left');
    assert.ok(on.mirror.sets >= 2);
    assert.equal(on.simulator.openWatches('pods').length, 1);
  }));

test('stop closes the watch at the server', () =>
  running({}, async (on) => {
    await within(on.reflector.stop(), 'the stop');
    await eventually(() => on.simulator.openWatches('pods').length === 0, 'no watch is left');
  }));
