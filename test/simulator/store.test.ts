import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { History } from '../../bench/simulator/history.ts';
import { JsonItem } from '../../bench/simulator/item.ts';
import { type JsonObject, objectAt } from '../../bench/simulator/json.ts';
import { SortedKeys } from '../../bench/simulator/sorted-keys.ts';
import { Store } from '../../bench/simulator/store.ts';
import { FakeClock } from '../support/clock.ts';
import { named } from './client.ts';

const newStore = (historyLimit = 100): Store => new Store({ clock: new FakeClock(), historyLimit });
const namesAt = (store: Store, version: number): string[] | undefined =>
  store
    .collection('pods')
    .snapshot('', undefined, version)
    ?.map(({ name }) => name);

test('a new object gets uid, version and creation time; a change keeps the uid and takes a later version', () => {
  const store = newStore();
  const created = store.create('pods', named('a'));
  const metadata = objectAt(created.body(), 'metadata');
  assert.match(created.uid, /^[0-9a-f-]{36}$/);
  assert.equal(metadata.creationTimestamp, '2023-11-14T22:13:20Z');
  assert.equal(metadata.resourceVersion, String(store.resourceVersion));
  const changed = store.update('pods', named('a', 'default', { spec: { nodeName: 'n' } }));
  assert.equal(changed.uid, created.uid);
  assert.ok(changed.resourceVersion > created.resourceVersion);
});

test('versions are shared by all resources', () => {
  const store = newStore();
  const versions = [
    store.create('pods', named('a')),
    store.create('nodes', named('n', '')),
    store.create('pods', named('b')),
  ].map(({ resourceVersion }) => resourceVersion);
  assert.deepEqual(versions, [versions[0], (versions[0] ?? 0) + 1, (versions[0] ?? 0) + 2]);
});

test('built-in objects are kept in the order of Go fields, custom resources sorted', () => {
  const store = newStore();
  const pod = store.create('pods', {
    status: { phase: 'Running' },
    spec: { nodeName: 'n', containers: [{ image: 'i', name: 'c' }] },
    metadata: { namespace: 'default', labels: { b: '1', a: '2' }, name: 'a' },
    kind: 'Pod',
    unknown: 1,
  });
  assert.deepEqual(Object.keys(pod.body()), ['metadata', 'spec', 'status', 'unknown']);
  assert.equal(
    JSON.stringify(objectAt(pod.body(), 'spec')),
    '{"containers":[{"name":"c","image":"i"}],"nodeName":"n"}',
  );
  assert.deepEqual(Object.keys(objectAt(objectAt(pod.body(), 'metadata'), 'labels')), ['a', 'b']);
  define(store);
  const widget = store.create('widgets.example.com', { spec: { z: 1, a: { c: 1, b: 2 } }, ...named('w') });
  assert.deepEqual(Object.keys(widget.body()), ['apiVersion', 'kind', 'metadata', 'spec']);
  assert.equal(JSON.stringify(objectAt(widget.body(), 'spec')), '{"a":{"b":2,"c":1},"z":1}');
});

function define(store: Store): void {
  const names = { plural: 'widgets', kind: 'Widget' };
  const versions = [
    { name: 'v1', served: true },
    { name: 'v2', served: true },
    { name: 'v3', served: false },
  ];
  const spec = { group: 'example.com', names, scope: 'Namespaced', versions };
  store.create('customresourcedefinitions', { metadata: { name: 'widgets.example.com' }, spec });
}

test('a definition brings its served versions, is established in steps, and takes its objects with it', () => {
  const store = newStore();
  assert.throws(
    () => store.create('widgets.example.com', named('w')),
    /serves no resource "widgets\.example\.com"/,
  );
  define(store);
  assert.ok(store.kinds.find('example.com/v1', 'widgets') && store.kinds.find('example.com/v2', 'widgets'));
  assert.equal(store.kinds.find('example.com/v3', 'widgets'), undefined);
  const { status } = store.get('customresourcedefinitions', '', 'widgets.example.com')?.body() ?? {};
  const conditions = (status as JsonObject).conditions as JsonObject[];
  assert.deepEqual(
    conditions.map(({ type, status: is }) => `${type}=${is}`),
    ['NamesAccepted=True', 'Established=True'],
  );
  assert.equal(store.collection('customresourcedefinitions').history.end, 3);
  store.create('widgets.example.com', named('w'));
  const { history } = store.collection('widgets.example.com');
  store.remove('customresourcedefinitions', '', 'widgets.example.com');
  assert.equal(history.at(history.end - 1)?.type, 'DELETED');
  assert.equal(store.kinds.servesGroupVersion('example.com/v1'), false);
});

test('creating twice, changing and patching nothing, and unknown resources are errors', () => {
  const store = newStore();
  store.create('pods', named('a'));
  assert.throws(() => store.create('pods', named('a')), /exists/);
  assert.throws(() => store.update('pods', named('b')), /no pods "b"/);
  assert.throws(() => store.patch('pods', 'default', 'b', {}), /no pods/);
  assert.throws(() => store.create('podz', named('a')), /"podz"/);
  assert.equal(store.remove('pods', 'default', 'b'), false);
});

test('a snapshot shows any version whose history is there', () => {
  const store = newStore();
  const v1 = store.create('pods', named('b')).resourceVersion;
  const v2 = store.create('pods', named('a')).resourceVersion;
  store.remove('pods', 'default', 'b');
  assert.deepEqual(namesAt(store, v1), ['b']);
  assert.deepEqual(namesAt(store, v2), ['a', 'b']);
  assert.deepEqual(namesAt(store, store.resourceVersion), ['a']);
  store.compact('pods');
  assert.equal(namesAt(store, v2), undefined);
  assert.deepEqual(namesAt(store, store.resourceVersion), ['a']);
});

test('any history of changes can be looked back on', () => {
  const change = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const store = newStore();
      const present = new Set<string>();
      const states = new Map<number, string[]>();
      for (const { name, remove } of changes) {
        if (remove) store.remove('pods', 'default', name);
        else if (present.has(name)) store.update('pods', named(name));
        else store.create('pods', named(name));
        if (remove) present.delete(name);
        else present.add(name);
        states.set(store.resourceVersion, [...present].sort());
      }
      for (const [version, names] of states) assert.deepEqual(namesAt(store, version), names);
    }),
  );
});

test('history keeps its limit, forgets the oldest, and knows its floor', () => {
  const history = new History(10);
  const item = new JsonItem({ metadata: { name: 'a', resourceVersion: '1' } });
  for (let version = 1; version <= 100; version++)
    history.push({ type: 'MODIFIED', resourceVersion: version, item, previous: item });
  assert.equal(history.end, 100);
  assert.ok(history.floor >= 79 && history.floor <= 90, String(history.floor));
  assert.equal(history.after(history.floor - 1), undefined);
  assert.equal(history.at(history.after(history.floor) ?? 0)?.resourceVersion, history.floor + 1);
  assert.equal(history.after(1000), 100);
});

test('keys stay sorted in every order of additions and removals', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.stringMatching(/^[a-z/.-]{1,6}$/), { maxLength: 50 }),
      fc.infiniteStream(fc.boolean()),
      (keys, removals) => {
        const sorted = new SortedKeys();
        const left = new Set<string>();
        for (const key of keys) {
          sorted.add(key);
          left.add(key);
          if (removals.next().value === true) {
            sorted.remove(key);
            left.delete(key);
          }
        }
        assert.deepEqual(sorted.range('', undefined), [...left].sort());
      },
    ),
  );
});
