/** What is said about a set of measurements. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

/**
 * The value that a share `q` (0 to 1) of the measurements does not exceed, by nearest rank: always
 * one of the measurements. NaN when there are none.
 */
export function percentile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return Number.NaN;
  const rank = Math.max(1, Math.ceil(q * sorted.length));
  return sorted[Math.min(rank, sorted.length) - 1] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function summarise(values: readonly number[]): Summary {
  return {
    count: values.length,
    median: median(values),
    p99: percentile(values, 0.99),
    max: percentile(values, 1),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}

/** A bucket of a Prometheus histogram: how many observations are at most `le`. */
export interface Bucket {
  readonly le: number;
  readonly count: number;
}

/**
 * The upper bound of the bucket that the share `q` of a histogram's observations lies in: the truth
 * is at most that. Infinite beyond the last bound, NaN without observations.
 */
export function bucketOf(buckets: readonly Bucket[], q: number): number {
  const sorted = [...buckets].sort((a, b) => a.le - b.le);
  const total = sorted.at(-1)?.count ?? 0;
  if (total === 0) return Number.NaN;
  return sorted.find(({ count }) => count >= q * total)?.le ?? Number.POSITIVE_INFINITY;
}

/** Numbers from 0 to 1 that are the same in every run with the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
