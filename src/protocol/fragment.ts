import { crc32 } from 'node:zlib';
import { deflated, inflateInto } from './kept-zlib.ts';
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
  return page(deflated(text), text, samples, true);
}

/**
 * The plain text of a page, in `target` where it is given (as long as the text, or longer), else in
 * memory of its own.
 */
export function plainText(source: Page, target: Buffer = Buffer.allocUnsafeSlow(source.plainLength)): Buffer {
  const text = target.subarray(0, source.plainLength);
  if (source.compressed) {
    inflateInto(source.bytes, text);
    return text;
  }
  let to = 0;
  for (let from = 0; from < source.bytes.length; ) {
    const length = (source.bytes[from + 1] ?? 0) | ((source.bytes[from + 2] ?? 0) << 8);
    text.set(source.bytes.subarray(from + STORED_BLOCK_HEADER, from + STORED_BLOCK_HEADER + length), to);
    from += STORED_BLOCK_HEADER + length;
    to += length;
  }
  return text;
}
