/** Objects that are named in the log; the rest are counted. */
const MOST_NAMES = 20;

/**
 * A cap on the objects of one stream (`--object-limit`): the first so many of a list and the
 * events after it. An object that was let in stays until it is deleted, and its place is then
 * free; one that was left out comes in with its next event or the next list, if there is room.
 */
export class Admission {
  readonly #limit: number;
  readonly #admitted = new Set<string>();
  readonly #names = new Set<string>();
  #leftOut = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Times that an object was refused since the last `reset`. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** The first few of them by name. */
  get names(): readonly string[] {
    return [...this.#names];
  }

  get admitted(): number {
    return this.#admitted.size;
  }

  /** `name` is asked for the few that are going to be named. */
  admit(uid: string, name: () => string | undefined): boolean {
    if (this.#admitted.has(uid)) return true;
    if (this.#admitted.size >= this.#limit) {
      this.#leftOut++;
      if (this.#names.size < MOST_NAMES) this.#names.add(name() ?? uid);
      return false;
    }
    this.#admitted.add(uid);
    return true;
  }

  remove(uid: string): void {
    this.#admitted.delete(uid);
  }

  /** A new list begins. */
  reset(): void {
    this.#admitted.clear();
    this.#names.clear();
    this.#leftOut = 0;
  }
}
