/**
 * `resource.Quantity`: its grammar, and the three ways in which metrics turn one into a float64.
 * Text that isn't a quantity gives `undefined`; the empty text is Go's zero value and gives 0.
 *
 * One difference from Kubernetes' own arithmetic is wanted: a decimal quantity above 2^63-1 keeps
 * its value, where Go's overflow gives 0.
 */

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
  const exact = parse(text);
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
  const exact = parse(text);
  return exact === undefined ? undefined : roundAway(exact, 0);
}

/** Not rounded, mantissa times power of ten in float64: HPA tolerance, custom resources. `0.0001` → 0.0001. */
export function approximateValue(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const exact = parse(text);
  if (exact === undefined) return undefined;
  return exact.exponent === 0 ? Number(exact.digits) : Number(exact.digits) * powerOf10(exact.exponent);
}

/** `digits * 10^exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Above it Go does not count in thousandths, which would not fit into an int64. */
const MAX_MILLI_VALUE = 2 ** 63 / 1000;

/** Go divides the count of thousandths as a float64; that rounding shows in large values. */
function thousandths(thousandths: number, whole: number): number {
  return whole > MAX_MILLI_VALUE ? whole : thousandths / 1000;
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

/* The exact path: the whole grammar. */

/**
 * Sign, digits with an optional fraction, suffix or exponent. Go's parser also takes a number
 * without any digit (`+`, `.`, even `-k`) for zero.
 */
const GRAMMAR = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:([numkMGTPE])|([KMGTPE])i|[eE]([+-]?[0-9]+))?$/;

const DECIMAL_EXPONENTS: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_EXPONENTS: Readonly<Record<string, number>> = { K: 10, M: 20, G: 30, T: 40, P: 50, E: 60 };

const NANO = -9;
const MAX_INT64 = 2n ** 63n - 1n;
/** Digits that an int64 surely has room for; beyond them Go computes with big decimals. */
const INT64_DIGITS = 18;
/**
 * Exponents are cut to this beyond the digits: far past float64's 1e308 in one direction, far below
 * nano in the other, so no value changes, and ten characters can't ask for gigabytes of digits.
 */
const MAX_EXPONENT = 1000;

function parse(text: string): Decimal | undefined {
  if (text === '') return { digits: 0n, exponent: 0 };
  const trimmed = text.trim();
  const match = trimmed === '' ? null : GRAMMAR.exec(trimmed);
  if (match === null) return undefined;
  const [, sign, wholeText = '', fraction = '', decimal, binary, power] = match;
  const whole = wholeText.replace(/^0+/, '');
  const count = (whole === '' ? 1 : whole.length) + fraction.length;
  let digits = BigInt(`${whole}${fraction}` || '0');
  let exponent: number;
  let exactInGo: boolean;
  if (binary !== undefined) {
    const shift = BINARY_EXPONENTS[binary] as number;
    digits <<= BigInt(shift);
    exponent = -fraction.length;
    exactInGo = fraction === '' && digits <= MAX_INT64 && count <= 14 - Math.trunc((shift * 3) / 10);
    if (!exactInGo && digits > MAX_INT64 * 10n ** BigInt(fraction.length)) {
      digits = MAX_INT64;
      exponent = 0;
      exactInGo = true;
    }
  } else {
    exponent =
      (decimal === undefined ? powerOf(power, count) : (DECIMAL_EXPONENTS[decimal] as number)) -
      fraction.length;
    exactInGo = count <= INT64_DIGITS && exponent >= NANO;
  }
  const size = exactInGo ? { digits, exponent } : atNano(digits, exponent);
  return sign === '-' ? { digits: -size.digits, exponent: size.exponent } : size;
}

function powerOf(text: string | undefined, digits: number): number {
  if (text === undefined) return 0;
  const limit = MAX_EXPONENT + digits;
  return Math.max(-limit, Math.min(limit, Number(text)));
}

/** What Go's big decimals hold: billionths, rounded up. It matters to `approximateValue` only. */
function atNano(digits: bigint, exponent: number): Decimal {
  return { digits: shiftUp(digits, exponent - NANO), exponent: NANO };
}

/** `digits * 10^power` for digits >= 0, rounded up to an integer. */
function shiftUp(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

/** The number of units of `10^unit`, rounded away from zero; one rounding to float64 for the result. */
function roundAway({ digits, exponent }: Decimal, unit: number): number {
  const units = digits < 0n ? -shiftUp(-digits, exponent - unit) : shiftUp(digits, exponent - unit);
  return Number(units);
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
