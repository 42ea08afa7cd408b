import { MAX_FRAME_BYTES, tooLarge } from './frame-error.ts';

const FIRST_SIZE = 16 * 1024;

/** A buffer above this is given back once its frame is done, so one huge object costs nothing later. */
const KEEP_SIZE = 1024 * 1024;

/**
 * The part of a frame that came in earlier chunks. Only frames that straddle chunks are copied
 * here; it grows with the bytes that really arrived, never with a length that was only claimed.
 */
export class Carry {
  readonly #limit: number;
  #bytes = new Uint8Array(0);
  #length = 0;

  constructor(limit = MAX_FRAME_BYTES) {
    this.#limit = limit;
  }

  /** Valid from 0 to `length`, until the next `append` or `clear`. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds `bytes[start, end)`. Throws `KSE_FRAME_TOO_LARGE` beyond the limit. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#limit) throw tooLarge(this.#limit);
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(
        Math.max(FIRST_SIZE, length, Math.min(2 * this.#bytes.length, this.#limit)),
      );
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(start, end), this.#length);
    this.#length = length;
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEEP_SIZE) this.#bytes = new Uint8Array(0);
  }
}
