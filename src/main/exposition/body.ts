import { FINAL_BLOCK } from '../../protocol/fragment.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { chunked } from './chunks.ts';
import type { ExpositionBody, ExpositionRequest } from './exposition.ts';
import { InflatedText } from './inflated.ts';
import { fragmentsOf, selected, summaryOf } from './selection.ts';
import type { Summary } from './summary.ts';

/**
 * RFC 1952, 2.3: magic, deflate, no flags, no time, no extra flags, unknown system. The same bytes
 * for every response, so that equal snapshots give equal bodies.
 */
const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
const GZIP_TRAILER_BYTES = 8;

/** One snapshot as a response body: its length is known now, its bytes are made as they are pulled. */
export function openBody(snapshot: Snapshot, request: ExpositionRequest, now: number): ExpositionBody {
  const resources = selected(snapshot, request);
  const summary = summaryOf(resources, request.format);
  const framing = GZIP_HEADER.length + FINAL_BLOCK.length + GZIP_TRAILER_BYTES;
  let closed = false;

  function* deflated(): Generator<Uint8Array> {
    for (const fragment of fragmentsOf(resources, request.format)) {
      if (closed) return;
      yield fragment;
    }
    yield FINAL_BLOCK;
  }

  function* gzipped(): Generator<Uint8Array> {
    yield GZIP_HEADER;
    yield* deflated();
    yield trailer(summary);
  }

  const plain = new InflatedText(deflated());

  return {
    length: request.encoding === 'gzip' ? summary.deflated + framing : summary.plain,
    generation: snapshot.generation,
    ageMs: Math.max(0, now - snapshot.publishedAt),
    pinnedBytes: summary.deflated,
    chunks: () => (request.encoding === 'gzip' ? chunked(gzipped()) : plain),
    sent: () => plain.sent(),
    close: () => {
      closed = true;
    },
  };
}

function trailer({ crc, plain }: Summary): Uint8Array {
  const bytes = new Uint8Array(GZIP_TRAILER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, crc, true);
  // ISIZE is the length modulo 2^32.
  view.setUint32(4, plain % 2 ** 32, true);
  return bytes;
}
