import { parseAllowlist } from './allowlist.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { compileEcmaScript, compileGo } from './patterns.ts';
import type { Allowlist, ListOf, OptionRow } from './row.ts';

/** What values are checked against. */
export interface Known {
  /** The plural names of all resources, sorted. */
  readonly resources: readonly string[];
}

type Value = string | number | boolean | readonly string[] | Allowlist;

/** Takes note of one thing that is wrong, as a sentence without the flag's name. */
type Report = (problem: string) => void;

/** The values that strconv.ParseBool, and so the reference, takes. */
const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, false] as const),
]);

/**
 * Reads the texts that were given for one option, in order. Reports each problem, and gives the
 * default where there was one: the caller refuses to go on, after having seen all of them.
 */
export function readValue(row: OptionRow, texts: readonly string[], known: Known, report: Report): Value {
  const last = texts.at(-1) ?? '';
  switch (row.type) {
    case 'string':
      return last;
    case 'url':
      if (last !== '' && !isHttpUrl(last))
        report(`${JSON.stringify(last)} is not an http:// or https:// address`);
      return last;
    case 'bool':
      for (const text of texts)
        if (!BOOLS.has(text)) report(`${JSON.stringify(text)} is neither true nor false`);
      return BOOLS.get(last) ?? row.default;
    case 'int':
      return inRange(
        row,
        texts,
        (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined),
        String,
        report,
      );
    case 'duration':
      return inRange(row, texts, parseDuration, formatDuration, report);
    case 'choice':
      if (row.values.includes(last)) return last;
      report(`${JSON.stringify(last)} is none of ${row.values.join(', ')}`);
      return row.default;
    case 'list': {
      const items = texts.flatMap((text) => text.split(',')).map((item) => item.trim());
      const distinct = [...new Set(items.filter((item) => item !== ''))];
      for (const item of distinct) ITEMS[row.of](item, known, report);
      return distinct;
    }
    case 'allowlist':
      return readAllowlist(last, known, report);
  }
}

function inRange(
  row: OptionRow & { type: 'int' | 'duration' },
  texts: readonly string[],
  parse: (text: string) => number | undefined,
  format: (value: number) => string,
  report: Report,
): number {
  let value: number = row.default;
  for (const text of texts) {
    const parsed = parse(text);
    const kind = row.type === 'int' ? 'a whole number' : 'a duration such as 500ms, 30s or 1m30s';
    if (parsed === undefined) report(`${JSON.stringify(text)} is not ${kind}`);
    else if (parsed < row.min || parsed > row.max)
      report(`${text} is not between ${format(row.min)} and ${format(row.max)}`);
    else value = parsed;
  }
  return value;
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}

/** A namespace is a DNS label; it becomes part of request paths, so nothing else gets through. */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const ITEMS: Readonly<Record<ListOf, (item: string, known: Known, report: Report) => void>> = {
  resource: (item, known, report) => {
    if (!known.resources.includes(item)) report(unknownResource(item, known));
  },
  namespace: (item, _known, report) => {
    if (!DNS_LABEL.test(item)) report(`${JSON.stringify(item)} cannot be the name of a namespace`);
  },
  ecmascript: (item, _known, report) => reportThrown(() => compileEcmaScript(item), report),
  re2: (item, _known, report) =>
    reportThrown(
      () => compileGo(item),
      (problem) => report(`${JSON.stringify(item)}: ${problem}`),
    ),
};

function readAllowlist(text: string, known: Known, report: Report): Allowlist {
  const list = reportThrown(() => parseAllowlist(text), report) ?? {};
  for (const resource of Object.keys(list)) {
    if (resource !== '*' && !known.resources.includes(resource)) report(unknownResource(resource, known));
  }
  return list;
}

function unknownResource(name: string, known: Known): string {
  return `unknown resource ${JSON.stringify(name)}; known are ${known.resources.join(', ')}`;
}

function reportThrown<T>(attempt: () => T, report: Report): T | undefined {
  try {
    return attempt();
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
