import { parseArgs } from 'node:util';
import { CodedError } from '../../protocol/coded-error.ts';
import { resources } from '../../workers/families/index.ts';
import { loadOptions } from '../options/load.ts';
import type { OptionRow } from '../options/row.ts';
import { IGNORED, OPTIONS, type Options, UNSUPPORTED } from '../options/table.ts';
import { defaultText, placeholder } from '../options/usage.ts';

/** What a command line of `render` asks for. */
export type RenderCommand =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'render';
      /** Paths as given; `-` is standard input. Never empty. */
      readonly files: readonly string[];
      readonly format: Format;
      readonly strict: boolean;
      readonly options: Options;
      readonly warnings: readonly string[];
    };

export type Format = 'text' | 'openmetrics';

/** The exporter's flags that have a meaning without a cluster: the same meaning as there. */
const SHARED: ReadonlySet<string> = new Set([
  'resources',
  'namespaces',
  'namespaces-denylist',
  'node',
  'track-unscheduled-pods',
  'object-limit',
  'metric-allowlist',
  'metric-denylist',
  'metric-opt-in-list',
  'metric-labels-allowlist',
  'metric-annotations-allowlist',
  'workers',
]);

const OWN = {
  filename: { type: 'string', short: 'f' },
  format: { type: 'string' },
  strict: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const FORMATS: readonly Format[] = ['text', 'openmetrics'];

const SHARED_ROWS = (OPTIONS as readonly OptionRow[]).filter(({ flag }) => SHARED.has(flag));

/** All flags of the exporter, so that what is refused takes its value with it. */
const FLAGS = {
  ...Object.fromEntries(
    [...(OPTIONS as readonly OptionRow[]), ...UNSUPPORTED, ...IGNORED].map(({ flag, type }) => [
      flag,
      { type: type === 'bool' ? ('boolean' as const) : ('string' as const) },
    ]),
  ),
  ...OWN,
};

/**
 * Reads the arguments behind `render`. The filters go through the exporter's own loader, so that
 * they mean and refuse the same. Throws one `KSE_OPTIONS`, as that does.
 */
export function readArguments(args: readonly string[]): RenderCommand {
  const { tokens } = parseArgs({
    args: [...args],
    options: FLAGS,
    tokens: true,
    strict: false,
    allowPositionals: true,
  });
  const shared: string[] = [];
  const problems: string[] = [];
  const files: string[] = [];
  let format = 'text';
  let strict = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (token.value === 'help' && token.index === 0) return { kind: 'help' };
      problems.push(`stray argument ${JSON.stringify(token.value)}; files are given with -f`);
      continue;
    }
    const { name, value } = token;
    if (name === 'help') return { kind: 'help' };
    if (name === 'strict') strict = readSwitch(value, problems);
    else if (name === 'format' || name === 'filename') {
      if (value === undefined || value === '') problems.push(`--${name}: a value is missing`);
      else if (name === 'format') format = value;
      else files.push(token.rawName === '-f' ? value.replace(/^=/, '') : value);
    } else if (name in FLAGS && !SHARED.has(name)) {
      problems.push(`--${name} has no meaning for render`);
    } else {
      // As it was written, to be read by the exporter's own rules.
      shared.push(
        token.rawName.startsWith('--') && value !== undefined ? `${token.rawName}=${value}` : token.rawName,
      );
    }
  }
  if (!isFormat(format))
    problems.push(`--format: ${JSON.stringify(format)} is none of ${FORMATS.join(', ')}`);
  if (files.filter((file) => file === '-').length > 1) problems.push('-f -: standard input can be read once');
  if (problems.length > 0) throw refusal(problems);
  const command = loadOptions(shared, resources);
  if (command.kind !== 'run' || !isFormat(format)) return { kind: 'help' };
  const { options, warnings } = command;
  return { kind: 'render', files: files.length === 0 ? ['-'] : files, format, strict, options, warnings };
}

function readSwitch(value: string | undefined, problems: string[]): boolean {
  if (value === undefined || value === 'true') return true;
  if (value !== 'false') problems.push(`--strict: ${JSON.stringify(value)} is neither true nor false`);
  return false;
}

function isFormat(text: string): text is Format {
  return (FORMATS as readonly string[]).includes(text);
}

function refusal(problems: readonly string[]): CodedError {
  const list = problems.length === 1 ? problems[0] : `\n${problems.map((line) => `  ${line}`).join('\n')}`;
  return new CodedError('KSE_OPTIONS', `the command line cannot be used: ${list}`);
}

/** The text of `render --help`. */
export function usage(): string {
  const shared = SHARED_ROWS.flatMap((row) => {
    const fallback = row.flag === 'workers' ? '1' : defaultText(row);
    const help =
      row.flag === 'workers'
        ? 'Threads that decode and render. With more than one the order of lines in a family depends on their number.'
        : row.help;
    return [
      `  ${`--${row.flag} ${placeholder(row)}`.trimEnd()}`,
      `        ${help}${fallback === '' ? '' : ` (default ${fallback})`}`,
    ];
  });
  return [
    'Prints what /metrics would hold for Kubernetes objects from files.',
    '',
    'Usage:',
    '  kube-state-exporter render [flags] [-f FILE ...]',
    '  kubectl get pods -A -o json | kube-state-exporter render',
    '',
    'Input and output:',
    '  -f, --filename path',
    '        File, folder, or - for standard input; may be repeated. JSON or YAML, single objects, several',
    '        in a row, one a line, or lists; plain or gzip. Of a folder: *.json, *.yaml, *.yml, *.ndjson,',
    '        each also with .gz. (default -)',
    `  --format ${FORMATS.join('|')}`,
    '        Form of the metrics. (default text)',
    '  --strict',
    '        Exit with 1 also when an object was readable and yet left out, or lost a sample. (default false)',
    '',
    'Filters, with the meaning that they have for the exporter:',
    ...shared,
    '',
    '  -h, --help',
    '        Shows this.',
    '',
    'Exit status: 0 when all could be read, else 1. What could be read is printed in any case.',
    '',
  ].join('\n');
}
