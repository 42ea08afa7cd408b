import { parseGoInteger } from './go-integer.ts';

/** The numbers that one field of a schedule allows. */
export interface FieldSet {
  readonly values: ReadonlySet<number>;
  /** Some item of the field was `*` or `?` with no step above 1: the field restricts nothing. */
  readonly wildcard: boolean;
}

/** What a field may hold. The first of `names` stands for `min`, the next for `min + 1`, and so on. */
export interface FieldBounds {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

/**
 * Parses a comma-separated field; `undefined` when it is not valid. Empty items count for nothing,
 * so `,` alone is valid and allows no number at all.
 */
export function parseField(text: string, bounds: FieldBounds): FieldSet | undefined {
  const values = new Set<number>();
  let wildcard = false;
  for (const item of text.split(',')) {
    if (item === '') continue;
    const range = parseItem(item, bounds);
    if (range === undefined) return undefined;
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
    wildcard ||= range.wildcard;
  }
  return { values, wildcard };
}

interface Item {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly wildcard: boolean;
}

/** One of `*`, `a`, `a-b`, each with an optional `/step`; `a/step` runs from `a` to the maximum. */
function parseItem(item: string, bounds: FieldBounds): Item | undefined {
  const [range = '', stepText, ...more] = item.split('/');
  if (more.length > 0) return undefined;
  const step = stepText === undefined ? 1 : integer(stepText);
  if (step === undefined || step <= 0) return undefined;

  const [low = '', high, ...extra] = range.split('-');
  // What follows the hyphen of `*-` is never looked at: the controller's parser takes it, so do we.
  if (low === '*' || low === '?') {
    return { start: bounds.min, end: bounds.max, step, wildcard: step === 1 };
  }
  if (extra.length > 0) return undefined;
  const start = numberOrName(low, bounds);
  const openEnd = stepText === undefined ? start : bounds.max;
  const end = high === undefined ? openEnd : numberOrName(high, bounds);
  if (start === undefined || end === undefined) return undefined;
  if (start < bounds.min || end > bounds.max || start > end) return undefined;
  return { start, end, step, wildcard: false };
}

function numberOrName(text: string, bounds: FieldBounds): number | undefined {
  const named = bounds.names.indexOf(text.toLowerCase());
  return named === -1 ? integer(text) : bounds.min + named;
}

function integer(text: string): number | undefined {
  const value = parseGoInteger(text);
  return value === undefined ? undefined : Number(value);
}
