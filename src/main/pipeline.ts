import type { Losses } from '../protocol/messages.ts';
import { patchBytes } from '../protocol/patch.ts';
import type { StreamPlan } from '../protocol/worker-api.ts';
import type { Clock } from './clock.ts';
import { familyHeader } from './exposition/headers.ts';
import type { EnabledResource } from './options/filters.ts';
import type { DispatchStream } from './pool/dispatch-stream.ts';
import { Dispatcher } from './pool/dispatcher.ts';
import { Pool } from './pool/pool.ts';
import { Workers, type WorkersObserver } from './pool/workers.ts';
import { Publisher, type PublisherObserver } from './snapshot/publisher.ts';
import type { Snapshot } from './snapshot/snapshot.ts';

export interface PipelineOptions {
  readonly clock: Clock;
  readonly resources: readonly EnabledResource[];
  /** Worker threads, and so partitions. */
  readonly workers: number;
  /** Heap of each worker, MiB. */
  readonly heapMiB: number;
  readonly publishIntervalMs: number;
  readonly observer: PipelineObserver;
  /** The worker's module; for tests. */
  readonly worker?: string;
}

export interface PipelineObserver extends PublisherObserver, WorkersObserver {
  /** A stream's stage has begun. */
  began(stream: number, stage: number): void;
  /** Rendering has lost something of a stream. */
  lost(stream: number, losses: Losses): void;
  /** A patch was applied, and published if it could be, in so many milliseconds; it brought so many bytes of pages. */
  applied(ms: number, bytes: number): void;
  /** A reader waits for a worker. */
  stalled(partition: number): void;
}

/**
 * Everything between a stream of objects and a snapshot: workers, dispatcher and publisher, wired.
 * The exporter feeds it from reflectors, `render` from files.
 */
export class Pipeline {
  readonly publisher: Publisher;
  readonly dispatcher: Dispatcher;
  readonly workers: Workers;
  readonly #resources: ReadonlyMap<string, EnabledResource>;
  #streams = 0;

  constructor(options: PipelineOptions) {
    const { clock, resources, workers, heapMiB, publishIntervalMs, observer, worker } = options;
    this.#resources = new Map(resources.map((enabled) => [enabled.resource.name, enabled]));
    const published = resources.map(({ resource, families }) => ({
      name: resource.name,
      headers: families.map(familyHeader),
    }));
    this.publisher = new Publisher(clock, workers, published, observer);
    this.dispatcher = new Dispatcher(clock, workers, {
      began: (stream, stage) => {
        this.publisher.begin(stream, stage);
        observer.began(stream, stage);
      },
      detached: (partition) => this.publisher.vacate(partition),
      attached: (partition) => this.publisher.occupy(partition),
      patched: (partition, patch) => {
        const start = clock.monotonic();
        this.publisher.apply(partition, patch);
        observer.applied(clock.monotonic() - start, patchBytes(patch));
      },
      lost: (stream, losses) => observer.lost(stream, losses),
      stalled: (partition) => observer.stalled(partition),
    });
    const pool = new Pool(workers, { heapMiB }, worker);
    this.workers = new Workers(pool, clock, this.dispatcher, publishIntervalMs, observer);
  }

  /** The newest snapshot. */
  get current(): Snapshot {
    return this.publisher.current;
  }

  /** Starts the workers. Rejects with KSE_WORKER_START or KSE_WORKER_DIED; `stop` is due all the same. */
  start(): Promise<void> {
    return this.workers.start();
  }

  /** Opens a stream of one of the resources. `limit`: objects it may hold; 0 for any number. */
  async open(resource: string, limit: number): Promise<DispatchStream> {
    const enabled = this.#resources.get(resource);
    if (enabled === undefined) throw new Error(`pipeline: ${resource} is not enabled`);
    const plan: StreamPlan = {
      id: ++this.#streams,
      resource,
      families: enabled.families.map(({ name }) => name),
      labels: enabled.labels,
      annotations: enabled.annotations,
    };
    this.publisher.open(plan.id, resource);
    const stream = this.dispatcher.open(plan, limit);
    await this.workers.open(plan);
    return stream;
  }

  /** Ends all threads. Idempotent; the snapshot stays readable. */
  stop(): Promise<void> {
    return this.workers.stop();
  }
}
