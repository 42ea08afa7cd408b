import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSimulator } from '../support/cluster.ts';
import { eventually } from '../support/deadline.ts';
import { startExporter } from '../support/exporter-process.ts';
import { findValue } from '../support/find-samples.ts';
import { ask } from '../support/http-client.ts';

const RESOURCES = '--resources=configmaps,services';

test('before the first complete generation a scrape gets 503, with what is missing and when to come back', async (t) => {
  const { simulator, env, namespace } = await startSimulator(t);
  simulator.create('services', { metadata: { namespace, name: 'early' }, spec: { type: 'ClusterIP' } });
  const HOLD_MS = 60_000;
  const release = simulator.fault({
    resource: 'configmaps',
    times: Number.POSITIVE_INFINITY,
    effect: { kind: 'latency', ms: HOLD_MS },
  });
  const exporter = await startExporter(t, { args: [RESOURCES], env });
  const services = await eventually(async () => {
    const { text } = await exporter.ask('/readyz?verbose');
    return /^\[\+\]services ok$/m.test(text) ? text : undefined;
  }, 'services are complete');

  assert.match(services, /^\[-\]configmaps failed: /m);
  assert.match(services, /readyz check failed\n$/);
  const early = await exporter.scrape();
  assert.equal(early.status, 503);
  assert.ok(Number(early.headers['retry-after']) > 0);
  assert.match(early.text, /configmaps/);
  assert.ok(!early.text.includes('kube_service_info'), 'a part is not the whole');
  for (const base of [exporter.url, exporter.telemetryUrl]) {
    assert.equal((await ask(`${base}/readyz`)).status, 503);
    assert.equal((await ask(`${base}/livez`)).status, 200, 'waiting is no reason for a restart');
  }
  const self = await exporter.selfMetrics();
  assert.equal(findValue(self, 'kube_state_exporter_scrapes_refused_total', { reason: 'starting' }), 1);
  assert.equal(findValue(self, 'kube_state_exporter_snapshot_generation'), undefined);

  release();
  // The request that waits is struck already: the outage ends it, and the next one finds no fault.
  await simulator.closeListener();
  await simulator.start();
  await exporter.ready();
  assert.ok((await exporter.metrics()).includes('service="early"'));
});

test('an API server that is not there yet is waited for, said to be away, and found when it comes', async (t) => {
  const { simulator, env, namespace } = await startSimulator(t);
  simulator.create('services', { metadata: { namespace, name: 'late' }, spec: { type: 'ClusterIP' } });
  await simulator.closeListener();
  const exporter = await startExporter(t, { args: [RESOURCES], env });

  const line = await exporter.logged(({ error }) => /refused the connection/.test(String(error)), 'why');
  assert.equal(line.level, 'warn');
  assert.equal(line.code, 'KSE_API_UNREACHABLE');
  const early = await exporter.scrape();
  assert.equal(early.status, 503);
  assert.match(early.text, /refused the connection/);
  const ready = await exporter.ask('/readyz?verbose');
  assert.match(ready.text, /^\[-\]services failed: waiting: .*refused the connection/m);
  assert.equal((await exporter.ask('/livez')).status, 200);

  await simulator.start();
  await exporter.ready();
  assert.ok((await exporter.metrics()).includes('service="late"'));
});

test('an outage later costs no series: the last generation is served on, and is live again after it', async (t) => {
  const { simulator, env, namespace } = await startSimulator(t);
  const metadata = { namespace, name: 'steady' };
  simulator.create('configmaps', { metadata });
  const exporter = await startExporter(t, { args: [RESOURCES], env });
  await exporter.ready();
  await simulator.closeListener();
  await eventually(async () => {
    const synced = findValue(await exporter.selfMetrics(), 'kube_state_exporter_resource_synced', {
      resource: 'configmaps',
    });
    return synced === 0;
  }, 'the outage is visible');
  assert.ok((await exporter.metrics()).includes('configmap="steady"'));
  assert.equal((await exporter.ask('/readyz')).status, 200, 'there is something to scrape');
  simulator.create('configmaps', { metadata: { namespace, name: 'meanwhile' } });
  simulator.remove('configmaps', namespace, 'steady');
  await simulator.start();
  const text = await eventually(async () => {
    const now = await exporter.metrics();
    return now.includes('configmap="meanwhile"') ? now : undefined;
  }, 'what happened during the outage');
  assert.ok(!text.includes('configmap="steady"'));
});
