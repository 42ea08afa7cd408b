/**
 * Where kube-state-metrics is wrong and this project is right. Each rule is as narrow as its reason:
 * it looks at the object, and takes lines of the families that it is about, and no others.
 */
import type { Vector } from './vectors.ts';

/** The lines that one side has and the other hasn't. */
export interface Difference {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** What is left of a difference when the wanted part is taken out. */
export function unwanted(vector: Vector, difference: Difference): Difference {
  return RULES.reduce((rest, rule) => rule(vector, rest), difference);
}

type Rule = (vector: Vector, difference: Difference) => Difference;

const RULES: readonly Rule[] = [scheduleRule, overflowRule];

const SCHEDULE_LINE = /^kube_cronjob_(?:next_schedule_time|schedule_invalid)\{/;

/** Its cron library differs from the one that Kubernetes schedules with, for some schedules. */
function scheduleRule({ resource, object }: Vector, { missing, extra }: Difference): Difference {
  const schedule = (object as { spec?: { schedule?: unknown } }).spec?.schedule;
  if (resource !== 'cronjobs' || typeof schedule !== 'string' || !readDifferently(schedule)) {
    return { missing, extra };
  }
  const others = (line: string) => !SCHEDULE_LINE.test(line);
  return { missing: missing.filter(others), extra: extra.filter(others) };
}

/** Sizes of the ranges of minute, hour, day of month, month, day of week. */
const RANGES = [60, 24, 31, 12, 7] as const;

function readDifferently(schedule: string): boolean {
  const fields = schedule.replace(/^(?:CRON_)?TZ=\S+\s+/, '').split(/\s+/);
  if (fields.length !== RANGES.length) return false;
  const restricted = (field: string | undefined) => field !== undefined && !/^[*?]/.test(field);
  // Kubernetes: the day of the month OR of the week, when both are restricted.
  if (restricted(fields[2]) && restricted(fields[4])) return true;
  return fields.some((field, i) =>
    field.split(',').some((item) => oddStep(item, RANGES[i] ?? 0) || wraps(item)),
  );
}

/** A step as large as its range is valid to Kubernetes. */
function oddStep(item: string, range: number): boolean {
  const step = /\/([0-9]+)$/.exec(item);
  const span = /^([0-9]+)-([0-9]+)\//.exec(item);
  const size = span === null ? range : Number(span[2]) - Number(span[1]) + 1;
  return step !== null && Number(step[1]) >= size;
}

/** A range whose end is before its start is invalid to Kubernetes. */
function wraps(item: string): boolean {
  const range = /^([0-9]+)-([0-9]+)(?:\/[0-9]+)?$/.exec(item);
  return range !== null && Number(range[1]) > Number(range[2]);
}

const MAX_INT64 = 2 ** 63;

/** A decimal quantity above 2^63-1 is 0 there. */
function overflowRule(_vector: Vector, { missing, extra }: Difference): Difference {
  const large = new Set(extra.filter((line) => numberOf(line) >= MAX_INT64));
  const series = new Set([...large].map(seriesText));
  const zero = new Set(missing.filter((line) => numberOf(line) === 0 && series.has(seriesText(line))));
  const zeroed = new Set([...zero].map(seriesText));
  return {
    missing: missing.filter((line) => !zero.has(line)),
    extra: extra.filter((line) => !(large.has(line) && zeroed.has(seriesText(line)))),
  };
}

function seriesText(line: string): string {
  return line.slice(0, line.lastIndexOf(' '));
}

function numberOf(line: string): number {
  return Number(line.slice(line.lastIndexOf(' ') + 1).replace('+Inf', 'Infinity'));
}
