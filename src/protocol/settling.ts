import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long after the last list the heap is tidied: lists of many resources come within moments. */
const QUIET_MS = 2_000;

/** The longest wait where things never are quiet. */
const LONGEST_MS = 30_000;

/**
 * Pages that were replaced before they are worth a collection, bytes. They lie outside of the heap,
 * and V8 is in no hurry to look for those: its limit is 64 MiB more of them.
 */
const REPLACED_BYTES = 16 * 1024 * 1024;

interface Timers {
  monotonic(): number;
  after(ms: number, task: () => void): { cancel(): void };
}

/**
 * Collects a thread's garbage once its lists are through.
 *
 * Listing makes more garbage than a week of watching. V8 would keep it: its young generation stays
 * as large as it has grown, and its first limits for the old one are hundreds of MiB, which a small
 * cluster never reaches. One full collection gives all that back, and V8 sets its limits anew by
 * what is left. It takes about 20 ms of each thread, once a list, and when a lot of pages was replaced.
 */
export class Settling {
  readonly #timers: Timers;
  readonly #collect: () => void;
  #pending: { cancel(): void } | undefined;
  #since = 0;
  #replaced = 0;
  #stopped = false;

  constructor(timers: Timers, collect: () => void = collectGarbage) {
    this.#timers = timers;
    this.#collect = collect;
  }

  /** A list is through; others may follow. */
  request(): void {
    if (this.#stopped) return;
    const now = this.#timers.monotonic();
    if (this.#pending === undefined) this.#since = now;
    this.#pending?.cancel();
    const wait = Math.max(0, Math.min(QUIET_MS, this.#since + LONGEST_MS - now));
    this.#pending = this.#timers.after(wait, () => {
      this.#pending = undefined;
      this.#replaced = 0;
      this.#collect();
    });
  }

  /** Pages of so many bytes have taken the place of others. */
  replaced(bytes: number): void {
    this.#replaced += bytes;
    if (this.#replaced > REPLACED_BYTES) this.request();
  }

  stop(): void {
    this.#stopped = true;
    this.#pending?.cancel();
    this.#pending = undefined;
  }
}

/** A full collection. V8 has no other way to ask for one: `gc` is in contexts made while the flag is set. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect(FULL);
}

/** `last-resort` also shrinks the young generation and drops code that has not run for long. */
const FULL = { type: 'major', execution: 'sync', flavor: 'last-resort' };
