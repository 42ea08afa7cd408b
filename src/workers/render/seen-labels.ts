/** Up to here comparing with each is faster than hashing: texts mostly differ in length. */
const LINEAR = 12;

/** The label texts of one family of one object, to find repetitions. Most families have one to three. */
export class SeenLabels {
  /** Written over from the start after `clear`: a new array for each family would be garbage. */
  readonly #few: string[] = [];
  #count = 0;
  #many: Set<string> | undefined;

  clear(): void {
    this.#count = 0;
    this.#many = undefined;
  }

  /** Whether `labels` has been asked for since `clear`. */
  has(labels: string): boolean {
    if (this.#many !== undefined) {
      if (this.#many.has(labels)) return true;
      this.#many.add(labels);
      return false;
    }
    for (let i = 0; i < this.#count; i++) if (this.#few[i] === labels) return true;
    if (this.#count === LINEAR) this.#many = new Set([...this.#few, labels]);
    else this.#few[this.#count++] = labels;
    return false;
  }
}
