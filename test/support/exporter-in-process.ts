import type { TestContext } from 'node:test';
import { systemClock } from '../../src/main/clock.ts';
import { Exporter } from '../../src/main/exporter.ts';
import { loadCluster } from '../../src/main/kube/credentials.ts';
import { createTransport } from '../../src/main/kube/transport.ts';
import { loadOptions } from '../../src/main/options/load.ts';
import { createLog } from '../../src/main/telemetry/log.ts';
import { createSelfMetrics } from '../../src/main/telemetry/registry.ts';
import { VERSION } from '../../src/main/version.ts';
import { resources } from '../../src/workers/families/index.ts';
import type { LogLine } from './exporter-process.ts';

export interface InProcessExporter {
  readonly exporter: Exporter;
  /** `http://127.0.0.1:<port>` of the metrics listener. */
  readonly url: string;
  readonly telemetryUrl: string;
  /** With the time that each line was written at, as `performance.now()` has it. */
  readonly log: readonly (LogLine & { readonly at: number })[];
}

/** The exporter in this process, wired as `run` wires it, with a worker of the test's choice. */
export async function startInProcess(
  test: TestContext,
  options: {
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly worker: string;
  },
): Promise<InProcessExporter> {
  const anywhere = ['--host=127.0.0.1', '--port=0', '--telemetry-host=127.0.0.1', '--telemetry-port=0'];
  const command = loadOptions([...anywhere, ...options.args], resources);
  if (command.kind !== 'run') throw new Error(`this asks for ${command.kind}`);
  const lines: (LogLine & { readonly at: number })[] = [];
  const log = createLog({
    level: 'debug',
    format: 'json',
    write: (line) => void lines.push({ ...(JSON.parse(line) as LogLine), at: performance.now() }),
  });
  const clock = systemClock;
  const cluster = await loadCluster({ clock, warn: (message) => log.warn(message) }, options.env);
  const transport = createTransport({ cluster, clock, version: VERSION, env: options.env });
  const selfMetrics = createSelfMetrics();
  const exporter = new Exporter({
    options: command.options,
    cluster,
    transport,
    clock,
    log,
    selfMetrics,
    worker: options.worker,
    // The smallest heaps there are: a worker that is to run out of memory does so in a second.
    machine: { cpus: 2, memoryBytes: 256 * 1024 * 1024 },
  });
  test.after(() => exporter.stop(0));
  const { metrics, telemetry } = await exporter.start();
  return {
    exporter,
    url: `http://127.0.0.1:${metrics.port}`,
    telemetryUrl: `http://127.0.0.1:${telemetry.port}`,
    log: lines,
  };
}
