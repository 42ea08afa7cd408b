import { parseArgs } from 'node:util';
import { CodedError } from '../../protocol/coded-error.ts';
import { nearest } from './nearest.ts';
import { camel, type OptionRow } from './row.ts';
import { IGNORED, OPTIONS, type Options, UNSUPPORTED } from './table.ts';
import { type Known, readValue } from './values.ts';

/** What options need to know of a resource: rows of the family tables fit. */
export interface ResourceName {
  readonly name: string;
  /** Enabled when `--resources` is not given. */
  readonly default: boolean;
}

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'run'; readonly options: Options; readonly warnings: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };

/** Every flag that can be written, and whether it takes a value. */
const FLAGS: ReadonlyMap<string, { type: 'string' | 'boolean'; short?: string }> = new Map([
  ['help', { type: 'boolean', short: 'h' } as const],
  ['version', { type: 'boolean' } as const],
  ...OPTIONS.map((row: OptionRow) => [row.flag, argument(row.type === 'bool', row.short)] as const),
  ...[...UNSUPPORTED, ...IGNORED].map((row) => [row.flag, argument(row.type === 'bool')] as const),
]);

function argument(bool: boolean, short?: string): { type: 'string' | 'boolean'; short?: string } {
  const type = bool ? 'boolean' : 'string';
  return short === undefined ? { type } : { type, short };
}

/**
 * Reads a command line (without the program's name) the way pflag does: `--flag value`,
 * `--flag=value`, `--switch`, `--switch=false`, `-v 4`, `-v=4`, `-v4`. Throws one `KSE_OPTIONS`
 * that lists all there is to say against it, one problem a line.
 */
export function loadOptions(args: readonly string[], resources: readonly ResourceName[]): Command {
  const given = readArguments(args);
  if (given.command !== undefined) return { kind: given.command };
  const problems = [...given.problems];
  const known: Known = { resources: resources.map(({ name }) => name).sort() };
  const values: Record<string, unknown> = {};
  for (const row of OPTIONS as readonly OptionRow[]) {
    const texts = given.values.get(row.flag);
    values[camel(row.flag)] =
      texts === undefined
        ? row.default
        : readValue(row, texts, known, (problem) => problems.push(`--${row.flag}: ${problem}`));
  }
  if ((values.resources as readonly string[]).length === 0) {
    values.resources = resources.filter((row) => row.default).map(({ name }) => name);
  }
  // The mapped type and this loop read the same rows, which the compiler can't see.
  const options = deepFreeze(values) as Options;
  problems.push(...contradictions(options));
  if (problems.length > 0) {
    const list = problems.length === 1 ? problems[0] : `\n${problems.map((line) => `  ${line}`).join('\n')}`;
    throw new CodedError('KSE_OPTIONS', `the command line cannot be used: ${list}`);
  }
  return { kind: 'run', options, warnings: warningsOf(given, options) };
}

interface Given {
  readonly command: 'help' | 'version' | undefined;
  /** The texts of each flag of ours, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly ignored: ReadonlySet<string>;
  readonly problems: readonly string[];
}

function readArguments(args: readonly string[]): Given {
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(FLAGS),
    tokens: true,
    // Strict mode refuses `--switch=false`, and stops at the first problem.
    strict: false,
    allowPositionals: true,
  });
  const values = new Map<string, string[]>();
  const ignored = new Set<string>();
  const problems: string[] = [];
  let command: Given['command'];
  let unknownAt = -2;
  let unknownTakes = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (token.index === 0 && (token.value === 'version' || token.value === 'help')) command ??= token.value;
      // What follows an unknown flag is most likely its value: one mistake, one line.
      else if (!unknownTakes || token.index !== unknownAt + 1) problems.push(stray(token.value));
      continue;
    }
    const flag = FLAGS.get(token.name);
    if (flag === undefined) {
      // A single dash before a long name comes as one token for each letter, all of one index.
      if (token.index !== unknownAt) problems.push(unknownFlag(args[token.index] ?? token.rawName));
      unknownAt = token.index;
      unknownTakes = token.value === undefined;
      continue;
    }
    if (token.index === unknownAt) continue;
    const text = token.value ?? (flag.type === 'boolean' ? 'true' : undefined);
    if (text === undefined) problems.push(`--${token.name}: a value is missing`);
    else if (token.name === 'help' || token.name === 'version') command ??= token.name;
    else if (IGNORED.some((row) => row.flag === token.name)) ignored.add(token.name);
    else if (!refused(token.name, text, problems)) {
      const value = token.rawName.startsWith('--') ? text : text.replace(/^=/, '');
      values.set(token.name, [...(values.get(token.name) ?? []), value]);
    }
  }
  return { command, values, ignored, problems };
}

/** Whether a flag is one that this version doesn't have; says so unless its value asks for nothing. */
function refused(flag: string, text: string, problems: string[]): boolean {
  const row = UNSUPPORTED.find((candidate) => candidate.flag === flag);
  if (row === undefined) return false;
  if (text !== row.harmless) problems.push(`--${flag} is not supported: ${row.because}`);
  return true;
}

function stray(value: string): string {
  const hint = value === 'completion' ? '; shell completion is not supported' : '';
  return `stray argument ${JSON.stringify(value)}${hint}`;
}

function unknownFlag(arg: string): string {
  const name = arg.replace(/^-+/, '').replace(/=.*$/s, '');
  const close = nearest(name, [...FLAGS.keys()]);
  return `unknown flag ${JSON.stringify(arg)}${close === undefined ? '' : `; did you mean --${close}?`}`;
}

/** What no single value is to blame for. */
function contradictions(options: Options): string[] {
  const found: string[] = [];
  if (options.metricAllowlist.length > 0 && options.metricDenylist.length > 0) {
    found.push('--metric-allowlist and --metric-denylist exclude each other: give one of them');
  }
  if (
    options.port !== 0 &&
    options.port === options.telemetryPort &&
    options.host === options.telemetryHost
  ) {
    found.push(`--port and --telemetry-port are both ${options.port}: give each its own`);
  }
  const others = options.resources.filter((name) => name !== 'pods');
  if (others.length > 0) {
    const why = `selects pods, but ${others.length} other resources are enabled: add --resources=pods`;
    if (options.node !== '') found.push(`--node ${why}`);
    if (options.trackUnscheduledPods) found.push(`--track-unscheduled-pods ${why}`);
  }
  return found;
}

function warningsOf(given: Given, options: Options): string[] {
  const warnings: string[] = [];
  if (given.ignored.size > 0) {
    const flags = [...given.ignored].map((flag) => `--${flag}`).join(', ');
    warnings.push(`flags of kube-state-metrics without effect here: ${flags}`);
  }
  for (const flag of ['metric-labels-allowlist', 'metric-annotations-allowlist']) {
    const times = given.values.get(flag)?.length ?? 0;
    if (times > 1) warnings.push(`--${flag} is given ${times} times: only the last one counts`);
  }
  if (options.trackUnscheduledPods && options.node !== '') {
    warnings.push('--node has no effect together with --track-unscheduled-pods');
  }
  return warnings;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
