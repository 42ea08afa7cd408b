import type { WorkerStats } from '../protocol/worker-api.ts';
import type { Clock } from './clock.ts';
import { ofFamily } from './exposition/summary.ts';
import type { GenerationGate } from './generation-gate.ts';
import type { ScrapeLedger } from './http/scrapes.ts';
import type { Pipeline } from './pipeline.ts';
import type { ResourceSnapshot } from './snapshot/snapshot.ts';
import {
  type BuildState,
  goTypeOf,
  type ResourceState,
  type ScrapeState,
  type SelfState,
  type SnapshotState,
  type WorkerState,
} from './telemetry/self-state.ts';
import type { WatchedStream } from './watched-stream.ts';

/** What is told of a stream. */
export type StatedStream = Pick<WatchedStream, 'planned' | 'committed' | 'reflector' | 'stagedAt' | 'stream'>;

export interface ExporterStateOptions {
  readonly clock: Clock;
  readonly build: BuildState;
  readonly objectLimit: number;
  readonly pipeline: Pick<Pipeline, 'current' | 'dispatcher'>;
  readonly streams: () => readonly StatedStream[];
  readonly gate: Pick<GenerationGate, 'open'>;
  readonly ledger: Pick<ScrapeLedger, 'inFlight' | 'pinnedBytes'>;
  /** The workers' last figures, by partition. */
  readonly workerStats: () => readonly (WorkerStats | undefined)[];
  /** Times that a reader waited for a worker, by partition. */
  readonly stalls: () => readonly number[];
}

/** What the exporter says about itself, put together when it is asked. */
export class ExporterState implements SelfState {
  readonly build: BuildState;
  readonly objectLimit: number;
  readonly #options: ExporterStateOptions;

  constructor(options: ExporterStateOptions) {
    this.build = options.build;
    this.objectLimit = options.objectLimit;
    this.#options = options;
  }

  resources(): readonly ResourceState[] {
    const { pipeline, streams } = this.#options;
    return pipeline.current.resources.map((resource) =>
      this.#resource(
        resource,
        streams().filter(({ planned }) => planned.enabled.resource.name === resource.name),
      ),
    );
  }

  workers(): readonly WorkerState[] {
    const { pipeline, workerStats, stalls } = this.#options;
    const stats = workerStats();
    return pipeline.dispatcher.lanes.map((lane, partition) => ({
      partition,
      alive: lane.session !== undefined,
      queueBytes: lane.inFlightBytes,
      creditStalls: stalls()[partition] ?? 0,
      heapBytes: stats[partition]?.heapBytes,
      pageBytes: stats[partition]?.pageBytes,
      cpuMs: stats[partition]?.cpuMs,
    }));
  }

  snapshot(): SnapshotState | undefined {
    const { clock, gate, pipeline } = this.#options;
    if (!gate.open) return undefined;
    const { generation, publishedAt } = pipeline.current;
    return { generation, ageMs: Math.max(0, clock.now() - publishedAt) };
  }

  scrapes(): ScrapeState {
    const { inFlight, pinnedBytes } = this.#options.ledger;
    return { inFlight, pinnedBytes };
  }

  #resource(resource: ResourceSnapshot, streams: readonly StatedStream[]): ResourceState {
    const now = this.#options.clock.now();
    const states = streams.map((stream) => ({ stream, reflector: stream.reflector }));
    const oldest = (times: readonly (number | undefined)[]) => {
      const known = times.filter((time) => time !== undefined);
      return known.length === 0 ? undefined : now - Math.min(...known);
    };
    const sums = resource.families.map(ofFamily);
    const [first] = streams;
    return {
      name: resource.name,
      goType: first === undefined ? resource.name : goTypeOf(first.planned.enabled.resource),
      synced:
        states.length > 0 &&
        states.every(({ stream, reflector }) => stream.committed && reflector.phase === 'watching'),
      lastEventAgeMs: oldest(states.map(({ reflector }) => reflector.lastEventAt)),
      lastBookmarkAgeMs: oldest(states.map(({ reflector }) => reflector.lastBookmarkAt)),
      stagedAgeMs: oldest(streams.map(({ stagedAt }) => stagedAt)),
      objects: resource.objects,
      leftOut: streams.reduce((sum, { stream }) => sum + stream.leftOut.count, 0),
      series: sums.reduce((sum, { samples }) => sum + samples, 0),
      plainBytes: sums.reduce((sum, { plain }) => sum + plain, 0),
      storedBytes: sums.reduce((sum, { deflated }) => sum + deflated, 0),
    };
  }
}
