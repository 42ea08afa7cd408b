import type { Writable } from 'node:stream';
import { codeOf } from '../../protocol/coded-error.ts';

/** What a write gives when nobody reads any more. */
const GONE = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

/**
 * Writes all chunks, at the reader's pace. False when the reader went away first, as `head` does:
 * that is its good right, and not an error. Rejects when the output itself fails (a full disk).
 */
export async function writeAll(
  out: Writable,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<boolean> {
  // Each write tells of its own failure; the event that follows it would end the process.
  out.on('error', () => {});
  try {
    for await (const chunk of chunks) await write(out, chunk);
    return true;
  } catch (error) {
    if (GONE.has(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function write(out: Writable, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
