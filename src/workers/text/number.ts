/**
 * Numbers as Go's `strconv.FormatFloat(x, 'g', -1, 64)` prints them: the shortest digits that give
 * the same float64 back, plain from 1e-4 up to 1e6, else with an exponent of at least two digits.
 */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) {
    // Also turns -0 into 0.
    if (value < PLAIN_END && value > -PLAIN_END) return `${value}`;
    if (value < SAFE_END && value > -SAFE_END) return formatLargeInteger(value);
  }
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  return size >= PLAIN_START && size < PLAIN_END ? `${value}` : padExponent(value.toExponential());
}

const PLAIN_START = 1e-4;
const PLAIN_END = 1e6;
/** Below it, JavaScript prints every integer without an exponent. */
const SAFE_END = 1e15;

/** `e+06` … `e+14`, by exponent. */
const EXPONENTS = Array.from({ length: 15 }, (_, exponent) => `e+${exponent < 10 ? '0' : ''}${exponent}`);

const ZERO = 48;

/** Unix times and byte counts: half of what is printed. Much faster than `toExponential`. */
function formatLargeInteger(value: number): string {
  if (value < 0) return `-${formatLargeInteger(-value)}`;
  const digits = `${value}`;
  const exponent = EXPONENTS[digits.length - 1] as string;
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === ZERO) end--;
  return end === 1 ? digits.charAt(0) + exponent : `${digits.charAt(0)}.${digits.slice(1, end)}${exponent}`;
}

/** JavaScript prints `1e+6`, Go `1e+06`. */
function padExponent(text: string): string {
  const sign = text.indexOf('e') + 1;
  return text.length - sign > 2 ? text : `${text.slice(0, sign + 1)}0${text.slice(sign + 1)}`;
}
