/** Up to here comparing with each is faster than hashing: texts mostly differ in length. */
const LINEAR = 12;

/** The label texts of one family of one object, to find repetitions. Most families have one to three. */
export class SeenLabels {
  #few: string[] = [];
  #many: Set<string> | undefined;

  clear(): void {
    if (this.#few.length > 0) this.#few = [];
    this.#many = undefined;
  }

  /** Whether `labels` has been asked for since `clear`. */
  has(labels: string): boolean {
    if (this.#many !== undefined) {
      if (this.#many.has(labels)) return true;
      this.#many.add(labels);
      return false;
    }
    if (this.#few.includes(labels)) return true;
    if (this.#few.length === LINEAR) this.#many = new Set([...this.#few, labels]);
    else this.#few.push(labels);
    return false;
  }
}
