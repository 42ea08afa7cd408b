/**
 * `npm run demo`: the exporter on a simulated cluster, nothing else needed. Prints where to look
 * and a first look at the metrics; Ctrl-C ends it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Simulator } from './simulator/server.ts';

const SIZE = { pods: 120, nodes: 6, seed: 1 };
const EVENTS_PER_SECOND = 5;

/** Loading, connecting and listing take about a second; a busy machine may need more. */
const START_DEADLINE_MS = 30_000;

const EXPORTER = new URL('../bundle/main/start/index.js', import.meta.url).pathname;

/** The port that the exporter would have by default, or any free one. */
async function freePort(preferred: number): Promise<number> {
  const probe = createServer();
  const free = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(preferred, '127.0.0.1', () => resolve(true));
  });
  if (!free) return 0;
  probe.close();
  await once(probe, 'close');
  return preferred;
}

interface Running {
  readonly process: ChildProcess;
  readonly metrics: string;
  readonly telemetry: string;
}

/** Starts the exporter and resolves when both of its listeners are open. */
async function startExporter(kubeconfig: string): Promise<Running> {
  const ports = { metrics: await freePort(8080), telemetry: await freePort(8081) };
  const args = ['--kubeconfig', kubeconfig, '--host', '127.0.0.1', '--telemetry-host', '127.0.0.1'];
  const exporter = spawn(
    process.execPath,
    [EXPORTER, ...args, '--port', `${ports.metrics}`, '--telemetry-port', `${ports.telemetry}`],
    // A group of its own: Ctrl-C reaches this process only, which then ends the exporter in order.
    { detached: true, stdio: ['ignore', 'inherit', 'pipe'] },
  );
  const urls = new Map<unknown, string>();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  createInterface({ input: exporter.stderr }).on('line', (line) => {
    const entry = parse(line);
    if (entry === undefined) console.error(line);
    else if (entry.message === 'listening') urls.set(entry.listener, `http://127.0.0.1:${entry.port}`);
    else if (entry.level !== 'info') console.error(line);
    if (urls.size === 2) resolve();
  });
  exporter.once('exit', (code) => reject(new Error(`the exporter ended with status ${code}`)));
  await promise;
  return { process: exporter, metrics: urls.get('metrics') ?? '', telemetry: urls.get('telemetry') ?? '' };
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // Not of the log: what a start that failed has to say.
    return undefined;
  }
}

async function firstScrape(url: string): Promise<string> {
  for (const end = Date.now() + START_DEADLINE_MS; Date.now() < end; ) {
    const response = await fetch(`${url}/metrics`);
    const text = await response.text();
    if (response.ok) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no complete snapshot within ${START_DEADLINE_MS / 1000} s`);
}

/** A few lines that everybody knows, and how much there is in all. */
function firstLook(text: string): string {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const shown = [
    'kube_deployment_status_replicas_ready',
    'kube_pod_status_phase',
    'kube_node_status_condition',
  ].flatMap((name) =>
    samples.filter((line) => line.startsWith(`${name}{`) && line.endsWith(' 1')).slice(0, 2),
  );
  const families = new Set(samples.map((line) => line.replace(/[{ ].*/s, '')));
  return `${shown.map((line) => `    ${line}`).join('\n')}\n    … ${samples.length} series of ${families.size} families`;
}

const folder = mkdtempSync(join(tmpdir(), 'kube-state-exporter-demo-'));
const simulator = new Simulator();
let running: Running | undefined;
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
try {
  simulator.populate(SIZE);
  await simulator.start();
  const kubeconfig = join(folder, 'kubeconfig');
  simulator.writeKubeconfig(kubeconfig);
  running = await startExporter(kubeconfig);
  const look = firstLook(await firstScrape(running.metrics));
  simulator.churn({ eventsPerSecond: EVENTS_PER_SECOND, seed: SIZE.seed });
  console.log(`
kube-state-exporter on a simulated cluster: ${SIZE.pods} pods, ${SIZE.nodes} nodes, ${EVENTS_PER_SECOND} changes a second.

  metrics     ${running.metrics}/metrics
  telemetry   ${running.telemetry}/metrics
  readiness   ${running.metrics}/readyz?verbose
  API server  ${simulator.url} (kubeconfig: ${kubeconfig})

${look}

Ctrl-C ends it.`);
  await Promise.race([interrupted, once(running.process, 'exit')]);
} finally {
  const exporter = running?.process;
  if (exporter !== undefined && exporter.exitCode === null && exporter.signalCode === null) {
    const exit = once(exporter, 'exit');
    exporter.kill('SIGTERM');
    await exit;
  }
  await simulator.stop();
  rmSync(folder, { recursive: true, force: true });
  console.log('stopped.');
}
