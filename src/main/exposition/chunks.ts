/**
 * How much leaves at a time. Pages are 2 KiB on average: a copy into chunks costs a tenth of what
 * as many socket writes would, and it bounds what a stalled client holds besides the pages.
 */
export const CHUNK_BYTES = 128 * 1024;

/** The pieces put together into chunks of `CHUNK_BYTES`, each a buffer of its own. Lazy. */
export function* chunked(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let length = 0;
  for (const piece of pieces) {
    let rest = piece;
    while (rest.length > CHUNK_BYTES - length) {
      const fits = CHUNK_BYTES - length;
      chunk.set(rest.subarray(0, fits), length);
      yield chunk;
      chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      length = 0;
      rest = rest.subarray(fits);
    }
    chunk.set(rest, length);
    length += rest.length;
  }
  if (length > 0) yield chunk.subarray(0, length);
}
