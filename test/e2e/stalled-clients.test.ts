import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Simulator } from '../../bench/simulator/server.ts';
import { clusterKind, startSimulator } from '../support/cluster.ts';
import { eventually, within } from '../support/deadline.ts';
import { type ExporterProcess, startExporter } from '../support/exporter-process.ts';
import { findValue } from '../support/find-samples.ts';
import { SlowClient } from '../support/slow-client.ts';

const skip = clusterKind() === 'simulator' ? false : 'needs thousands of pods that change';

const CLIENTS = 50;
/** Some 19 MB of plain text, of which the kernel takes a few for each client. */
const PODS = 2000;
const CHANGES_PER_SECOND = 50;
const WRITE_TIMEOUT_MS = 10_000;
/** Changes that are timed, without the stalled clients and with them. */
const TIMED = 30;

/** Milliseconds from a change at the API server until a scrape shows it, for many changes in turn. */
async function timeChanges(
  exporter: ExporterProcess,
  simulator: Simulator,
  namespace: string,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < TIMED; i++) {
    const name = `timed-${simulator.store.resourceVersion}`;
    const start = performance.now();
    simulator.create('configmaps', { metadata: { namespace, name } });
    await eventually(
      async () => (await exporter.metrics('resources=configmaps')).includes(`configmap="${name}"`),
      'a change appears',
    );
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;

/** Sockets of the process, where the system shows them. */
function socketsOf(pid: number): number | undefined {
  const folder = `/proc/${pid}/fd`;
  return existsSync(folder) ? readdirSync(folder).length : undefined;
}

test(`${CLIENTS} clients that never read hold nothing up, and leave nothing behind`, {
  skip,
  timeout: 180_000,
}, async (t) => {
  const { simulator, env, namespace } = await startSimulator(t);
  simulator.populate({ pods: PODS, nodes: 20, seed: 1 });
  const exporter = await startExporter(t, {
    args: [
      '--resources=pods,configmaps',
      `--server-write-timeout=${WRITE_TIMEOUT_MS}ms`,
      `--max-concurrent-scrapes=${2 * CLIENTS}`,
    ],
    env,
  });
  await exporter.ready();
  simulator.churn({ eventsPerSecond: CHANGES_PER_SECOND, mix: { status: 1 }, seed: 1 });
  const self = async (name: string) => findValue(await exporter.selfMetrics(), name) ?? Number.NaN;
  // The first ones pay for what is compiled and allocated once.
  await timeChanges(exporter, simulator, namespace);
  const alone = await timeChanges(exporter, simulator, namespace);
  const memoryBefore = await self('nodejs_external_memory_bytes');
  const socketsBefore = socketsOf(exporter.pid);

  const clients = Array.from({ length: CLIENTS }, () => new SlowClient(exporter.url, '?resources=pods'));
  t.after(() => {
    for (const client of clients) client.destroy();
  });
  const began = performance.now();
  await eventually(
    async () => (await self('kube_state_exporter_scrapes_in_flight')) === CLIENTS,
    'all are being answered',
  );
  const beside = await timeChanges(exporter, simulator, namespace);
  assert.ok(performance.now() - began < WRITE_TIMEOUT_MS, 'the stalled clients were there for all of it');
  assert.equal(await self('kube_state_exporter_scrapes_in_flight'), CLIENTS);
  const pinned = await self('kube_state_exporter_scrape_pinned_bytes');
  assert.ok(pinned > 0, 'they hold a snapshot that is not the current one');

  const figures = [alone, beside].map((times) => [0.5, 0.99].map((q) => quantile(times, q)));
  const [[medianAlone = 0, worstAlone = 0] = [], [medianBeside = 0, worstBeside = 0] = []] = figures;
  t.diagnostic(
    `visible after: median ${medianAlone.toFixed(0)} ms alone, ${medianBeside.toFixed(0)} ms beside; ` +
      `p99 ${worstAlone.toFixed(0)} ms and ${worstBeside.toFixed(0)} ms`,
  );
  // A machine that runs other tests has its pauses; whatever waited for a client would take seconds.
  const SLACK_MS = 100;
  assert.ok(medianBeside < 2 * medianAlone + SLACK_MS);
  assert.ok(worstBeside < 3 * worstAlone + 5 * SLACK_MS);

  await eventually(
    async () => (await self('kube_state_exporter_scrapes_in_flight')) === 0,
    'all are cut after the deadline',
    WRITE_TIMEOUT_MS + 5_000,
  );
  assert.equal(await self('kube_state_exporter_scrape_pinned_bytes'), 0);
  const ends = await within(Promise.all(clients.map((client) => client.readOn())), 'all connections end');
  for (const { bodyBytes, contentLength } of ends) {
    // A reset may even take the head from a client that has not read it.
    assert.ok(Number.isNaN(contentLength) || bodyBytes < contentLength, 'none has the whole');
  }
  if (socketsBefore !== undefined) {
    await eventually(() => (socketsOf(exporter.pid) ?? 0) <= socketsBefore + 2, 'their sockets are closed');
  }
  const cut = findValue(await exporter.selfMetrics(), 'kube_state_exporter_scrapes_cut_total', {
    reason: 'deadline',
  });
  assert.equal(cut, CLIENTS);
  await eventually(
    async () => (await self('nodejs_external_memory_bytes')) < 1.25 * memoryBefore + 8 * 2 ** 20,
    'the memory is given back',
  );
  t.diagnostic(
    `pinned ${(pinned / 2 ** 20).toFixed(1)} MiB; memory outside of heaps before ${(memoryBefore / 2 ** 20).toFixed(1)} MiB`,
  );
});
