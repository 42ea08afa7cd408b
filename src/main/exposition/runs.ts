import type { FamilySnapshot } from '../snapshot/snapshot.ts';

/** Joins pieces that lie one behind the other in the same memory, as pages of a slab do. */
export function* adjacent(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  let buffer: ArrayBufferLike | undefined;
  let start = 0;
  let end = 0;
  for (const piece of pieces) {
    if (piece.length === 0) continue;
    if (piece.buffer === buffer && piece.byteOffset === end) {
      end += piece.length;
      continue;
    }
    if (buffer !== undefined) yield new Uint8Array(buffer, start, end - start);
    buffer = piece.buffer;
    start = piece.byteOffset;
    end = start + piece.length;
  }
  if (buffer !== undefined) yield new Uint8Array(buffer, start, end - start);
}

/** Families are immutable: their runs hold for every later scrape of the same one. */
const known = new WeakMap<FamilySnapshot, readonly Uint8Array[]>();

/** A family's pages as the runs of memory that they lie in, without its header. */
export function runsOf(family: FamilySnapshot): readonly Uint8Array[] {
  let runs = known.get(family);
  if (runs === undefined) {
    runs = [...adjacent(bytesOf(family))];
    known.set(family, runs);
  }
  return runs;
}

function* bytesOf({ parts }: FamilySnapshot): Generator<Uint8Array> {
  for (const part of parts) {
    for (const page of part) if (page !== undefined) yield page.bytes;
  }
}
