const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);
/** Digits of `MAX`. Longer numbers can't fit, and would take long to convert. */
const MAX_DIGITS = 19;

const INTEGER = /^[+-]?[0-9]+$/;
const SIGN_AND_ZEROS = /^[+-]?0*/;

/**
 * Go's `strconv.Atoi`: decimal digits with an optional sign, in the range of an int64. `undefined`
 * where it gives an error.
 */
export function parseGoInteger(text: string): bigint | undefined {
  // Two patterns, since one with `0*[0-9]*` in it would try all ways to share out a run of zeros.
  if (!INTEGER.test(text)) return undefined;
  const digits = text.replace(SIGN_AND_ZEROS, '');
  if (digits.length > MAX_DIGITS) return undefined;
  // `BigInt('')` is 0, which is what zeros alone are.
  const value = text.startsWith('-') ? -BigInt(digits) : BigInt(digits);
  return value >= MIN && value <= MAX ? value : undefined;
}
