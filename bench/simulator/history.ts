import type { Item } from './item.ts';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change of one object. */
export interface StoreEvent {
  readonly type: EventType;
  readonly resourceVersion: number;
  /** The object after the change; of a deletion, the last state at the deletion's version. */
  readonly item: Item;
  /** The object before the change. */
  readonly previous: Item | undefined;
}

/**
 * The watch cache of one resource: its latest events, in order of their versions. A reader keeps a
 * position, which counts from the first event ever; what it reads too late is gone.
 */
export class History {
  #events: StoreEvent[] = [];
  /** Position of `#events[0]`. */
  #base = 0;
  #floor = 0;
  readonly #limit: number;

  /** Keeps at least `limit` events. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The oldest version from which nothing is missing. */
  get floor(): number {
    return this.#floor;
  }

  /** The position after the latest event. */
  get end(): number {
    return this.#base + this.#events.length;
  }

  push(event: StoreEvent): void {
    this.#events.push(event);
    // Dropped by halves, so that the cost of a push stays constant.
    if (this.#events.length > 2 * this.#limit) this.#drop(this.#events.length - this.#limit);
  }

  /** The event at `position`; `undefined` when it is gone or not there yet. */
  at(position: number): StoreEvent | undefined {
    return this.#events[position - this.#base];
  }

  /** Position of the first event after `resourceVersion`; `undefined` when that may be gone. */
  after(resourceVersion: number): number | undefined {
    if (resourceVersion < this.#floor) return undefined;
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.resourceVersion ?? 0) <= resourceVersion) low = middle + 1;
      else high = middle;
    }
    return this.#base + low;
  }

  /** Forgets everything up to `resourceVersion`, as etcd's compaction does. */
  compact(resourceVersion: number): void {
    this.#drop(this.#events.length);
    this.#floor = Math.max(this.#floor, resourceVersion);
  }

  #drop(count: number): void {
    const last = this.#events[count - 1];
    if (last === undefined) return;
    this.#floor = last.resourceVersion;
    this.#events = this.#events.slice(count);
    this.#base += count;
  }
}
