import type { Samples } from './family.ts';

/** One sample for each of `values`, in their order: 1 for the one that `value` is, 0 for the rest. */
export function addOneOf(samples: Samples, value: string, values: readonly string[]): void {
  // A value of the wrong type is none of them, and isn't known not to be: no zeros of it.
  const known = typeof value === 'string';
  for (const it of values) samples.add(known ? value === it : undefined, it);
}
