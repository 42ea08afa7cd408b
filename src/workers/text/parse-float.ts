/**
 * Text as Go's `strconv.ParseFloat(text, 64)` reads it: decimal and hexadecimal floats, `Inf`,
 * `Infinity` and `NaN` in any case. `undefined` is what Go refuses, numbers out of range included.
 */
export function parseFloat64(text: string): number | undefined {
  if (DECIMAL.test(text)) return inRange(Number(text));
  const special = SPECIAL.get(text.toLowerCase());
  if (special !== undefined) return special;
  const hex = HEX.exec(text);
  return hex === null ? undefined : parseHex(hex);
}

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEX = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/;

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ...['inf', 'infinity'].flatMap((name): [string, number][] => [
    [name, Infinity],
    [`+${name}`, Infinity],
    [`-${name}`, -Infinity],
  ]),
]);

/** What is too large for a float64 is an error in Go; what is too small is zero. */
function inRange(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** Digits beyond these can't matter to a float64, but for one bit that says whether any was set. */
const HEX_DIGITS = 64;

function parseHex([, sign, whole = '', fraction = '', exponent = '0']: RegExpExecArray): number | undefined {
  const digits = (whole + fraction).replace(/^0+/, '');
  if (whole + fraction === '') return undefined;
  if (digits === '') return sign === '-' ? -0 : 0;
  const kept =
    BigInt(`0x${digits.slice(0, HEX_DIGITS)}`) * 2n + (/[^0]/.test(digits.slice(HEX_DIGITS)) ? 1n : 0n);
  const dropped = Math.max(0, digits.length - HEX_DIGITS);
  const power = Number(exponent) - 4 * fraction.length + 4 * dropped - 1;
  const value = scale(kept, power);
  return value === undefined ? undefined : sign === '-' ? -value : value;
}

/** `mantissa * 2^power`, rounded once, to even; `undefined` out of range. */
function scale(mantissa: bigint, power: number): number | undefined {
  const bits = mantissa.toString(2).length;
  if (bits + power > 1025) return undefined;
  // The last bit that a float64 of this size has: 53 bits down, and never below 2^-1074.
  const last = Math.max(bits + power - 53, -1074);
  const drop = last - power;
  if (drop <= 0) return inRange(Number(mantissa) * 2 ** power);
  if (drop > bits + 1) return 0;
  const shift = BigInt(drop);
  const half = 1n << (shift - 1n);
  const rest = mantissa & ((1n << shift) - 1n);
  let rounded = mantissa >> shift;
  if (rest > half || (rest === half && (rounded & 1n) === 1n)) rounded += 1n;
  return inRange(Number(rounded) * 2 ** last);
}
