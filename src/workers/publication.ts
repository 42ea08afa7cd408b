/** What publishing needs of time: main's clock has the same shape. */
export interface Timers {
  monotonic(): number;
  after(ms: number, task: () => void): { cancel(): void };
}

/**
 * When to publish: at once when quiet, and at most once in an interval when busy.
 *
 * "At once" is one turn of the event loop later, so that messages already queued join in.
 */
export class Publication {
  readonly #timers: Timers;
  readonly #intervalMs: number;
  readonly #publish: () => void;
  #last = Number.NEGATIVE_INFINITY;
  #pending: { cancel(): void } | undefined;
  #stopped = false;

  constructor(timers: Timers, intervalMs: number, publish: () => void) {
    this.#timers = timers;
    this.#intervalMs = intervalMs;
    this.#publish = publish;
  }

  /** There is something to publish. */
  request(): void {
    if (this.#pending !== undefined || this.#stopped) return;
    const wait = Math.max(0, this.#last + this.#intervalMs - this.#timers.monotonic());
    this.#pending = this.#timers.after(wait, () => {
      this.#pending = undefined;
      this.#last = this.#timers.monotonic();
      this.#publish();
    });
  }

  /** Nothing is published after this. */
  stop(): void {
    this.#stopped = true;
    this.#pending?.cancel();
    this.#pending = undefined;
  }
}
