import type { AddressInfo } from 'node:net';
import { CodedError } from '../protocol/coded-error.ts';
import { Settling } from '../protocol/settling.ts';
import type { WorkerStats } from '../protocol/worker-api.ts';
import { resources } from '../workers/families/index.ts';
import { budgetOf, type Machine, thisMachine } from './budget.ts';
import type { Clock, Timer } from './clock.ts';
import { ExporterState } from './exporter-state.ts';
import { SnapshotExposition } from './exposition/snapshot-exposition.ts';
import { GenerationGate } from './generation-gate.ts';
import type { Health, HealthCheck } from './http/health.ts';
import { router } from './http/router.ts';
import { metricsRoutes, telemetryRoutes } from './http/routes.ts';
import { ScrapeLedger } from './http/scrapes.ts';
import { HttpListener } from './http/server.ts';
import type { ApiTransport } from './kube/api.ts';
import type { Cluster } from './kube/cluster.ts';
import { enabledResources } from './options/filters.ts';
import type { Options } from './options/table.ts';
import { Pipeline, type PipelineObserver } from './pipeline.ts';
import { planStreams } from './stream-plan.ts';
import type { Log } from './telemetry/log.ts';
import type { SelfMetrics } from './telemetry/registry.ts';
import { VERSION } from './version.ts';
import { WatchedStream } from './watched-stream.ts';

export interface ExporterOptions {
  readonly options: Options;
  readonly cluster: Cluster;
  readonly transport: ApiTransport;
  readonly clock: Clock;
  readonly log: Log;
  readonly selfMetrics: SelfMetrics;
  /** The workers' module; for tests. */
  readonly worker?: string;
  /** What there is to divide, instead of what is found; for tests. */
  readonly machine?: Machine;
}

/** How often the workers are asked for their figures. */
const STATS_MS = 5_000;

/** A worker that can't be replaced for this long: only a new process may help. */
const EMPTY_SEAT_MS = 60_000;

/**
 * The exporter: the one place where all parts are wired.
 *
 * Start: listeners (which say "not yet"), workers, streams. Stop, in the order in which scrapes stay
 * whole: not ready, listeners drained while the data is still live, then reflectors, workers,
 * connections.
 */
export class Exporter {
  readonly #given: ExporterOptions;
  readonly #pipeline: Pipeline;
  readonly #gate: GenerationGate;
  readonly #ledger: ScrapeLedger;
  readonly #metrics: HttpListener;
  readonly #telemetry: HttpListener;
  /** By stream id. */
  readonly #streams = new Map<number, WatchedStream>();
  readonly #planned: ReturnType<typeof planStreams>;
  readonly #stalls: number[];
  readonly #settling: Settling;
  #workerStats: readonly (WorkerStats | undefined)[] = [];
  #statsTimer: Timer | undefined;
  #started: Promise<ExporterAddresses> | undefined;
  #stopped: Promise<void> | undefined;

  /** @throws KSE_OPTIONS when the filters leave nothing to export. */
  constructor(given: ExporterOptions) {
    this.#given = given;
    const { options, clock, log, selfMetrics } = given;
    const { instruments } = selfMetrics;
    const enabled = enabledResources(options, resources);
    const budget = budgetOf(given.machine ?? thisMachine(), options.workers);
    this.#planned = planStreams(enabled, options);
    this.#stalls = new Array<number>(budget.workers).fill(0);
    this.#settling = new Settling(clock);
    this.#gate = new GenerationGate(
      () => [...this.#streams.values()],
      () => log.info('first complete generation'),
    );
    this.#pipeline = new Pipeline({
      clock,
      resources: enabled,
      workers: budget.workers,
      heapMiB: budget.workerHeapMiB,
      publishIntervalMs: options.publishInterval,
      observer: this.#pipelineObserver(),
      ...(given.worker !== undefined && { worker: given.worker }),
    });
    this.#ledger = new ScrapeLedger({
      limits: {
        maxInFlight: options.maxConcurrentScrapes,
        writeTimeoutMs: options.serverWriteTimeout,
        maxPinnedBytes: options.maxPinnedBytes,
      },
      clock,
      instruments,
      log,
      currentGeneration: () => this.#pipeline.current.generation,
    });
    const health = this.#health();
    // A resource that is known but not enabled has an empty body; only a name that is none is refused.
    const names = new Set(resources.map(({ name }) => name));
    this.#metrics = this.#listener(
      'metrics',
      metricsRoutes({
        exposition: new SnapshotExposition(clock, () =>
          this.#gate.open ? this.#pipeline.current : undefined,
        ),
        ledger: this.#ledger,
        instruments,
        resources: names,
        waitingFor: () => this.#gate.waitingFor,
        clock,
        log,
        health,
        version: VERSION,
      }),
    );
    this.#telemetry = this.#listener(
      'telemetry',
      telemetryRoutes({ selfMetrics, health, version: VERSION, log }),
    );
    selfMetrics.attach(
      new ExporterState({
        clock,
        build: { version: VERSION, revision: 'unknown', branch: 'unknown' },
        objectLimit: options.objectLimit,
        pipeline: this.#pipeline,
        streams: () => [...this.#streams.values()],
        gate: this.#gate,
        ledger: this.#ledger,
        workerStats: () => this.#workerStats,
        stalls: () => this.#stalls,
      }),
    );
  }

  /**
   * Starts everything. Resolves when the streams are under way, not when they are complete: an API
   * server that can't be reached is tried for as long as it takes.
   *
   * Rejects with KSE_LISTEN, KSE_WORKER_START or KSE_WORKER_DIED; `stop` is due all the same. Rejects
   * also when a stop overtakes it.
   */
  start(): Promise<ExporterAddresses> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Ends everything in order, a start that is under way too. Running scrapes get `graceMs`. Idempotent. */
  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  /** Kills the worker of a partition, as a crash would. For tests. */
  killWorker(partition: number): void {
    this.#pipeline.workers.kill(partition);
  }

  async #start(): Promise<ExporterAddresses> {
    const { log, cluster, clock, options, transport, selfMetrics } = this.#given;
    this.#goOn();
    const metrics = await this.#metrics.start();
    this.#goOn();
    const telemetry = await this.#telemetry.start();
    this.#goOn();
    await this.#pipeline.start();
    await Promise.all(
      this.#planned.map(async (planned) => {
        const stream = await this.#pipeline.open(planned.enabled.resource.name, options.objectLimit);
        const watched = new WatchedStream({
          planned,
          stream,
          transport,
          clock,
          instruments: selfMetrics.instruments,
          log,
          contentType: options.kubeApiContentType,
          useApiServerCache: options.useApiserverCache,
        });
        this.#streams.set(stream.id, watched);
      }),
    );
    this.#goOn();
    log.info('watching', {
      cluster: cluster.source,
      server: cluster.server.origin,
      streams: this.#streams.size,
    });
    for (const watched of this.#streams.values()) watched.start();
    this.#askWorkers();
    return { metrics, telemetry };
  }

  /** What a start has not begun when a stop comes, nobody would end. */
  #goOn(): void {
    if (this.#stopped !== undefined) throw new CodedError('KSE_STOPPED', 'stopped before it had started');
  }

  async #stop(graceMs: number): Promise<void> {
    this.#statsTimer?.cancel();
    this.#settling.stop();
    await Promise.all([this.#metrics.stop(graceMs), this.#telemetry.stop(graceMs)]);
    await Promise.all([...this.#streams.values()].map((watched) => watched.stop()));
    await this.#pipeline.stop();
    // Whoever started it is told how that ended; here it only matters that it has.
    await this.#started?.catch(() => {});
    this.#given.cluster.credentials.close();
    await this.#given.transport.close();
  }

  #listener(name: 'metrics' | 'telemetry', routes: Parameters<typeof router>[0]): HttpListener {
    const { options, clock, log } = this.#given;
    const prefix = name === 'metrics' ? '' : 'telemetry-';
    return new HttpListener({
      name,
      host: name === 'metrics' ? options.host : options.telemetryHost,
      port: name === 'metrics' ? options.port : options.telemetryPort,
      flags: { host: `--${prefix}host`, port: `--${prefix}port` },
      timeouts: {
        headersMs: options.serverReadHeaderTimeout,
        requestMs: options.serverReadTimeout,
        idleMs: options.serverIdleTimeout,
      },
      handle: router(routes, log),
      onCut: () => this.#ledger.cutAll('shutdown'),
      clock,
      log,
    });
  }

  #health(): Health {
    return {
      liveness: () => [
        {
          name: 'workers',
          ok: this.#pipeline.workers.emptyMs < EMPTY_SEAT_MS,
          ...(this.#pipeline.workers.emptyMs > 0 && { reason: 'a worker is being replaced' }),
        },
      ],
      readiness: (): readonly HealthCheck[] => [
        {
          name: 'running',
          ok: this.#stopped === undefined,
          ...(this.#stopped && { reason: 'shutting down' }),
        },
        {
          name: 'generation',
          ok: this.#gate.open,
          ...(!this.#gate.open && { reason: `waiting for ${this.#gate.waitingFor}` }),
        },
        ...this.#gate.checks(),
      ],
    };
  }

  #pipelineObserver(): PipelineObserver {
    const { clock, log, selfMetrics } = this.#given;
    const { instruments } = selfMetrics;
    return {
      began: (stream) => this.#streams.get(stream)?.stageBegan(),
      committed: (stream) => {
        this.#streams.get(stream)?.stageCommitted();
        this.#settling.request();
        // Its opening is told now, not with the first scrape after it.
        void this.#gate.open;
      },
      published: (_snapshot, oldestAt) => {
        if (oldestAt !== undefined) instruments.visibleSeconds((clock.monotonic() - oldestAt) / 1000);
      },
      applied: (ms, bytes) => {
        instruments.publishSeconds(ms / 1000);
        this.#settling.replaced(bytes);
      },
      lost: (stream, losses) => this.#streams.get(stream)?.lost(losses),
      stalled: (partition) => {
        this.#stalls[partition] = (this.#stalls[partition] ?? 0) + 1;
      },
      died: (partition, error) => {
        instruments.workerRestarts({ reason: reasonOfDeath(error) });
        log.error('a worker died; its last pages are served on', { partition }, error);
      },
      replaced: (partition) => {
        log.info('a worker was replaced', { partition });
        for (const watched of this.#streams.values()) watched.restart('a worker was replaced');
      },
    };
  }

  #askWorkers(): void {
    const next = () => {
      this.#statsTimer = this.#given.clock.after(STATS_MS, () => this.#askWorkers());
    };
    void this.#pipeline.workers.stats(STATS_MS).then((stats) => {
      this.#workerStats = stats;
      if (this.#stopped === undefined) next();
    });
  }
}

/** Where the exporter listens. */
export interface ExporterAddresses {
  readonly metrics: AddressInfo;
  readonly telemetry: AddressInfo;
}

/** A few words for a label: what Node says of a thread's end, or that its code failed. */
function reasonOfDeath(error: Error): string {
  const cause: unknown = error.cause;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return 'out_of_memory';
  if (cause instanceof Error && /exited with code/.test(cause.message)) return 'exit';
  if (cause instanceof Error && cause.name === 'AbortError') return 'killed';
  return 'error';
}
