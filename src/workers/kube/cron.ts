/**
 * Cron schedules as the CronJob controller of Kubernetes reads them: the five fields, the
 * descriptors, `@every` and the `TZ=` prefix of its cron library's standard parser.
 */
import { everySeconds } from './cron-every.ts';
import { type FieldSet, parseField } from './cron-field.ts';
import { nextMatch, type Timetable } from './cron-next.ts';
import { findZone, localZone, type Zone } from './cron-zone.ts';

/** A parsed schedule: a timetable of calendar fields, or a fixed delay after the last run. */
export type Schedule =
  | { readonly kind: 'timetable'; readonly timetable: Timetable; readonly zone: Zone }
  | { readonly kind: 'every'; readonly seconds: number };

/** What each descriptor stands for, written as the five fields. */
const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const MINUTE = { min: 0, max: 59, names: [] };
const HOUR = { min: 0, max: 23, names: [] };
const DAY = { min: 1, max: 31, names: [] };
const MONTH = { min: 1, max: 12, names: MONTHS };
/** Sunday is 0 only: the controller's parser has no 7. */
const WEEKDAY = { min: 0, max: 6, names: WEEKDAYS };

const EVERY = '@every ';
const ZONE_PREFIX = /^(?:CRON_)?TZ=([^ ]*)( .*)$/s;
const HAS_ZONE_PREFIX = /^(?:CRON_)?TZ=/;

/** White space as Go's `unicode.IsSpace` has it, which is not JavaScript's `\s`. */
const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACES = new RegExp(`${SPACE}+`);
const ONE_SPACE = new RegExp(SPACE);

/**
 * The schedule of a CronJob from its `spec.schedule` and `spec.timeZone`, or `undefined` when the
 * controller would refuse to run it.
 *
 * As in the controller, an unknown time zone refuses the job whatever the schedule says, and a
 * schedule that speaks of `TZ` itself wins over the field. With neither, times are local to the
 * process, as they are to the controller.
 */
export function cronJobSchedule(schedule: string, timeZone: string | undefined): Schedule | undefined {
  if (timeZone === undefined) return parseSchedule(schedule);
  if (findZone(timeZone) === undefined) return undefined;
  return parseSchedule(schedule.includes('TZ') ? schedule : `TZ=${timeZone} ${schedule}`);
}

/** Parses schedule text; `undefined` when it is not valid. `zone` holds where the text names none. */
export function parseSchedule(text: string, zone: Zone = localZone()): Schedule | undefined {
  if (HAS_ZONE_PREFIX.test(text)) {
    const [, name, rest] = ZONE_PREFIX.exec(text) ?? [];
    if (name === undefined || rest === undefined) return undefined;
    const named = findZone(name);
    return named === undefined ? undefined : parseBody(trimSpace(rest), named);
  }
  return parseBody(text, zone);
}

/**
 * The first activation strictly after `after`, both in unix seconds. `undefined` when there is
 * none within five years, as for 30 February: the controller stops looking there, too.
 */
export function nextActivation(schedule: Schedule, after: number): number | undefined {
  return schedule.kind === 'every'
    ? after + schedule.seconds
    : nextMatch(schedule.timetable, schedule.zone, after);
}

function parseBody(text: string, zone: Zone): Schedule | undefined {
  if (text.startsWith(EVERY)) {
    const seconds = everySeconds(text.slice(EVERY.length));
    return seconds === undefined ? undefined : { kind: 'every', seconds };
  }
  const fields = text.startsWith('@') ? DESCRIPTORS.get(text) : text;
  const timetable = fields === undefined ? undefined : parseTimetable(fields);
  return timetable === undefined ? undefined : { kind: 'timetable', timetable, zone };
}

function parseTimetable(text: string): Timetable | undefined {
  const words = text.split(SPACES).filter((word) => word !== '');
  if (words.length !== 5) return undefined;
  const [minute, hour, day, month, weekday] = [MINUTE, HOUR, DAY, MONTH, WEEKDAY].map(
    (bounds, index): FieldSet | undefined => parseField(words[index] ?? '', bounds),
  );
  if (!minute || !hour || !day || !month || !weekday) return undefined;
  return { minute, hour, day, month, weekday };
}

/** By hand: a pattern for space before the end looks again at each space of a long run inside the text. */
function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ONE_SPACE.test(text.charAt(start))) start++;
  while (end > start && ONE_SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
