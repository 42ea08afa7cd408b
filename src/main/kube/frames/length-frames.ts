import { Carry } from './carry.ts';
import { MAX_FRAME_BYTES, tooLarge } from './frame-error.ts';

const HEADER_BYTES = 4;

/** Takes one frame; the bytes are valid during the call. */
export type FrameTaker = (bytes: Uint8Array, start: number, end: number) => void;

/**
 * Cuts a stream of frames, each behind its length in 4 bytes, big-endian, as Kubernetes'
 * protobuf watches come. A frame within one chunk is passed on where it is; only one that
 * straddles chunks is copied.
 */
export class LengthFrames {
  readonly #take: FrameTaker;
  readonly #limit: number;
  readonly #carry: Carry;

  constructor(take: FrameTaker, limit = MAX_FRAME_BYTES) {
    this.#take = take;
    this.#limit = limit;
    this.#carry = new Carry(limit + HEADER_BYTES);
  }

  /** Throws `KSE_FRAME_TOO_LARGE`, after which the boundaries are lost. */
  push(chunk: Uint8Array): void {
    const from = this.#finishCarried(chunk);
    if (from === undefined) return;
    let at: number = from;
    while (chunk.length - at >= HEADER_BYTES) {
      const start = at + HEADER_BYTES;
      const end = start + this.#length(chunk, at);
      if (end > chunk.length) break;
      this.#take(chunk, start, end);
      at = end;
    }
    if (at < chunk.length) this.#carry.append(chunk, at, chunk.length);
  }

  /** Whether a part of a frame is left over; it is dropped. */
  end(): boolean {
    const leftOver = this.#carry.length > 0;
    this.#carry.clear();
    return leftOver;
  }

  /** Completes a frame begun in earlier chunks: how much of this one it took, or `undefined` for all. */
  #finishCarried(chunk: Uint8Array): number | undefined {
    const carry = this.#carry;
    if (carry.length === 0) return 0;
    let at = 0;
    if (carry.length < HEADER_BYTES) {
      at = Math.min(HEADER_BYTES - carry.length, chunk.length);
      carry.append(chunk, 0, at);
      if (carry.length < HEADER_BYTES) return undefined;
    }
    const size = HEADER_BYTES + this.#length(carry.bytes, 0);
    const more = Math.min(size - carry.length, chunk.length - at);
    carry.append(chunk, at, at + more);
    if (carry.length < size) return undefined;
    this.#take(carry.bytes, HEADER_BYTES, size);
    carry.clear();
    return at + more;
  }

  #length(bytes: Uint8Array, at: number): number {
    const high = (bytes[at] as number) * 2 ** 24 + ((bytes[at + 1] as number) << 16);
    const length = high + ((bytes[at + 2] as number) << 8) + (bytes[at + 3] as number);
    if (length > this.#limit) throw tooLarge(this.#limit, length);
    return length;
  }
}
