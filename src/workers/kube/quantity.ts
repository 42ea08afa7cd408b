/**
 * `resource.Quantity`: its grammar, and the three ways in which metrics turn one into a float64.
 * Text that isn't a quantity gives `undefined`; the empty text is Go's zero value and gives 0.
 *
 * One difference from Kubernetes' own arithmetic is wanted: a decimal quantity above 2^63-1 keeps
 * its value, where Go's overflow gives 0.
 */
import { parseDecimal, roundAway } from './decimal-quantity.ts';

/**
 * Rounded away from zero to thousandths: cpu, everything of nodes, HPA targets, limit ranges,
 * resource quotas. `0.0001` → 0.001.
 */
export function milliValue(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (parsePlain(text)) {
    if (plainFactor === MILLI) return plainDigits / 1000;
    const value = plainDigits * plainFactor;
    if (value <= Number.MAX_SAFE_INTEGER) return thousandths(value * 1000, value);
  }
  const exact = parseDecimal(text);
  return exact === undefined ? undefined : thousandths(roundAway(exact, -3), roundAway(exact, 0));
}

/** Rounded away from zero to an integer: memory, storage, extended resources of pods and volumes. `1500m` → 2. */
export function integerValue(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (parsePlain(text)) {
    // A thousandth of at most 15 digits is at least 0.001 from the next integer: far from rounding to it.
    if (plainFactor === MILLI) return Math.ceil(plainDigits / 1000);
    const value = plainDigits * plainFactor;
    if (value <= Number.MAX_SAFE_INTEGER) return value;
  }
  const exact = parseDecimal(text);
  return exact === undefined ? undefined : roundAway(exact, 0);
}

/** Not rounded, mantissa times power of ten in float64: HPA tolerance, custom resources. `0.0001` → 0.0001. */
export function approximateValue(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const exact = parseDecimal(text);
  if (exact === undefined) return undefined;
  return exact.exponent === 0 ? Number(exact.digits) : Number(exact.digits) * powerOf10(exact.exponent);
}

/** Above it Go does not count in thousandths, which would not fit into an int64. */
const MAX_MILLI_VALUE = 2 ** 63 / 1000;

/** Go divides the count of thousandths as a float64; that rounding shows in large values. */
function thousandths(thousandths: number, whole: number): number {
  return whole > MAX_MILLI_VALUE ? whole : thousandths / 1000;
}

/** Go's `math.Pow10`, which multiplies or divides two exact-as-can-be powers. */
function powerOf10(exponent: number): number {
  if (exponent > 308) return Infinity;
  if (exponent < -323) return 0;
  const size = Math.abs(exponent);
  const coarse = size - (size % 32);
  const fine = Number(`1e${size % 32}`);
  return exponent < 0 ? Number(`1e-${coarse}`) / fine : Number(`1e${coarse}`) * fine;
}

/* The fast path: up to 15 digits, and a suffix of at most two letters. Nearly all quantities. */

const MILLI = 0.001;
let plainDigits = 0;
let plainFactor = 1;

/** Factors that keep integers integers, and `m`. The rest takes the exact path. */
const PLAIN_FACTORS: ReadonlyMap<string, number> = new Map([
  ['m', MILLI],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
]);

/** Leaves its result in two variables: an object for each quantity would be garbage in the hottest path. */
function parsePlain(text: string): boolean {
  const length = text.length;
  let digits = 0;
  let at = 0;
  for (; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    digits = digits * 10 + digit;
  }
  if (at === 0 || at > 15) return false;
  plainDigits = digits;
  plainFactor = 1;
  if (at === length) return true;
  const factor = length - at > 2 ? undefined : PLAIN_FACTORS.get(text.slice(at));
  if (factor === undefined) return false;
  plainFactor = factor;
  return true;
}
