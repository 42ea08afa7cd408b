/** A moment as `meta.v1.Time` has it on the wire. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

const DAY_SECONDS = 86_400;
const FRACTION = /\.(\d+)/;
/** `2026-08-01T00:00:00Z` */
const PLAIN_LENGTH = 20;

// A cluster's times lie on few days, so that only their seconds are left to compute. There are
// thousands of them in every list, and `Date` takes half a microsecond for each.
const secondsOfDay = new Map<string, number>();
const textOfDay = new Map<number, string>();
/** Far more days than any cluster has; the caches start again beyond it. */
const DAYS_KEPT = 10_000;

/** Reads RFC 3339 text; `undefined` when it is none. */
export function parseMoment(text: string): Moment | undefined {
  if (text.length === PLAIN_LENGTH && text.endsWith('Z')) {
    const day = startOfDay(text.slice(0, 10));
    const time = twoDigits(text, 11) * 3600 + twoDigits(text, 14) * 60 + twoDigits(text, 17);
    if (!Number.isNaN(day + time)) return { seconds: day + time, nanos: 0 };
  }
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const fraction = FRACTION.exec(text)?.[1] ?? '';
  return { seconds: Math.floor(milliseconds / 1000), nanos: Number(fraction.padEnd(9, '0').slice(0, 9)) };
}

function startOfDay(day: string): number {
  let seconds = secondsOfDay.get(day);
  if (seconds === undefined) {
    seconds = Date.parse(`${day}T00:00:00Z`) / 1000;
    if (secondsOfDay.size >= DAYS_KEPT) secondsOfDay.clear();
    secondsOfDay.set(day, seconds);
  }
  return seconds;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const PADDED = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `meta.v1.Time` from whole seconds since 1970. */
export function formatSeconds(seconds: number): string {
  const day = Math.floor(seconds / DAY_SECONDS);
  let text = textOfDay.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 11);
    if (textOfDay.size >= DAYS_KEPT) textOfDay.clear();
    textOfDay.set(day, text);
  }
  const rest = seconds - day * DAY_SECONDS;
  const [hours, minutes] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60];
  return `${text}${PADDED[hours]}:${PADDED[minutes]}:${PADDED[rest % 60]}Z`;
}

/** `meta.v1.Time` of a clock's milliseconds. */
export function formatTime(milliseconds: number): string {
  return formatSeconds(Math.floor(milliseconds / 1000));
}

/** `meta.v1.MicroTime` of a clock's milliseconds. */
export function formatMicroTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23)}000Z`;
}
