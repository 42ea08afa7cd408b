import type { Part } from './part/part.ts';
import type { Timers } from './publication.ts';

/** A group that has not changed for this long is compressed: a pod's start-up is over by then. */
const QUIET_MS = 5_000;

/**
 * A group that never is quiet is compressed all the same this long after it was stored: about once
 * in the usual scrape interval of 30 s, so that a scrape carries few stored pages.
 */
const STORED_MS = 20_000;

/** How often to look for work. Coarse: nothing waits for it. */
const ROUND_MS = 1_000;

/** Work at a time, so that a batch that has come in meanwhile waits no longer than this and one group. */
const SLICE_MS = 5;

/** Compresses stored pages when the worker has nothing better to do. */
export class Compaction {
  readonly #timers: Timers;
  readonly #parts: () => Iterable<Part>;
  readonly #compressed: () => void;
  #pending: { cancel(): void } | undefined;
  #stopped = false;

  /** `compressed` is called when pages have changed their form and may be published. */
  constructor(timers: Timers, parts: () => Iterable<Part>, compressed: () => void) {
    this.#timers = timers;
    this.#parts = parts;
    this.#compressed = compressed;
  }

  /** There may be stored pages. */
  request(delayMs = ROUND_MS): void {
    if (this.#pending !== undefined || this.#stopped) return;
    this.#pending = this.#timers.after(delayMs, () => {
      this.#pending = undefined;
      this.#round();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#pending?.cancel();
    this.#pending = undefined;
  }

  #round(): void {
    const start = this.#timers.monotonic();
    let worked = false;
    for (const part of this.#parts()) {
      while (part.compressOne(start - QUIET_MS, start - STORED_MS)) {
        worked = true;
        if (this.#timers.monotonic() - start > SLICE_MS) {
          this.#compressed();
          this.request(0);
          return;
        }
      }
    }
    if (worked) this.#compressed();
    for (const part of this.#parts()) {
      if (part.warm) {
        this.request();
        return;
      }
    }
  }
}
