import type { Patch } from '../../protocol/patch.ts';
import type { Clock } from '../clock.ts';
import { type PartPages, patchedPages } from './part-pages.ts';
import { SlabLedger } from './slabs.ts';
import type { FamilyHeader, FamilySnapshot, Part, ResourceSnapshot, Snapshot } from './snapshot.ts';

/** A resource as the snapshot shows it: its families' headers, in emission order. */
export interface PublishedResource {
  readonly name: string;
  readonly headers: readonly FamilyHeader[];
}

/** What a publication means to the rest: one reference, swapped. */
export interface PublisherObserver {
  /** A snapshot was published; `oldestAt` is when main received the oldest change in it. */
  published(snapshot: Snapshot, oldestAt: number | undefined): void;
  /** A stream's stage is complete in all partitions, and committed. */
  committed(stream: number, stage: number): void;
}

/** One stream's pages in one partition, by family and group. Copied on write. */
interface PartState {
  readonly objects: number;
  readonly families: PartPages;
}

const NO_PAGES: Part = Object.freeze([]);

interface StreamState {
  readonly resource: string;
  /** What the workers have sent, published or not. */
  readonly parts: PartState[];
  /** The stage that is under way: publication of this stream waits until all partitions in `open` have closed it. */
  stage: { readonly id: number; readonly open: Set<number> } | undefined;
  /** What scrapes see; `undefined` before the first commit. */
  published: readonly PartState[] | undefined;
  oldestAt: number | undefined;
}

/**
 * Applies the workers' patches copy-on-write and swaps one reference.
 *
 * While a stream is in a stage its patches are applied beside what is published, and come out in
 * one step when every partition has closed the stage. Nothing here waits for a reader, and no
 * reader waits for anything here.
 */
export class Publisher {
  readonly #clock: Clock;
  readonly #partitions: number;
  readonly #headers: ReadonlyMap<string, readonly FamilyHeader[]>;
  readonly #observer: PublisherObserver;
  readonly #streams = new Map<number, StreamState>();
  /** Partitions without a worker. */
  readonly #vacant = new Set<number>();
  readonly #slabs = new SlabLedger();
  #current: Snapshot;

  constructor(
    clock: Clock,
    partitions: number,
    resources: readonly PublishedResource[],
    observer: PublisherObserver,
  ) {
    this.#clock = clock;
    this.#partitions = partitions;
    this.#headers = new Map(resources.map(({ name, headers }) => [name, headers]));
    this.#observer = observer;
    const names = [...this.#headers.keys()].sort(byteOrder);
    this.#current = Object.freeze({
      generation: 0,
      publishedAt: clock.now(),
      resources: Object.freeze(names.map((name) => this.#resource(name))),
    });
  }

  /** The newest snapshot: immutable, and complete as far as `complete` says so. */
  get current(): Snapshot {
    return this.#current;
  }

  /** Adds a stream whose parts are yet to come. */
  open(stream: number, resource: string): void {
    this.#streams.set(stream, {
      resource,
      parts: Array.from({ length: this.#partitions }, () => this.#emptyPart(resource)),
      stage: undefined,
      published: undefined,
      oldestAt: undefined,
    });
  }

  /** Takes a stream and its series away, in one step. */
  close(stream: number): void {
    const state = this.#streams.get(stream);
    if (!this.#streams.delete(stream) || state?.published === undefined) return;
    this.#swap(new Set([state.resource]), undefined);
  }

  /** Stage `id` of a stream begins: an earlier one that is under way is void. */
  begin(stream: number, id: number): void {
    const state = this.#streams.get(stream);
    if (state === undefined) return;
    const open = new Set(state.parts.keys());
    // Series that are served stand without a worker, too; but nothing is served before all are known.
    if (state.published !== undefined) for (const partition of this.#vacant) open.delete(partition);
    state.stage = { id, open };
  }

  /**
   * A partition's worker is gone. What is served of it stands, and stages that are under way are
   * committed without it: one worker that dies again and again must not hold up the others' changes.
   */
  vacate(partition: number): void {
    this.#vacant.add(partition);
    for (const [stream, state] of this.#streams) {
      const served = state.published?.[partition];
      if (served === undefined || state.stage?.open.has(partition) !== true) continue;
      // What it has sent of a stage that it did not finish is void.
      state.parts[partition] = served;
      this.#close(stream, state, partition);
    }
  }

  /** A partition has a worker again: it counts from the next stage of each stream on. */
  occupy(partition: number): void {
    this.#vacant.delete(partition);
  }

  /** True once a stream has been committed: its series are whole, if maybe old. */
  hasPublished(stream: number): boolean {
    return this.#streams.get(stream)?.published !== undefined;
  }

  apply(partition: number, patch: Patch): void {
    const state = this.#streams.get(patch.stream);
    const part = state?.parts[partition];
    if (state === undefined || part === undefined) return;
    const before = patch.reset ? this.#emptyPart(state.resource) : part;
    state.parts[partition] = {
      objects: patch.objects,
      families: patchedPages(before.families, patch, this.#slabs),
    };
    state.oldestAt = older(state.oldestAt, patch.oldestAt);
    if (state.stage === undefined) {
      // Without a stage under way and never committed: a worker's late word on a stage that is void.
      if (state.published !== undefined) this.#publish(state);
    } else if (patch.closes === state.stage.id) {
      this.#close(patch.stream, state, partition);
    }
  }

  /** Closes a stage for a partition, and commits it with the last one. */
  #close(stream: number, state: StreamState, partition: number): void {
    const { stage } = state;
    if (!stage?.open.delete(partition) || stage.open.size > 0) return;
    state.stage = undefined;
    this.#publish(state);
    this.#observer.committed(stream, stage.id);
  }

  #publish(state: StreamState): void {
    state.published = state.parts.slice();
    const { oldestAt } = state;
    state.oldestAt = undefined;
    this.#swap(new Set([state.resource]), oldestAt);
  }

  /** The one place where a snapshot becomes the current one. */
  #swap(changed: ReadonlySet<string>, oldestAt: number | undefined): void {
    this.#current = Object.freeze({
      generation: this.#current.generation + 1,
      publishedAt: this.#clock.now(),
      resources: Object.freeze(
        this.#current.resources.map((old) => (changed.has(old.name) ? this.#resource(old.name, old) : old)),
      ),
    });
    this.#observer.published(this.#current, oldestAt);
  }

  #resource(name: string, old?: ResourceSnapshot): ResourceSnapshot {
    const parts = [...this.#streams.values()]
      .filter((state) => state.resource === name)
      .flatMap((state) => state.published ?? []);
    const families = (this.#headers.get(name) ?? []).map((header, index) => {
      const pages = parts.map((part) => part.families[index] ?? NO_PAGES);
      const before = old?.families[index];
      return before !== undefined && sameParts(before, pages)
        ? before
        : Object.freeze({ header, parts: Object.freeze(pages) });
    });
    const objects = parts.reduce((sum, part) => sum + part.objects, 0);
    return Object.freeze({ name, objects, families: Object.freeze(families) });
  }

  #emptyPart(resource: string): PartState {
    const families = (this.#headers.get(resource) ?? []).map(() => NO_PAGES);
    return { objects: 0, families };
  }
}

function sameParts(family: FamilySnapshot, parts: readonly Part[]): boolean {
  return family.parts.length === parts.length && parts.every((part, index) => part === family.parts[index]);
}

function older(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

/** Plural resource names are ASCII, so code unit order is byte order. */
function byteOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
