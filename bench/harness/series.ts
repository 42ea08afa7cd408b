const LINE_FEED = 0x0a;
const BLANK = 0x20;
const HASH = 0x23;

/**
 * The series of a text exposition as sorted numbers, one a series: 53 bits of a hash of its name and
 * labels. Two million of them fit where two million strings would not, and by chance two of them are
 * equal once in two thousand bodies.
 */
export function seriesOf(text: Uint8Array): Float64Array {
  const hashes: number[] = [];
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf(LINE_FEED, start);
    const end = found === -1 ? text.length : found;
    if (end > start && text[start] !== HASH) {
      const blank = text.lastIndexOf(BLANK, end - 1);
      hashes.push(hash(text, start, blank > start ? blank : end));
    }
    start = end + 1;
  }
  return Float64Array.from(hashes).sort();
}

/** FNV-1a twice, from different beginnings: 21 bits of one and 32 of the other. */
function hash(text: Uint8Array, start: number, end: number): number {
  let low = 0x811c9dc5;
  let high = 0x01234567;
  for (let i = start; i < end; i++) {
    const byte = text[i] ?? 0;
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x01000193) ^ (high >>> 15);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

/** How two sets of series differ: which of the first are not in the second, and which it has twice. */
export function compareSeries(
  expected: Float64Array,
  found: Float64Array,
): { readonly missing: number; readonly duplicated: number } {
  let duplicated = 0;
  for (let i = 1; i < found.length; i++) if (found[i] === found[i - 1]) duplicated++;
  let missing = 0;
  let at = 0;
  for (const series of expected) {
    while (at < found.length && (found[at] ?? 0) < series) at++;
    if (found[at] !== series) missing++;
  }
  return { missing, duplicated };
}
