import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Churn } from '../../bench/simulator/churn.ts';
import { Cluster } from '../../bench/simulator/cluster/cluster.ts';
import { isReady, type PodItem, phaseOf, VERSION_ANNOTATION } from '../../bench/simulator/cluster/pod.ts';
import { suffixOf } from '../../bench/simulator/cluster/random.ts';
import { builtinKinds } from '../../bench/simulator/kinds.ts';
import { normalise } from '../../bench/simulator/normalise.ts';
import { Store } from '../../bench/simulator/store.ts';
import { encodeItem } from '../../bench/simulator/wire/envelope.ts';
import { FakeClock } from '../support/clock.ts';
import { decodeMessage, wireFields } from './decode.ts';

const SIZE = { pods: 600, nodes: 12, seed: 7 };

function build(size = SIZE): { store: Store; cluster: Cluster; clock: FakeClock } {
  const clock = new FakeClock();
  let uids = 0;
  const store = new Store({ clock, uid: () => `made-${uids++}` });
  return { store, clock, cluster: new Cluster(store, size).populate() };
}

const dump = (store: Store): string =>
  JSON.stringify(
    builtinKinds.map(({ key }) =>
      store
        .collection(key)
        .snapshot('', undefined, store.resourceVersion)
        ?.map((item) => item.body()),
    ),
  );

test('a cluster has the size asked for, and unique names and uids', () => {
  for (const pods of [0, 1, 7, 600]) {
    const { store, cluster } = build({ ...SIZE, pods });
    assert.equal(store.collection('pods').size, pods);
    assert.equal(cluster.podCount, pods);
    assert.equal(store.collection('nodes').size, SIZE.nodes);
  }
  const { store } = build();
  const uids = builtinKinds
    .flatMap(({ key }) => store.collection(key).snapshot('', undefined, store.resourceVersion) ?? [])
    .map(({ uid }) => uid);
  assert.equal(new Set(uids).size, uids.length);
  assert.ok(
    uids.every((uid) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(uid)),
  );
  const suffixes = Array.from({ length: 200_000 }, (_, serial) => suffixOf(serial));
  assert.equal(new Set(suffixes).size, suffixes.length);
});

test('the same seed makes the same cluster and the same changes, another seed another', () => {
  const [first, second, third] = [build(), build(), build({ ...SIZE, seed: 8 })];
  for (const { store, cluster, clock } of [first, second, third])
    new Churn(store, cluster, clock, { eventsPerSecond: 1, seed: 3 }).run(500);
  assert.equal(dump(first.store), dump(second.store));
  assert.notEqual(dump(first.store), dump(third.store));
});

test('the bodies of pods are in the order in which the server writes them, and all of them is in the schema', () => {
  const { cluster } = build();
  const kind = builtinKinds.find(({ key }) => key === 'pods');
  assert.ok(kind);
  for (let place = 0; place < cluster.podCount; place += 7) {
    for (let version = 0; version < 8; version++) {
      const body = cluster.changeStatus(place).body();
      assert.equal(JSON.stringify(normalise(kind, body)), JSON.stringify(body));
      const pod = decodeMessage(
        'core.v1.Pod',
        wireFields(encodeItem('core.v1.Pod', body))[0]?.value as Buffer,
      );
      const known = JSON.stringify(
        decodeMessage('core.v1.Pod', wireFields(encodeItem('core.v1.Pod', pod as never))[0]?.value as Buffer),
      );
      assert.equal(JSON.stringify(pod), known);
    }
  }
});

test('a pod has about 8 KB of JSON', () => {
  const { cluster } = build();
  const sizes = Array.from(
    { length: cluster.podCount },
    (_, place) => JSON.stringify(cluster.pod(place).body()).length,
  );
  const average = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  assert.ok(average > 7000 && average < 9500, String(average));
});

/** Every place that says which version a pod is at. */
function versionsIn(pod: PodItem): unknown[] {
  const body = pod.body() as never as {
    metadata: { annotations: Record<string, string>; creationTimestamp: string };
    status: {
      phase: string;
      conditions: { type: string; status: string; lastTransitionTime: string }[];
      containerStatuses: {
        restartCount: number;
        ready: boolean;
        state: { running?: { startedAt: string } };
      }[];
    };
  };
  const created = Date.parse(body.metadata.creationTimestamp);
  const since = (time: string | undefined): number => (Date.parse(time ?? '') - created) / 1000;
  const ready = body.status.conditions.find(({ type }) => type === 'Ready');
  const [first] = body.status.containerStatuses;
  assert.equal(body.status.phase, phaseOf(pod));
  assert.equal(ready?.status, isReady(pod) ? 'True' : 'False');
  assert.equal(first?.ready, isReady(pod));
  const started = first?.state.running === undefined ? [] : [since(first.state.running.startedAt)];
  return [
    Number(body.metadata.annotations[VERSION_ANNOTATION]),
    first?.restartCount,
    since(ready?.lastTransitionTime),
    ...started,
  ];
}

test('everything that a change of a pod changes says the same version', () => {
  const { cluster } = build();
  for (let version = 1; version <= 20; version++) {
    const pod = cluster.changeStatus(5);
    assert.deepEqual(new Set(versionsIn(pod)), new Set([version]));
  }
  const pod = cluster.changeLabels(5);
  assert.deepEqual(new Set(versionsIn(pod)), new Set([20]));
});

test('churn makes each kind of change that its mix names, and no other', () => {
  const { store, cluster, clock } = build();
  const sizes = () => ['pods', 'nodes', 'leases'].map((key) => store.collection(key).history.end);
  const run = (mix: object): number[] => {
    const before = sizes();
    new Churn(store, cluster, clock, { eventsPerSecond: 1, mix }).run(50);
    return sizes().map((end, index) => end - (before[index] ?? 0));
  };
  assert.deepEqual(run({ status: 1 }), [50, 0, 0]);
  assert.deepEqual(run({ labels: 1 }), [50, 0, 0]);
  assert.deepEqual(run({ replace: 1 }), [100, 0, 0]);
  assert.deepEqual(run({ heartbeat: 1 }), [0, 50, 0]);
  assert.deepEqual(run({ lease: 1 }), [0, 0, 50]);
  assert.equal(store.collection('pods').size, SIZE.pods);
  assert.throws(() => run({}), RangeError);
});

test('churn keeps its rate, makes up for a second at the most, ends at its limit and when told', () => {
  const { store, cluster, clock } = build();
  const churn = new Churn(store, cluster, clock, { eventsPerSecond: 100, limit: 250 }).start();
  clock.advance(1000);
  assert.ok(Math.abs(churn.changes - 100) <= 2, String(churn.changes));
  clock.advance(60_000);
  assert.equal(churn.changes, 250);
  assert.equal(clock.pending, 0);
  const other = new Churn(store, cluster, clock, { eventsPerSecond: 100 }).start();
  clock.advance(100);
  other.stop();
  const { changes } = other;
  clock.advance(10_000);
  assert.equal(other.changes, changes);
  assert.equal(clock.pending, 0);
});

test('a stateful pod that is replaced comes back under its name with another uid', () => {
  const { cluster } = build();
  const place = Array.from({ length: cluster.podCount }, (_, index) => index).find(
    (index) => cluster.pod(index).family.workload.kind === 'StatefulSet',
  );
  assert.ok(place !== undefined);
  const before = cluster.pod(place);
  const after = cluster.replacePod(place);
  assert.equal(after.name, before.name);
  assert.notEqual(after.uid, before.uid);
});
