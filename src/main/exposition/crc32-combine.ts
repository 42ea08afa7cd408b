/**
 * The CRC-32 of two texts put together, from their CRCs and the length of the second.
 *
 * A CRC is a polynomial over GF(2) modulo P; appending n bytes multiplies it by x^(8n) mod P
 * (zlib's crc32_combine since 1.2.12 does the same). One operator a length is computed once:
 * pages have few different lengths for long, and multiplying costs 32 shifts.
 */

/** CRC-32's polynomial (RFC 1952, 8), reflected: bit 31 is x^0. */
const P = 0xedb88320;
/** x^0, reflected. */
const ONE = 0x80000000;

/** Operators kept. Page lengths vary, so the cache is bounded and starts again when full. */
const CACHE_SIZE = 16_384;

/** a(x) * b(x) mod P, reflected. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ P : factor >>> 1;
  }
  return product >>> 0;
}

/** x^(8 * 2^k) mod P for k = 0 …: by squaring, from x^8. */
const POWERS = powers();
function powers(): readonly number[] {
  const list: number[] = [];
  // x^8 reflected: bit 31 - 8.
  let power = ONE >>> 8;
  // 2^48 bytes are more than any text here.
  for (let k = 0; k < 48; k++) {
    list.push(power);
    power = multiply(power, power);
  }
  return list;
}

const operators = new Map<number, number>();

/** x^(8 * length) mod P. */
function operator(length: number): number {
  const known = operators.get(length);
  if (known !== undefined) return known;
  let result = ONE;
  let rest = length;
  for (let k = 0; rest > 0; k++) {
    if (rest % 2 === 1) result = multiply(POWERS[k] ?? ONE, result);
    rest = Math.floor(rest / 2);
  }
  if (operators.size >= CACHE_SIZE) operators.clear();
  operators.set(length, result);
  return result;
}

/** CRC-32 of the concatenation of two texts; `secondLength` in bytes. Unsigned. */
export function crc32Combine(first: number, second: number, secondLength: number): number {
  return (multiply(operator(secondLength), first) ^ second) >>> 0;
}
