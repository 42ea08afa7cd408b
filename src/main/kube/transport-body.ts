/** Handle on the socket behind a body; the part of undici's controller that is needed here. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/**
 * Unread bytes at which the socket is stopped, and below which it goes on. A socket read is at most
 * 64 KiB, so a body holds at most 256 + 64 KiB however slow its reader is.
 */
const HIGH_WATER = 256 * 1024;
const LOW_WATER = HIGH_WATER / 2;

type Step = IteratorResult<Uint8Array, undefined>;
const DONE: Step = { value: undefined, done: true };

interface Waiter {
  resolve(step: Step): void;
  reject(error: unknown): void;
}

/**
 * A response's body on its way: chunks are pushed in from the socket and pulled out by one reader.
 * A reader that leaves early (`break`, `return()`) makes `abandon` run, which ends the connection.
 */
export class ResponseBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #flow: Flow;
  readonly #abandon: () => void;
  readonly #chunks: Uint8Array[] = [];
  #unread = 0;
  #paused = false;
  #ended = false;
  #error: unknown;
  #waiters: Waiter[] = [];
  #onOver: readonly (() => void)[] = [];

  constructor(flow: Flow, abandon: () => void) {
    this.#flow = flow;
    this.#abandon = abandon;
  }

  /** Runs `task` once, when nothing more will come from the socket; at once if that is so already. */
  whenOver(task: () => void): void {
    if (this.#ended) task();
    else this.#onOver = [...this.#onOver, task];
  }

  /** From the socket. */
  push(chunk: Uint8Array): void {
    if (this.#ended) return;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      waiter.resolve({ value: chunk, done: false });
      return;
    }
    this.#chunks.push(chunk);
    this.#unread += chunk.byteLength;
    if (this.#unread >= HIGH_WATER && !this.#paused) {
      this.#paused = true;
      this.#flow.pause();
    }
  }

  /** No more will come. What is unread stays readable. */
  end(): void {
    if (this.#ended) return;
    this.#over();
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(DONE);
  }

  /**
   * No more will come, and something is missing. What is unread comes before the error, unless
   * `atOnce`: the events of a watch that broke are good, those of one that was aborted unwanted.
   * Ignored after the end.
   */
  fail(error: unknown, atOnce: boolean): void {
    if (this.#ended) return;
    this.#over();
    if (atOnce) this.#drop();
    const [first, ...others] = this.#waiters.splice(0);
    if (first === undefined) this.#error = error;
    else first.reject(error);
    for (const waiter of others) waiter.resolve(DONE);
  }

  next(): Promise<Step> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#unread -= chunk.byteLength;
      if (this.#paused && !this.#ended && this.#unread < LOW_WATER) {
        this.#paused = false;
        this.#flow.resume();
      }
      return Promise.resolve({ value: chunk, done: false });
    }
    if (this.#error !== undefined) {
      const error = this.#error;
      this.#error = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  return(): Promise<Step> {
    if (!this.#ended) {
      this.end();
      this.#abandon();
    }
    this.#drop();
    this.#error = undefined;
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #over(): void {
    this.#ended = true;
    for (const task of this.#onOver) task();
    this.#onOver = [];
  }

  #drop(): void {
    this.#chunks.length = 0;
    this.#unread = 0;
  }
}
