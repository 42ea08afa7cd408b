import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Page } from './page.ts';

/**
 * Deflate fragments (RFC 1951): byte-aligned pieces of a deflate stream that are not its end and
 * refer to nothing before them. Any sequence of fragments, ended by `FINAL_BLOCK`, is one stream.
 */

/** An empty final block with fixed codes: header bits 1, 01, then the 7-bit end-of-block code. */
export const FINAL_BLOCK: Uint8Array = Uint8Array.of(0x03, 0x00);

/** LEN of a stored block is 16 bits (RFC 1951, 3.2.4). */
const STORED_BLOCK_MAX = 65_535;
/** Block header byte, LEN, NLEN. The three header bits are followed by padding, as we are aligned. */
const STORED_BLOCK_HEADER = 5;

/** Level 1 gives 8.5:1 on exposition text; higher levels cost several times as much for a tenth less. */
const LEVEL = 1;

function page(bytes: Uint8Array, text: Uint8Array, samples: number, compressed: boolean): Page {
  return Object.freeze({ bytes, plainLength: text.length, crc: crc32(text), samples, compressed });
}

/** The text as it is, in stored blocks: no work but a copy. */
export function storedPage(text: Uint8Array, samples: number): Page {
  const blocks = Math.ceil(text.length / STORED_BLOCK_MAX);
  const bytes = new Uint8Array(text.length + blocks * STORED_BLOCK_HEADER);
  let to = 0;
  for (let from = 0; from < text.length; from += STORED_BLOCK_MAX) {
    const part = text.subarray(from, from + STORED_BLOCK_MAX);
    bytes[to + 1] = part.length & 0xff;
    bytes[to + 2] = part.length >>> 8;
    bytes[to + 3] = ~part.length & 0xff;
    bytes[to + 4] = (~part.length >>> 8) & 0xff;
    bytes.set(part, to + STORED_BLOCK_HEADER);
    to += STORED_BLOCK_HEADER + part.length;
  }
  return page(bytes, text, samples, false);
}

/** The text compressed, ended by a full flush: aligned, not final, and without a history. */
export function compressedPage(text: Uint8Array, samples: number): Page {
  const bytes = deflateRawSync(text, {
    level: LEVEL,
    finishFlush: constants.Z_FULL_FLUSH,
    // One output chunk for nearly every page: 17 KiB of text compress to about 2 KiB.
    chunkSize: Math.max(1024, text.length >>> 2),
  });
  // An exact copy: zlib's result may be a view of a larger buffer, which a page at rest would pin.
  return page(new Uint8Array(bytes), text, samples, true);
}

/** The plain text of a page. The result may share memory with nothing of the page: it is a copy. */
export function plainText(source: Page): Buffer {
  if (source.compressed) {
    return inflateRawSync(source.bytes, {
      finishFlush: constants.Z_SYNC_FLUSH,
      chunkSize: Math.max(64, source.plainLength),
    });
  }
  const text = Buffer.allocUnsafeSlow(source.plainLength);
  let to = 0;
  for (let from = 0; from < source.bytes.length; ) {
    const length = (source.bytes[from + 1] ?? 0) | ((source.bytes[from + 2] ?? 0) << 8);
    text.set(source.bytes.subarray(from + STORED_BLOCK_HEADER, from + STORED_BLOCK_HEADER + length), to);
    from += STORED_BLOCK_HEADER + length;
    to += length;
  }
  return text;
}
