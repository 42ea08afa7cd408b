/** A moment as `meta.v1.Time` has it on the wire. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

const FRACTION = /\.(\d+)/;
const cache = new Map<string, Moment>();
/** Objects of one cluster share few distinct times; beyond this the cache starts again. */
const CACHE_LIMIT = 50_000;

/** Reads RFC 3339 text; `undefined` when it is none. */
export function parseMoment(text: string): Moment | undefined {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const fraction = FRACTION.exec(text)?.[1] ?? '';
  const moment = {
    seconds: Math.floor(milliseconds / 1000),
    nanos: Number(fraction.padEnd(9, '0').slice(0, 9)),
  };
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, moment);
  return moment;
}

/** Whole seconds, as `meta.v1.Time` is written. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Microseconds, as `meta.v1.MicroTime` is written. */
export function formatMicroTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23)}000Z`;
}
