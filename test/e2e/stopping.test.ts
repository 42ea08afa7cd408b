import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startSimulator } from '../support/cluster.ts';
import { eventually, within } from '../support/deadline.ts';
import { type ExporterProcess, startExporter } from '../support/exporter-process.ts';
import { SlowClient } from '../support/slow-client.ts';

/** Some 15 MB of plain text: more than the kernel takes for a client that doesn't read. */
const PODS = 2000;
const LARGE = 10_000_000;

async function startLarge(t: TestContext, args: readonly string[] = []): Promise<ExporterProcess> {
  const { simulator, env } = await startSimulator(t);
  simulator.populate({ pods: PODS, nodes: 10, seed: 1 });
  const exporter = await startExporter(t, { args: ['--resources=pods', ...args], env });
  return exporter.ready();
}

/** A scrape that has begun and isn't read. */
async function beginScrape(t: TestContext, exporter: ExporterProcess): Promise<SlowClient> {
  const client = new SlowClient(exporter.url);
  t.after(() => client.destroy());
  const { status, contentLength } = await client.readHead();
  assert.equal(status, 200);
  assert.ok(contentLength > LARGE, `a body of ${contentLength} bytes would fit into socket buffers`);
  return client;
}

/** Waits until nobody is told to come here any more: refused, or not ready. */
async function untilNotReady(exporter: ExporterProcess): Promise<void> {
  await eventually(
    () =>
      exporter.ask('/readyz').then(
        ({ status }) => status === 503,
        (error: NodeJS.ErrnoException) => ['ECONNREFUSED', 'ECONNRESET'].includes(error.code ?? ''),
      ),
    'the exporter is not ready any more',
  );
}

test('after SIGTERM nothing new is taken on, a running scrape comes to its end whole, and the exit is 0', async (t) => {
  const exporter = await startLarge(t);
  const client = await beginScrape(t, exporter);
  exporter.signal('SIGTERM');
  await untilNotReady(exporter);
  const { bodyBytes, contentLength } = await client.readOn();
  assert.equal(bodyBytes, contentLength);
  const { code } = await within(exporter.exit, 'the exporter exits');
  assert.equal(code, 0);
  assert.ok(exporter.log.some(({ message }) => message === 'stopped'));
});

test('a scrape that does not come to its end is cut when the time is over, and the exit is still 0', async (t) => {
  const exporter = await startLarge(t, ['--shutdown-timeout=300ms']);
  const client = await beginScrape(t, exporter);
  const { code } = await exporter.stop();
  assert.equal(code, 0);
  const { bodyBytes, contentLength } = await client.readOn();
  assert.ok(bodyBytes < contentLength, 'nobody takes the beginning for the whole');
  assert.ok(exporter.log.some(({ message, reason }) => message === 'scrape cut' && reason === 'shutdown'));
});

test('a second signal ends it at once', async (t) => {
  const exporter = await startLarge(t);
  await beginScrape(t, exporter);
  exporter.signal('SIGTERM');
  await exporter.logged(({ message }) => message.startsWith('stopping'), 'that it stops');
  exporter.signal('SIGTERM');
  const { code } = await within(exporter.exit, 'the exporter exits', 5_000);
  assert.equal(code, 143);
});

test('SIGINT stops it just the same, before there is a first generation too', async (t) => {
  const { simulator, env } = await startSimulator(t);
  await simulator.closeListener();
  const exporter = await startExporter(t, { env });
  exporter.signal('SIGINT');
  const { code } = await within(exporter.exit, 'the exporter exits');
  assert.equal(code, 0);
});
