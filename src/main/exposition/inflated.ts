import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { chunked } from './chunks.ts';

/** Plain text that is inflated at a time, and so what a stalled plain scrape holds besides the pages. */
const INFLATED_BYTES = 256 * 1024;

/**
 * The plain text of deflate fragments, inflated on zlib's threads as it is pulled. Iterated once;
 * whoever leaves early ends the inflater.
 *
 * A large scrape is hundreds of megabytes of buffers that live for a moment each. Left to the
 * collector they cost twice as much as inflating them: it walks all pages of the snapshot whenever
 * enough of them have come together. So they are given back by hand, as soon as they are sent.
 */
export class InflatedText implements AsyncIterable<Uint8Array> {
  readonly #fragments: Iterable<Uint8Array>;
  /** Chunks that may still be read. */
  #given: Uint8Array[] = [];

  constructor(fragments: Iterable<Uint8Array>) {
    this.#fragments = fragments;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    const inflate = createInflateRaw({ chunkSize: INFLATED_BYTES });
    const source = Readable.from(chunked(this.#fragments), { objectMode: false, highWaterMark: 1 });
    source.on('error', (error) => inflate.destroy(error));
    inflate.on('close', () => source.destroy());
    for await (const chunk of source.pipe(inflate) as AsyncIterable<Buffer>) {
      this.#given.push(chunk);
      yield chunk;
    }
  }

  /** Nobody reads what was given so far any more: takes its memory back. */
  sent(): void {
    const given = this.#given;
    this.#given = [];
    for (const { buffer, byteOffset, byteLength } of given) {
      // zlib fills a buffer in several goes, and is done with it at its end.
      if (byteOffset + byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
    }
  }
}
