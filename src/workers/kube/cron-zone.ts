/**
 * Time zones for schedules: which names are zones, their offsets, and Go's rules for clock times
 * that do not exist or exist twice.
 */
import { ZONE_ALIASES } from './cron-zone-names.ts';

/** A time zone. */
export interface Zone {
  /** Seconds to add to unix seconds for the zone's clock time. */
  offsetAt(unix: number): number;
}

/** A clock time in some zone. */
export interface LocalTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday; not read by `unixSeconds`. */
  readonly weekday: number;
}

/** Zones kept ready. A formatter takes some tens of kilobytes; clusters use a handful of zones. */
const ZONES_KEPT = 64;
const zones = new Map<string, Zone>();
let local: Zone | undefined;
const primaryNames: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

/**
 * The zone of an IANA name, by Go's `time.LoadLocation`: exact case, `''` is UTC, `Local` the
 * process's own. `undefined` when there is none; neither offsets (`+01:00`) nor the short names
 * that ICU adds (`PST`) are zones.
 */
export function findZone(name: string): Zone | undefined {
  if (name === 'Local') return localZone();
  const known = name === '' ? 'UTC' : name;
  return primaryNames.has(known) || ZONE_ALIASES.has(known) ? kept(known) : undefined;
}

/** The zone that the process runs in (`TZ`); UTC where that is no zone, as in Go. */
export function localZone(): Zone {
  local ??= findZone(new Intl.DateTimeFormat().resolvedOptions().timeZone ?? '') ?? kept('UTC');
  return local;
}

function kept(name: string): Zone {
  const zone = zones.get(name) ?? new IntlZone(name);
  // Put last on each use, so that the first is the one unused for longest.
  zones.delete(name);
  zones.set(name, zone);
  for (const oldest of zones.keys()) {
    if (zones.size <= ZONES_KEPT) break;
    zones.delete(oldest);
  }
  return zone;
}

/** What the zone's clock shows at `unix`. */
export function localTime(unix: number, zone: Zone): LocalTime {
  const date = new Date((unix + zone.offsetAt(unix)) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

/**
 * When the zone's clock shows `local`; values beyond a unit's range carry over (32 January is
 * 1 February). For times that exist twice or not at all this picks what Go's `time.Date` picks:
 * the offset at that time *as if it were UTC* is tried first, and the one found with it counts.
 */
export function unixSeconds(local: LocalTime, zone: Zone): number {
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(local.year, local.month - 1, local.day);
  date.setUTCHours(local.hour, local.minute, local.second);
  const clock = date.getTime() / 1000;
  const guess = zone.offsetAt(clock);
  return guess === 0 ? clock : clock - zone.offsetAt(clock - guess);
}

/** A stretch of time with at most one change of offset in it. */
interface Span {
  readonly before: number;
  readonly after: number;
  /** The first second with `after`. */
  readonly change: number;
}

/** No zone of the IANA database has changed its offset twice in less than three days. */
const SPAN_SECONDS = 3 * 86_400;
/** Spans remembered per zone: a search of five years and the rest of the sixth is 731 of them. */
const SPANS_KEPT = 1_024;

/** How `en-US` writes a long offset: `GMT+05:30`, with seconds where a zone has them. */
const OFFSET = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/;

/**
 * Offsets by asking `Intl`, which takes microseconds, while a search asks hundreds of times; so
 * each stretch of time is asked about once.
 */
class IntlZone implements Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #spans = new Map<number, Span>();

  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  offsetAt(unix: number): number {
    const index = Math.floor(unix / SPAN_SECONDS);
    const span = this.#spans.get(index) ?? this.#explore(index);
    return unix < span.change ? span.before : span.after;
  }

  #explore(index: number): Span {
    let low = index * SPAN_SECONDS;
    let high = low + SPAN_SECONDS;
    const before = this.#ask(low);
    const after = this.#ask(high);
    // The change, if any, is where a search by halves ends: `low` still has the old offset.
    while (before !== after && high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle) === before) low = middle;
      else high = middle;
    }
    if (this.#spans.size >= SPANS_KEPT) this.#spans.clear();
    const span = { before, after, change: high };
    this.#spans.set(index, span);
    return span;
  }

  #ask(unix: number): number {
    const text = this.#format.format(unix * 1000);
    const [, sign, hours, minutes, seconds = '0'] = OFFSET.exec(text) ?? [];
    const size = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    return sign === '-' ? -size : size;
  }
}
