/**
 * `@every <duration>`: Go's duration text, as a delay in whole seconds.
 */
import { parseGoInteger } from './go-integer.ts';

const NANOSECONDS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['\u00b5s', 1e3], // micro sign
  ['\u03bcs', 1e3], // Greek letter mu
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3_600e9],
]);

const PART = /([0-9]*)(?:\.([0-9]*))?([^0-9.]+)/y;
const INT64_MAX = 2n ** 63n - 1n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/**
 * The delay of `@every <text>` in seconds, cut to whole ones and at least 1, as the controller's
 * library does: `0`, `250ms` and `-1h` are 1. `undefined` when the text is not a Go duration.
 */
export function everySeconds(text: string): number | undefined {
  const nanoseconds = parseDuration(text);
  if (nanoseconds === undefined) return undefined;
  const seconds = nanoseconds / NANOSECONDS_PER_SECOND;
  return seconds < 1n ? 1 : Number(seconds);
}

/** Go's `time.ParseDuration` in nanoseconds; `undefined` where it gives an error. */
function parseDuration(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const body = negative || text.startsWith('+') ? text.slice(1) : text;
  if (body === '0') return 0n;
  if (body === '') return undefined;

  // The one duration whose size doesn't fit: -2^63 ns is valid, +2^63 ns is not.
  const limit = negative ? INT64_MAX + 1n : INT64_MAX;
  let total = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < body.length) {
    const part = PART.exec(body);
    if (part === null) return undefined;
    const [, whole = '', fraction = '', unitName = ''] = part;
    const unit = NANOSECONDS.get(unitName);
    if (unit === undefined || (whole === '' && fraction === '')) return undefined;
    const wholeUnits = whole === '' ? 0n : parseGoInteger(whole);
    if (wholeUnits === undefined) return undefined;
    total += wholeUnits * BigInt(unit) + fractionOf(fraction, unit);
    if (total > limit) return undefined;
  }
  return negative ? -total : total;
}

/**
 * A fraction's nanoseconds, cut; with doubles, as Go does it. Eighteen digits are more than any
 * unit can show.
 */
function fractionOf(text: string, unit: number): bigint {
  const digits = text.slice(0, 18);
  return BigInt(Math.trunc(Number(digits) * (unit / 10 ** digits.length)));
}
