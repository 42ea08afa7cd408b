import type { Clock, Timer } from '../../src/main/clock.ts';

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** A clock that only moves when told. Random numbers come from a list, then stay at 0.5. */
export class FakeClock implements Clock {
  #time = 0;
  #order = 0;
  readonly #pending = new Set<Pending>();
  readonly #randoms: number[];
  readonly #epoch: number;

  constructor(options: { epoch?: number; randoms?: readonly number[] } = {}) {
    this.#epoch = options.epoch ?? 1_700_000_000_000;
    this.#randoms = [...(options.randoms ?? [])];
  }

  now(): number {
    return this.#epoch + this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  random(): number {
    return this.#randoms.shift() ?? 0.5;
  }

  after(ms: number, task: () => void): Timer {
    const entry = { at: this.#time + ms, order: this.#order++, task };
    this.#pending.add(entry);
    return { cancel: () => void this.#pending.delete(entry) };
  }

  /** Timers that have not fired. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Moves time on by `ms`, running what falls due in order, timers set on the way included. */
  advance(ms: number): void {
    const until = this.#time + ms;
    for (;;) {
      const next = [...this.#pending]
        .filter((entry) => entry.at <= until)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#pending.delete(next);
      this.#time = next.at;
      next.task();
    }
    this.#time = until;
  }
}
