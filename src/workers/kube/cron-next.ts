/**
 * The search for the next time that a timetable names. It takes the same steps as the cron library
 * of the CronJob controller, because around changes of the clocks the steps are the behaviour: a job
 * whose hour is skipped in spring waits for the next day, one whose hour comes twice runs twice.
 */
import type { FieldSet } from './cron-field.ts';
import { type LocalTime, localTime, unixSeconds, type Zone } from './cron-zone.ts';

/** The times of a schedule: all fields must match, but see {@link dayMatches}. */
export interface Timetable {
  readonly minute: FieldSet;
  readonly hour: FieldSet;
  readonly day: FieldSet;
  /** 1 is January. */
  readonly month: FieldSet;
  /** 0 is Sunday. */
  readonly weekday: FieldSet;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEARS_SEARCHED = 5;

/**
 * How far from 1970 a search may start, in seconds: JavaScript's dates end 8.64e12 s away (the year
 * 275760), and the search needs room for its five years, which are 1.6e8 s.
 */
const LAST_START = 8.63e12;

/** The first match strictly after `after` (unix seconds), to the end of the fifth year after it. */
export function nextMatch(timetable: Timetable, zone: Zone, after: number): number | undefined {
  if (!(Math.abs(after) <= LAST_START)) return undefined;
  // A field that allows nothing (`,`) would be looked for minute by minute for five years.
  const { minute, hour, month } = timetable;
  if (minute.values.size === 0 || hour.values.size === 0 || month.values.size === 0) return undefined;

  let at = after + 1;
  let local = localTime(at, zone);
  const lastYear = local.year + YEARS_SEARCHED;
  const moveTo = (seconds: number): void => {
    at = seconds;
    local = localTime(at, zone);
  };
  /** From the first step on, everything below the stepped unit is zero. */
  let stepped = false;
  const cutTo = (start: () => number): void => {
    if (!stepped) moveTo(start());
    stepped = true;
  };

  // Each pass looks at month, day, hour, minute in turn; a unit that runs over starts a new pass.
  search: while (local.year <= lastYear) {
    while (!month.values.has(local.month)) {
      cutTo(() => unixSeconds({ ...local, day: 1, hour: 0, minute: 0, second: 0 }, zone));
      moveTo(unixSeconds({ ...local, month: local.month + 1 }, zone));
      if (local.month === 1) continue search;
    }
    while (!dayMatches(timetable, local)) {
      cutTo(() => unixSeconds({ ...local, hour: 0, minute: 0, second: 0 }, zone));
      moveTo(nextDay(at, local, zone));
      // Where midnight does not exist the clock shows 23 or 1 instead; the library goes by the hour.
      if (local.hour > 12) moveTo(at + (24 - local.hour) * HOUR);
      else if (local.hour > 0) moveTo(at - local.hour * HOUR);
      if (local.day === 1) continue search;
    }
    while (!hour.values.has(local.hour)) {
      cutTo(() => unixSeconds({ ...local, minute: 0, second: 0 }, zone));
      moveTo(at + HOUR);
      if (local.hour === 0) continue search;
    }
    while (!minute.values.has(local.minute)) {
      cutTo(() => at - modulo(at, MINUTE));
      moveTo(at + MINUTE);
      if (local.minute === 0) continue search;
    }
    if (local.second === 0) return at;
    stepped = true;
    moveTo(at + MINUTE - local.second);
  }
  return undefined;
}

/**
 * A day matches when both day fields match; but when both are restricted, one of them is enough.
 */
function dayMatches(timetable: Timetable, local: LocalTime): boolean {
  const { day, weekday } = timetable;
  const ofMonth = day.values.has(local.day);
  const ofWeek = weekday.values.has(local.weekday);
  return day.wildcard || weekday.wildcard ? ofMonth && ofWeek : ofMonth || ofWeek;
}

/**
 * The same clock time on the next day. A day that a zone left out (Samoa had no 30 December 2011)
 * maps back to the day before it; there the library would never return, and we go on by 24 hours.
 */
function nextDay(at: number, local: LocalTime, zone: Zone): number {
  const next = unixSeconds({ ...local, day: local.day + 1 }, zone);
  return next > at ? next : at + DAY;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
