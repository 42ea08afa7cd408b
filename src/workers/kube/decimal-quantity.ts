/** The whole grammar of `resource.Quantity`, with exact arithmetic: for what the fast path leaves. */

/** `digits * 10^exponent`. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

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

/** What Go's parser makes of the text; `undefined` is no quantity. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text === '') return { digits: 0n, exponent: 0 };
  const trimmed = text.trim();
  const match = trimmed === '' ? null : GRAMMAR.exec(trimmed);
  if (match === null) return undefined;
  const [, sign, wholeText = '', fraction = '', decimal, binary, power] = match;
  const whole = wholeText.replace(/^0+/, '');
  const digits = BigInt(`${whole}${fraction}` || '0');
  const count = (whole === '' ? 1 : whole.length) + fraction.length;
  let size: Decimal;
  if (binary === undefined) {
    const scale = decimal === undefined ? powerOf(power, count) : (DECIMAL_EXPONENTS[decimal] as number);
    size = decimalSize(digits, scale - fraction.length, count);
  } else {
    size = binarySize(digits, BINARY_EXPONENTS[binary] as number, fraction.length, count);
  }
  return sign === '-' ? { digits: -size.digits, exponent: size.exponent } : size;
}

function decimalSize(digits: bigint, exponent: number, count: number): Decimal {
  return count <= INT64_DIGITS && exponent >= NANO ? { digits, exponent } : atNano(digits, exponent);
}

/** Binary suffixes end at 2^63-1, whatever is before them. */
function binarySize(mantissa: bigint, shift: number, fraction: number, count: number): Decimal {
  const digits = mantissa << BigInt(shift);
  if (digits > MAX_INT64 * 10n ** BigInt(fraction)) return { digits: MAX_INT64, exponent: 0 };
  // Go's own estimate of when the product fits into an int64: three decimal digits for ten bits.
  const fits = fraction === 0 && count <= 14 - Math.trunc((shift * 3) / 10);
  return fits ? { digits, exponent: 0 } : atNano(digits, -fraction);
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
export function roundAway({ digits, exponent }: Decimal, unit: number): number {
  const units = digits < 0n ? -shiftUp(-digits, exponent - unit) : shiftUp(digits, exponent - unit);
  return Number(units);
}
