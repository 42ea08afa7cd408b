const FIRST_BYTES = 64 * 1024;

/**
 * The bytes of an input that have been read and are not done with. Appending moves what is left to
 * the front, or into a buffer of twice the size, so that each byte is copied a bounded number of
 * times however large the piece that is being collected.
 */
export class ByteWindow {
  #bytes = new Uint8Array(FIRST_BYTES);
  #start = 0;
  #end = 0;

  /** Valid from `start` to `end`, until the next `append`. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  append(chunk: Uint8Array): void {
    const rest = this.#end - this.#start;
    if (this.#end + chunk.length > this.#bytes.length) {
      const needed = rest + chunk.length;
      const target = needed * 2 > this.#bytes.length ? new Uint8Array(needed * 2) : this.#bytes;
      target.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = target;
      this.#start = 0;
      this.#end = rest;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Gives up `count` bytes at the front. */
  consume(count: number): void {
    this.#start += count;
  }
}
