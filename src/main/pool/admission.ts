/**
 * A cap on the objects of one stream (`--object-limit`): the first so many of a list and the
 * events after it. An object that was let in stays until it is deleted, and its place is then
 * free; one that was left out comes in with its next event or the next list, if there is room.
 */
export class Admission {
  readonly #limit: number;
  readonly #admitted = new Set<string>();
  #leftOut = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Objects refused since the last `reset`. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get admitted(): number {
    return this.#admitted.size;
  }

  admit(uid: string): boolean {
    if (this.#admitted.has(uid)) return true;
    if (this.#admitted.size >= this.#limit) {
      this.#leftOut++;
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
    this.#leftOut = 0;
  }
}
