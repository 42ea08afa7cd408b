import { CodedError } from '../../protocol/coded-error.ts';
import type { Losses } from '../../protocol/messages.ts';
import { Encoding, Op } from '../../protocol/op.ts';
import { systemClock } from '../clock.ts';
import { type FoundText, findUid } from '../kube/frames/meta-json.ts';
import { textOf } from '../kube/frames/wire.ts';
import type { EnabledResource } from '../options/filters.ts';
import { Pipeline } from '../pipeline.ts';
import type { DispatchStream } from '../pool/dispatch-stream.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Found } from './documents.ts';
import type { Identity } from './identities.ts';

/** Bytes after which credit is waited for. A batch has 256 KiB; a lane stops at 8 MiB. */
const DRAIN_BYTES = 1024 * 1024;

/** All that is published is one stage a resource, so nothing has to wait for something else to join in. */
const PUBLISH_INTERVAL_MS = 1;

export interface FeedOptions {
  readonly resources: readonly EnabledResource[];
  readonly workers: number;
  readonly heapMiB: number;
  /** Rendering has lost something of a resource's objects. */
  readonly lost: (resource: string, losses: Losses) => void;
  /** The worker's module; for tests. */
  readonly worker?: string;
}

/**
 * The exporter's pipeline with files for a cluster: one stream and one stage a resource, opened with
 * its first object. A worker that dies ends it all; there is nobody to list from again.
 */
export class Feed {
  readonly #pipeline: Pipeline;
  readonly #started: Promise<void>;
  readonly #streams = new Map<string, DispatchStream>();
  readonly #died = Promise.withResolvers<never>();
  readonly #committed = new Set<number>();
  readonly #lost: (resource: string, losses: Losses) => void;
  #allCommitted: (() => void) | undefined;
  #current: DispatchStream | undefined;
  #undrained = 0;
  readonly #uid: FoundText = { start: 0, end: 0, unescaped: undefined };

  constructor(options: FeedOptions) {
    this.#lost = options.lost;
    this.#pipeline = new Pipeline({
      clock: systemClock,
      resources: options.resources,
      workers: options.workers,
      heapMiB: options.heapMiB,
      publishIntervalMs: PUBLISH_INTERVAL_MS,
      ...(options.worker === undefined ? {} : { worker: options.worker }),
      observer: {
        began: () => {},
        applied: () => {},
        published: () => {},
        stalled: () => {},
        replaced: () => {},
        committed: (stream) => this.#commit(stream),
        lost: (stream, losses) => this.#lost(this.#resourceOf(stream), losses),
        died: (_partition, cause) =>
          this.#died.reject(
            new CodedError('KSE_WORKER_DIED', 'a worker died while rendering', {
              cause,
              hint: 'When it ran out of memory: give fewer objects at a time, or more --workers.',
            }),
          ),
      },
    });
    // Nobody may be waiting when it happens; whoever waits next is told.
    this.#died.promise.catch(() => {});
    // Threads start while the first file is being read.
    this.#started = this.#pipeline.start();
    this.#started.catch(() => {});
  }

  /** Adds an object of an enabled resource. Resolves when the workers can take more. */
  async put(resource: string, found: Found, { uid }: Identity): Promise<void> {
    const stream = await this.#select(resource);
    const { bytes, start, end } = found;
    findUid(bytes, start, end, 'object', this.#uid);
    if (this.#uid.unescaped === undefined && textOf(bytes, this.#uid.start, this.#uid.end) === uid) {
      stream.object(Op.upsert, bytes, start, end, this.#uid.start, this.#uid.end);
    } else {
      // Written with escapes, or twice: what it means is appended to a copy, for the uid to be found in.
      const copy = Buffer.concat([bytes.subarray(start, end), Buffer.from(uid)]);
      stream.object(Op.upsert, copy, 0, end - start, end - start, copy.length);
    }
    await this.#credit(end - start);
  }

  /** Takes an object away that was put before. */
  async remove(resource: string, identity: Identity): Promise<void> {
    const stream = await this.#select(resource);
    const text = Buffer.from(JSON.stringify({ metadata: identity }));
    const bytes = Buffer.concat([text, Buffer.from(identity.uid)]);
    stream.object(Op.remove, bytes, 0, text.length, text.length, bytes.length);
  }

  /** Everything has been put: the snapshot of all of it. */
  async complete(): Promise<Snapshot> {
    await this.#alive(this.#started);
    for (const stream of this.#streams.values()) stream.complete('');
    await this.#alive(
      new Promise<void>((resolve) => {
        this.#allCommitted = resolve;
        this.#checkCommitted();
      }),
    );
    return this.#pipeline.current;
  }

  /** Ends the threads. Idempotent. */
  async stop(): Promise<void> {
    // A pool that is stopped in mid-start would leave sessions waiting for threads that never come.
    await this.#started.catch(() => {});
    await this.#pipeline.stop();
  }

  async #select(resource: string): Promise<DispatchStream> {
    const known = this.#streams.get(resource);
    if (known !== undefined && known === this.#current) return known;
    // A pending batch belongs to one stream: it has to leave before another one adds to it.
    if (this.#current !== undefined) await this.#alive(this.#current.drained());
    const stream = known ?? (await this.#open(resource));
    this.#current = stream;
    return stream;
  }

  async #open(resource: string): Promise<DispatchStream> {
    await this.#alive(this.#started);
    const stream = await this.#alive(this.#pipeline.open(resource, 0));
    this.#streams.set(resource, stream);
    stream.begin(Encoding.json);
    return stream;
  }

  async #credit(bytes: number): Promise<void> {
    this.#undrained += bytes;
    if (this.#undrained < DRAIN_BYTES || this.#current === undefined) return;
    this.#undrained = 0;
    await this.#alive(this.#current.drained());
  }

  #alive<T>(wait: Promise<T>): Promise<T> {
    return Promise.race([wait, this.#died.promise]);
  }

  #commit(stream: number): void {
    this.#committed.add(stream);
    this.#checkCommitted();
  }

  #checkCommitted(): void {
    if (this.#committed.size === this.#streams.size) this.#allCommitted?.();
  }

  #resourceOf(id: number): string {
    for (const [resource, stream] of this.#streams) if (stream.id === id) return resource;
    return 'objects';
  }
}
