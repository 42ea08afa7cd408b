import { Carry } from './carry.ts';
import { isSpace } from './json-value-end.ts';
import type { FrameTaker } from './length-frames.ts';

const NEWLINE = 0x0a;

/**
 * Cuts a stream into lines, as Kubernetes' JSON watches come: one event a line. Inside of JSON a
 * newline can only stand between tokens, and the API server writes none there. A line within one
 * chunk is passed on where it is; blank lines are dropped.
 */
export class JsonLines {
  readonly #take: FrameTaker;
  readonly #carry: Carry;

  constructor(take: FrameTaker, limit?: number) {
    this.#take = take;
    this.#carry = new Carry(limit);
  }

  /** Throws `KSE_FRAME_TOO_LARGE` when a line doesn't end within the limit. */
  push(chunk: Uint8Array): void {
    let at = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline < 0) break;
      if (this.#carry.length > 0) {
        this.#carry.append(chunk, at, newline);
        this.#line(this.#carry.bytes, 0, this.#carry.length);
        this.#carry.clear();
      } else {
        this.#line(chunk, at, newline);
      }
      at = newline + 1;
    }
    if (at < chunk.length) this.#carry.append(chunk, at, chunk.length);
  }

  /** The line that lacks its newline, if there is one; its bytes are gone with the next call. */
  end(): { readonly bytes: Uint8Array; readonly length: number } {
    const bytes = this.#carry.bytes;
    let length = this.#carry.length;
    while (length > 0 && isSpace(bytes[length - 1] as number)) length--;
    this.#carry.clear();
    return { bytes, length };
  }

  #line(bytes: Uint8Array, start: number, end: number): void {
    let from = start;
    let to = end;
    while (from < to && isSpace(bytes[from] as number)) from++;
    while (from < to && isSpace(bytes[to - 1] as number)) to--;
    if (from < to) this.#take(bytes, from, to);
  }
}
