import type { Clock, Timer } from '../../../src/main/clock.ts';
import type { Collection } from '../collection.ts';
import type { EventType, StoreEvent } from '../history.ts';
import { type Item, withoutUid } from '../item.ts';
import type { View } from '../wire/view.ts';
import type { Scope } from './list.ts';
import type { Outlet } from './outlet.ts';
import { expired } from './status.ts';

const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };
/** The server sends a last bookmark this long before it ends a watch. */
const LAST_BOOKMARK_MS = 2000;

export interface WatchOptions {
  readonly collection: Collection;
  readonly scope: Scope;
  readonly matches: (item: Item) => boolean;
  readonly view: View;
  readonly outlet: Outlet;
  readonly clock: Clock;
  /** The store's newest version, whatever the resource. */
  readonly current: () => number;
  /** Events after this one; `undefined` begins with what is there now. */
  readonly resourceVersion: number | undefined;
  /** Send what is there now first. */
  readonly initialEvents: boolean;
  /** Bookmark at the end of the initial events: the streaming list. */
  readonly initialBookmark: boolean;
  /** Time between bookmarks; `undefined` for none. */
  readonly bookmarkMs: number | undefined;
  readonly timeoutMs: number | undefined;
}

/** One open watch: reads the resource's history at its client's pace. */
export class Watch {
  readonly #options: WatchOptions;
  #expiry: string | undefined;
  #ending = false;
  #bookmarkDue = false;
  #wake: (() => void) | undefined;
  #timers: Timer[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
    options.outlet.onClosed = () => this.end();
  }

  /** Ends the watch as its timeout would. */
  end(): void {
    this.#ending = true;
    this.#wake?.();
  }

  /** Ends the watch with the ERROR event of an expired version. */
  expire(message: string): void {
    this.#expiry = message;
    this.#wake?.();
  }

  reset(): void {
    this.#options.outlet.reset();
  }

  silence(): void {
    this.#options.outlet.silence();
  }

  /** Runs until the watch has ended. */
  async run(): Promise<void> {
    const { collection, outlet, timeoutMs } = this.#options;
    const stopListening = collection.listen(() => this.#wake?.());
    if (timeoutMs !== undefined) this.#after(timeoutMs, () => this.end());
    try {
      const start = await this.#initial();
      if (start !== undefined) {
        this.#scheduleBookmarks();
        await this.#follow(start);
      }
      if (this.#expiry !== undefined) this.#sendExpired(this.#expiry);
    } finally {
      stopListening();
      for (const timer of this.#timers) timer.cancel();
      await outlet.end();
    }
  }

  /** Sends what the watch begins with; returns the position to go on from. */
  async #initial(): Promise<number | undefined> {
    const { collection, scope, current, resourceVersion, matches, view, outlet } = this.#options;
    const { history } = collection;
    if (!this.#options.initialEvents) {
      const position = resourceVersion === undefined ? history.end : history.after(resourceVersion);
      if (position === undefined)
        this.expire(`too old resource version: ${resourceVersion} (${history.floor})`);
      return position;
    }
    const version = current();
    const position = history.end;
    for (const item of collection.snapshot(scope.low, scope.high, version) ?? []) {
      if (matches(item) && outlet.item(this.#encode('ADDED', item))) await outlet.pause();
      if (this.#ending || this.#cut) return undefined;
    }
    if (this.#options.initialBookmark) outlet.item(view.bookmark(version, INITIAL_EVENTS_END));
    return position;
  }

  async #follow(start: number): Promise<void> {
    const { collection, outlet, view, current } = this.#options;
    const { history } = collection;
    let position = start;
    while (!this.#cut) {
      // What had happened before the end is sent before it.
      const last = this.#ending;
      for (const end = history.end; position < end && !this.#cut; position++) {
        const event = history.at(position);
        // The client was so slow that its events are gone: the server gives up on it.
        if (event === undefined) return;
        const bytes = this.#eventBytes(event);
        if (bytes !== undefined && outlet.item(bytes)) await outlet.pause();
      }
      if (this.#bookmarkDue && position >= history.end) {
        this.#bookmarkDue = false;
        outlet.item(view.bookmark(current()));
      }
      if (last) return;
      await outlet.flush();
      if (position >= history.end && !this.#ending && !this.#cut && !this.#bookmarkDue) await this.#news();
    }
  }

  get #cut(): boolean {
    return this.#expiry !== undefined || this.#options.outlet.closed;
  }

  /** A change seen through the selector: what stops matching is gone, what starts to is new. */
  #eventBytes({ type, item, previous }: StoreEvent): Buffer | undefined {
    const { scope, matches } = this.#options;
    if (scope.low !== '' && `${item.namespace}/` !== scope.low) return undefined;
    const was = previous !== undefined && matches(previous);
    const is = type !== 'DELETED' && matches(item);
    if (is) return this.#encode(was ? 'MODIFIED' : 'ADDED', item);
    if (!was) return undefined;
    return this.#encode('DELETED', type === 'DELETED' ? item : previous.withVersion(item.resourceVersion));
  }

  #encode(type: EventType, item: Item): Buffer {
    const { outlet, view } = this.#options;
    return view.event(type, outlet.nextLosesUid ? withoutUid(item) : item);
  }

  #sendExpired(message: string): void {
    const { outlet, view } = this.#options;
    outlet.item(view.error(expired(message).body()));
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }

  #scheduleBookmarks(): void {
    const { bookmarkMs, timeoutMs } = this.#options;
    if (bookmarkMs === undefined) return;
    const due = (): void => {
      this.#bookmarkDue = true;
      this.#wake?.();
    };
    const repeat = (): void => {
      due();
      this.#after(bookmarkMs, repeat);
    };
    this.#after(bookmarkMs, repeat);
    if (timeoutMs !== undefined && timeoutMs > LAST_BOOKMARK_MS)
      this.#after(timeoutMs - LAST_BOOKMARK_MS, due);
  }

  #after(ms: number, task: () => void): void {
    const timer = this.#options.clock.after(ms, () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      task();
    });
    this.#timers.push(timer);
  }
}
