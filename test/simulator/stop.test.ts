import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { test } from 'node:test';
import { Simulator } from '../../bench/simulator/server.ts';
import { eventually, within } from '../support/deadline.ts';
import { ask, named, STREAMING, WatchReader } from './client.ts';

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => /TCP(Server)?(Socket)?Wrap/.test(name)).length;

test('stop ends open watches, silent and busy ones, and leaves nothing behind', async () => {
  const before = sockets();
  const simulator = await new Simulator().start();
  simulator.populate({ pods: 300, nodes: 3, seed: 1 });
  simulator.churn({ eventsPerSecond: 500 });
  simulator.fault({ resource: 'pods', verb: 'watch', effect: { kind: 'silence', afterItems: 1 } });
  const watches = await Promise.all(
    ['pods', 'pods', 'nodes'].map((plural) => WatchReader.open(simulator, `/api/v1/${plural}?${STREAMING}`)),
  );
  await eventually(() => simulator.openWatches().length === 3, 'all watches');
  await within(simulator.stop(), 'the stop');
  assert.equal(simulator.openWatches().length, 0);
  const { changes } = simulator;
  for (const watch of watches) {
    await assert.rejects(async () => {
      while ((await watch.next()) !== undefined);
    });
  }
  await eventually(() => sockets() <= before, 'the sockets to be gone');
  assert.equal(simulator.changes, changes);
});

test('stop in the middle of a long list and of a delayed answer resolves', async () => {
  const simulator = await new Simulator().start();
  simulator.populate({ pods: 3000, nodes: 3, seed: 1 });
  simulator.fault({ resource: 'nodes', effect: { kind: 'latency', ms: 3_600_000 } });
  // One reads nothing, so that the list stands still in the middle; the other is never answered.
  const stuck = get(`${simulator.url}/api/v1/pods`, (message) => message.pause());
  const delayed = once(get(`${simulator.url}/api/v1/nodes`), 'response');
  const noticed = assert.rejects(delayed, /socket hang up|ECONNRESET/);
  await eventually(() => simulator.traffic.requests.length === 1, 'the list to begin');
  await within(simulator.stop(), 'the stop');
  await within(simulator.stop(), 'the second stop');
  await within(noticed, 'the delayed client to notice');
  stuck.destroy();
});

test('an outage refuses connections, and ends on the same port with the same objects', async () => {
  const simulator = await new Simulator().start();
  const { url } = simulator;
  simulator.create('pods', named('a'));
  await simulator.closeListener();
  await assert.rejects(fetch(`${url}/api/v1/pods`));
  await simulator.start();
  assert.equal(simulator.url, url);
  assert.equal((await ask(simulator, '/api/v1/pods')).json().items.length, 1);
  await simulator.stop();
});

test('starting twice is an error', async () => {
  const simulator = await new Simulator().start();
  await assert.rejects(simulator.start(), /listening already/);
  await simulator.stop();
});
