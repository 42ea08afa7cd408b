import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Simulator } from '../../bench/simulator/server.ts';
import { FakeClock } from '../support/clock.ts';
import { eventually } from '../support/deadline.ts';
import { named, STREAMING, WatchReader } from './client.ts';

describe('a watch', () => {
  let clock: FakeClock;
  let simulator: Simulator;

  beforeEach(async () => {
    clock = new FakeClock();
    simulator = await new Simulator({ clock, bookmarkMs: 1000, historyLimit: 50 }).start();
    simulator.create('pods', named('a', 'default', { spec: { nodeName: 'n1' } }));
  });
  afterEach(() => simulator.stop());

  const open = (query: string, path = '/api/v1/pods'): Promise<WatchReader> =>
    WatchReader.open(simulator, `${path}?watch=1&${query}`);

  test('from a version sends what came after it, in order', async () => {
    const version = simulator.store.resourceVersion;
    simulator.create('pods', named('b'));
    const watch = await open(`resourceVersion=${version}`);
    simulator.patch('pods', 'default', 'a', { metadata: { labels: { x: 'y' } } });
    simulator.remove('pods', 'default', 'b');
    assert.deepEqual(await watch.take(3), ['ADDED b', 'MODIFIED a', 'DELETED b']);
  });

  test('from no version begins with what is there, without a bookmark', async () => {
    const watch = await open('allowWatchBookmarks=true');
    assert.deepEqual(await watch.take(1), ['ADDED a']);
    simulator.create('pods', named('b'));
    assert.deepEqual(await watch.take(1), ['ADDED b']);
  });

  test('as a streaming list ends its beginning with an annotated bookmark', async () => {
    const watch = await WatchReader.open(simulator, `/api/v1/pods?${STREAMING}`);
    assert.deepEqual(await watch.take(1), ['ADDED a']);
    const bookmark = await watch.next();
    assert.equal(bookmark?.type, 'BOOKMARK');
    assert.deepEqual(bookmark?.object.metadata, {
      resourceVersion: String(simulator.store.resourceVersion),
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
  });

  test('with a selector sees objects come and go as they begin and cease to match', async () => {
    const watch = await WatchReader.open(
      simulator,
      `/api/v1/pods?${STREAMING}&fieldSelector=spec.nodeName%3Dn2`,
    );
    assert.deepEqual(await watch.take(1), ['BOOKMARK']);
    simulator.patch('pods', 'default', 'a', { spec: { nodeName: 'n2' } });
    simulator.patch('pods', 'default', 'a', { metadata: { labels: { x: 'y' } } });
    simulator.patch('pods', 'default', 'a', { spec: { nodeName: 'n1' } });
    simulator.patch('pods', 'default', 'a', { metadata: { labels: { x: 'z' } } });
    simulator.create('pods', named('c', 'default', { spec: { nodeName: 'n2' } }));
    assert.deepEqual(await watch.take(4), ['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED c']);
  });

  test('of a namespace sees nothing of another', async () => {
    const watch = await open(
      `resourceVersion=${simulator.store.resourceVersion}`,
      '/api/v1/namespaces/default/pods',
    );
    simulator.create('pods', named('x', 'default-2'));
    simulator.create('pods', named('y'));
    assert.deepEqual(await watch.take(1), ['ADDED y']);
  });

  test('that allows bookmarks gets one at every interval with the newest version of anything', async () => {
    const watch = await open(`resourceVersion=${simulator.store.resourceVersion}&allowWatchBookmarks=true`);
    await eventually(() => clock.pending > 0, 'the bookmark timer');
    const node = simulator.create('nodes', named('n', ''));
    clock.advance(1000);
    const bookmark = await watch.next();
    assert.equal(bookmark?.type, 'BOOKMARK');
    assert.equal(bookmark?.object.metadata.resourceVersion, String(node.resourceVersion));
    clock.advance(1000);
    assert.deepEqual(await watch.take(1), ['BOOKMARK']);
  });

  test('ends cleanly at its timeout, and leaves no timer behind', async () => {
    const watch = await open(
      `resourceVersion=${simulator.store.resourceVersion}&timeoutSeconds=30&allowWatchBookmarks=true`,
    );
    await eventually(() => clock.pending > 1, 'the timers');
    clock.advance(30_000);
    while ((await watch.next()) !== undefined);
    await eventually(() => simulator.openWatches().length === 0, 'the end of the watch');
    assert.equal(clock.pending, 0);
  });

  test('is expired by its version and by the test, with an ERROR event in a 200', async () => {
    const open410 = await open(`resourceVersion=${simulator.store.resourceVersion}`);
    await eventually(() => simulator.openWatches('pods').length === 1, 'the open watch');
    simulator.create('pods', named('b'));
    simulator.expireWatches('pods');
    const events = [await open410.next(), await open410.next()].filter((event) => event?.type === 'ERROR');
    assert.equal(events[0]?.object.code, 410);
    assert.equal(await open410.next(), undefined);
    const late = await open('resourceVersion=1');
    assert.equal((await late.next())?.object.reason, 'Expired');
    assert.equal(await late.next(), undefined);
  });

  test('whose reader is slower than the history is given up on', async () => {
    const big = 'x'.repeat(200_000);
    const watch = await open(`resourceVersion=${simulator.store.resourceVersion}`);
    await eventually(() => simulator.openWatches().length === 1, 'the open watch');
    // Nothing is read while 400 large events pass through a history of at most 100.
    for (let i = 0; i < 400; i++) {
      simulator.patch('pods', 'default', 'a', { metadata: { annotations: { big: big + i } } });
      if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    let seen = 0;
    while ((await watch.next()) !== undefined) seen++;
    assert.ok(seen < 400, `${seen} events seen`);
    assert.equal(simulator.openWatches().length, 0);
  });
});
