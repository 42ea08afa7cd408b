/**
 * Counts the fields of one object that had the wrong type, and keeps the path of the first. One
 * instance serves a whole batch: `reset` it before each object.
 */
export class Issues {
  #count = 0;
  #first: string | undefined;

  /** Fields of the wrong type since the last `reset`. */
  get count(): number {
    return this.#count;
  }

  /** Dotted path of the first one, without list indexes or map keys: they are the cluster's data. */
  get first(): string | undefined {
    return this.#first;
  }

  add(path: string): void {
    this.#count++;
    this.#first ??= path;
  }

  reset(): void {
    this.#count = 0;
    this.#first = undefined;
  }
}
