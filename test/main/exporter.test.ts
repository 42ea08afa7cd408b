import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../src/main/clock.ts';
import { Exporter } from '../../src/main/exporter.ts';
import type { ApiTransport } from '../../src/main/kube/api.ts';
import type { Cluster } from '../../src/main/kube/cluster.ts';
import { loadOptions } from '../../src/main/options/load.ts';
import { createSelfMetrics } from '../../src/main/telemetry/registry.ts';
import { codeOf } from '../../src/protocol/coded-error.ts';
import { resources } from '../../src/workers/families/index.ts';
import { within } from '../support/deadline.ts';
import { freePort } from '../support/free-port.ts';
import { memoryLog } from './http/support/log.ts';

interface Parts {
  readonly exporter: Exporter;
  readonly ports: readonly number[];
  /** What was asked of the API server, and which ends were told. */
  readonly calls: string[];
}

/** An exporter on two ports, of a cluster that never answers. */
async function make(test: TestContext, ports?: readonly number[]): Promise<Parts> {
  const [metrics, telemetry] = ports ?? [await freePort(), await freePort()];
  const listeners = ['--host=127.0.0.1', '--telemetry-host=127.0.0.1'];
  const command = loadOptions(
    [...listeners, `--port=${metrics}`, `--telemetry-port=${telemetry}`, '--resources=pods', '--workers=2'],
    resources,
  );
  if (command.kind !== 'run') throw new Error(`this asks for ${command.kind}`);
  const calls: string[] = [];
  const transport: ApiTransport = {
    request: ({ path, signal }) => {
      calls.push(path.split('?')[0] ?? '');
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    },
    close: async () => void calls.push('transport closed'),
  };
  const cluster: Cluster = {
    source: 'a test',
    server: new URL('http://127.0.0.1:1'),
    proxyUrl: undefined,
    credentials: {
      access: () => Promise.reject(new Error('nobody asks')),
      renew: () => Promise.reject(new Error('nobody asks')),
      close: () => void calls.push('credentials closed'),
    },
  };
  const exporter = new Exporter({
    options: command.options,
    cluster,
    transport,
    clock: systemClock,
    log: memoryLog().log,
    selfMetrics: createSelfMetrics(),
  });
  test.after(() => exporter.stop(0));
  return { exporter, ports: [metrics ?? 0, telemetry ?? 0], calls };
}

/** Whether somebody listens on a port. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function nothingIsLeft({ ports, calls }: Parts): Promise<void> {
  assert.deepEqual(await Promise.all(ports.map(listens)), [false, false]);
  assert.deepEqual(calls.slice(-2), ['credentials closed', 'transport closed']);
  // One more turn for whatever was started behind the stop's back.
  await new Promise((resolve) => setImmediate(resolve));
  const kinds = process.getActiveResourcesInfo();
  assert.ok(!kinds.includes('MessagePort'), `no worker is left: ${kinds}`);
}

test('it starts without the API server, and leaves nothing behind when it stops', async (t) => {
  const parts = await make(t);
  const { exporter, ports, calls } = parts;
  const addresses = await within(exporter.start(), 'the start');
  assert.deepEqual([addresses.metrics.port, addresses.telemetry.port], ports);
  assert.deepEqual(calls, ['/api/v1/pods']);
  await within(Promise.all([exporter.stop(0), exporter.stop(1_000)]), 'the stop');
  await nothingIsLeft(parts);
});

/** Turns of the event loop between start and stop: before, between and after the steps of a start. */
for (const turns of [0, 1, 2, 3, 5, 8, 13]) {
  test(`a stop overtakes a start after ${turns} turns, and ends what it had begun`, async (t) => {
    const parts = await make(t);
    const starting = parts.exporter.start();
    starting.catch(() => {});
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    await within(parts.exporter.stop(0), 'the stop');
    const outcome = await within(
      starting.then(
        () => 'started',
        (error: unknown) => codeOf(error),
      ),
      'the start comes to an end',
    );
    assert.ok(['started', 'KSE_STOPPED', 'KSE_WORKER_DIED'].includes(String(outcome)), String(outcome));
    await nothingIsLeft(parts);
  });
}

test('after a stop there is no start', async (t) => {
  const parts = await make(t);
  await within(parts.exporter.stop(0), 'the stop');
  await assert.rejects(parts.exporter.start(), (error) => codeOf(error) === 'KSE_STOPPED');
  await nothingIsLeft(parts);
});

test('a port that is taken fails the start, and what was open is closed', async (t) => {
  const first = await make(t);
  await first.exporter.start();
  const parts = await make(t, [await freePort(), first.ports[1] ?? 0]);
  await assert.rejects(parts.exporter.start(), (error) => codeOf(error) === 'KSE_LISTEN');
  await within(parts.exporter.stop(0), 'the stop');
  assert.equal(await listens(parts.ports[0] ?? 0), false);
});

test('a worker that dies in the middle of a stop does not hold it up', async (t) => {
  const parts = await make(t);
  await parts.exporter.start();
  const stopping = parts.exporter.stop(0);
  parts.exporter.killWorker(0);
  await within(stopping, 'the stop');
  await nothingIsLeft(parts);
});
