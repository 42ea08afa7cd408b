/** Unix seconds of Go's zero time, 0001-01-01T00:00:00Z. */
export const GO_ZERO_SECONDS = -62_135_596_800;

/** 0000-01-01T00:00:00Z and 10000-01-01T00:00:00Z: what RFC 3339's four-digit years can write. */
export const MIN_SECONDS = -62_167_219_200;
export const END_SECONDS = 253_402_300_800;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/**
 * Whole unix seconds (floor) of a time as Go's `time.Parse(time.RFC3339, …)` reads it, or `undefined`
 * where Go reports an error. Go is stricter than `Date.parse` (no missing parts, no 31 February, no
 * second 60, capital T and Z only), and laxer than the RFC in three ways that are kept here: an hour
 * of one digit, a comma before the fraction, and offsets of up to 24:60.
 */
export function parseRfc3339(text: string): number | undefined {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return undefined;

  const hourLength = text[12] === ':' ? 1 : 2;
  const hour = digits(text, 11, hourLength);
  const at = 11 + hourLength;
  const minute = digits(text, at + 1, 2);
  const second = digits(text, at + 4, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  if (text[at] !== ':' || text[at + 3] !== ':') return undefined;

  const offset = offsetSeconds(text, afterFraction(text, at + 6));
  if (offset === undefined) return undefined;
  // The fraction only ever adds to the second it is written after, so leaving it out is the floor.
  return daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
}

/** The number of exactly `count` decimal digits at `at`, or -1. */
function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    // Past the end `digit` is NaN, which fails this comparison too.
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Where the text goes on after an optional fraction at `at`. A lone separator is no fraction. */
function afterFraction(text: string, at: number): number {
  if (text[at] !== '.' && text[at] !== ',') return at;
  let end = at + 1;
  while (digits(text, end, 1) >= 0) end++;
  return end === at + 1 ? at : end;
}

/** Seconds east of UTC of the zone that is the rest of the text, or `undefined`. */
function offsetSeconds(text: string, at: number): number | undefined {
  if (text[at] === 'Z') return text.length === at + 1 ? 0 : undefined;
  if ((text[at] !== '+' && text[at] !== '-') || text[at + 3] !== ':' || text.length !== at + 6)
    return undefined;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if (hours < 0 || hours > 24 || minutes < 0 || minutes > 60) return undefined;
  const seconds = hours * 3600 + minutes * 60;
  return text[at] === '-' ? -seconds : seconds;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  if (month === 2 && isLeap(year)) return 29;
  return (DAYS_BEFORE_MONTH[month] ?? 0) - (DAYS_BEFORE_MONTH[month - 1] ?? 0);
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar, for years from 0 on. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const past = year - 1;
  // 719162 days lie between 0001-01-01 and 1970-01-01. `Math.floor` makes year 0 right: past is -1.
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return past * 365 + leaps + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapDay + day - 1 - 719_162;
}
