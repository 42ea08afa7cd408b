import type { TestContext } from 'node:test';
import { systemClock } from '../../../../src/main/clock.ts';
import type { HealthCheck } from '../../../../src/main/http/health.ts';
import { router } from '../../../../src/main/http/router.ts';
import { metricsRoutes, telemetryRoutes } from '../../../../src/main/http/routes.ts';
import { ScrapeLedger, type ScrapeLimits } from '../../../../src/main/http/scrapes.ts';
import { HttpListener, type ListenerOptions } from '../../../../src/main/http/server.ts';
import { createSelfMetrics, type SelfMetrics } from '../../../../src/main/telemetry/registry.ts';
import type { FakeClock } from '../../../support/clock.ts';
import { FakeExposition } from './exposition.ts';
import { type Entry, memoryLog } from './log.ts';

export interface Service {
  readonly port: number;
  readonly telemetryPort: number;
  readonly listener: HttpListener;
  readonly ledger: ScrapeLedger;
  readonly exposition: FakeExposition;
  readonly selfMetrics: SelfMetrics;
  readonly entries: Entry[];
  readonly health: { live: HealthCheck[]; ready: HealthCheck[] };
  /** The value of a self-metric's series; `undefined` when it isn't there. */
  series(line: string): Promise<number | undefined>;
}

/** Both listeners on loopback, over a fake exposition; stopped when the test ends. */
export async function startService(
  test: TestContext,
  options: {
    length?: number;
    limits?: Partial<ScrapeLimits>;
    timeouts?: Partial<ListenerOptions['timeouts']>;
    maxConnections?: number;
    clock?: FakeClock;
  } = {},
): Promise<Service> {
  const clock = options.clock ?? systemClock;
  const exposition = new FakeExposition(options.length);
  const selfMetrics = createSelfMetrics();
  const { log, entries } = memoryLog();
  const health: Service['health'] = { live: [], ready: [] };
  const { instruments } = selfMetrics;
  const ledger = new ScrapeLedger({
    limits: { maxInFlight: 100, writeTimeoutMs: 60_000, maxPinnedBytes: 2 ** 30, ...options.limits },
    clock,
    instruments,
    log,
    currentGeneration: () => exposition.generation,
  });
  const source = { liveness: () => health.live, readiness: () => health.ready };
  const common = {
    host: '127.0.0.1',
    port: 0,
    flags: { host: '--host', port: '--port' },
    timeouts: { headersMs: 5000, requestMs: 60_000, idleMs: 60_000, ...options.timeouts },
    clock,
    log,
  };
  const listener = new HttpListener({
    ...common,
    name: 'metrics',
    ...(options.maxConnections !== undefined && { maxConnections: options.maxConnections }),
    handle: router(
      metricsRoutes({
        exposition,
        ledger,
        instruments,
        resources: new Set(['pods', 'nodes']),
        waitingFor: () => 'pods, nodes',
        clock,
        log,
        health: source,
        version: '1.2.3',
      }),
      log,
    ),
    onCut: () => ledger.cutAll('shutdown'),
  });
  const telemetry = new HttpListener({
    ...common,
    name: 'telemetry',
    handle: router(telemetryRoutes({ selfMetrics, health: source, version: '1.2.3', log }), log),
  });
  test.after(async () => {
    const stops = [listener.stop(0), telemetry.stop(0)];
    // A fake clock's grace ends when it is told to.
    if (options.clock !== undefined) setImmediate(() => options.clock?.advance(1));
    await Promise.all(stops);
  });
  const [{ port }, { port: telemetryPort }] = await Promise.all([listener.start(), telemetry.start()]);
  return {
    port,
    telemetryPort,
    listener,
    ledger,
    exposition,
    selfMetrics,
    entries,
    health,
    async series(line) {
      const found = (await selfMetrics.render()).split('\n').find((one) => one.startsWith(`${line} `));
      return found === undefined ? undefined : Number(found.slice(line.length + 1));
    },
  };
}
