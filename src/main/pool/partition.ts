/** FNV-1a, 32 bits (Fowler, Noll, Vo): offset basis and prime. */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The partition of an object: FNV-1a over its uid, scaled to the number of partitions by the high
 * half of a 32 x 32 bit product, which is even for any count and spares a division.
 *
 * It is not the placement between exporters (that is `jump` or `range`, by 64-bit hashes), so that
 * one shard's objects still spread over all of its workers.
 */
export function partitionOf(bytes: Uint8Array, start: number, end: number, partitions: number): number {
  let hash = OFFSET_BASIS;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), PRIME);
  return Math.floor(((hash >>> 0) / 2 ** 32) * partitions);
}
