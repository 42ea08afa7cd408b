/** Keys in byte order (they are ASCII), kept sorted once somebody has asked for the order. */
export class SortedKeys {
  #keys: string[] = [];
  #sorted = true;

  get size(): number {
    return this.#keys.length;
  }

  add(key: string): void {
    const last = this.#keys.at(-1);
    if (!this.#sorted || last === undefined || key > last) this.#keys.push(key);
    // One insertion moves pointers only; a bulk load in random order is sorted once, when read.
    else if (this.#keys.length < 1000) this.#append(key);
    else this.#keys.splice(this.lowerBound(key), 0, key);
  }

  remove(key: string): void {
    const index = this.lowerBound(key);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  /** Index of the first key that is not below `key`. */
  lowerBound(key: string): number {
    this.#sort();
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Keys from `low` up to, and without, `high`. */
  range(low: string, high: string | undefined): string[] {
    const start = this.lowerBound(low);
    return this.#keys.slice(start, high === undefined ? undefined : this.lowerBound(high));
  }

  #append(key: string): void {
    this.#keys.push(key);
    this.#sorted = false;
  }

  #sort(): void {
    if (this.#sorted) return;
    this.#keys.sort();
    this.#sorted = true;
  }
}
