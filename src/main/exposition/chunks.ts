/**
 * How much leaves at a time at the most. A slab of pages goes out as one piece: with 1 MiB a large
 * scrape is some thirty writes, and what a socket holds of one is memory that the snapshot has anyway.
 */
export const CHUNK_BYTES = 1024 * 1024;

/** Runs shorter than this are copied together: a write costs as much as copying that many bytes. */
const COPIED_BYTES = 16 * 1024;

/** Where copied pieces are put together. Below glibc's 128 KiB, from where each buffer is mapped anew. */
const SCRATCH_BYTES = 64 * 1024;

/**
 * The pieces as few chunks: large ones leave as they are, small ones are copied together. Lazy:
 * nothing is made before it is pulled.
 */
export function* chunked(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const scratch = new Scratch();
  for (const run of pieces) {
    if (run.length < COPIED_BYTES) {
      if (run.length > scratch.room) yield* scratch.flush();
      scratch.add(run);
      continue;
    }
    yield* scratch.flush();
    for (let from = 0; from < run.length; from += CHUNK_BYTES) yield run.subarray(from, from + CHUNK_BYTES);
  }
  yield* scratch.flush();
}

/** A buffer for small pieces. What has left is never written to again. */
class Scratch {
  #buffer: Uint8Array = new Uint8Array(0);
  #sent = 0;
  #length = 0;

  get room(): number {
    return this.#buffer.length - this.#length;
  }

  add(piece: Uint8Array): void {
    if (piece.length > this.room) {
      this.#buffer = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
      this.#sent = 0;
      this.#length = 0;
    }
    this.#buffer.set(piece, this.#length);
    this.#length += piece.length;
  }

  *flush(): Generator<Uint8Array> {
    if (this.#length > this.#sent) yield this.#buffer.subarray(this.#sent, this.#length);
    this.#sent = this.#length;
  }
}
