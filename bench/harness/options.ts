import { parseArgs } from 'node:util';
import type { Peer } from './subject.ts';

/** What the command line asks for. */
export interface BenchOptions {
  /** In the order in which they run. */
  readonly scenarios: readonly string[];
  readonly pods: number;
  readonly nodes: number;
  /** Length of each stretch of steady load. */
  readonly seconds: number;
  readonly peer: Peer | undefined;
  readonly json: string | undefined;
  readonly html: string | undefined;
  /** An earlier result to report on, instead of measuring. */
  readonly from: string | undefined;
  /** Write docs/benchmarks.md and its plots. */
  readonly docs: boolean;
  /** Bounds that don't hold end the process with status 1. */
  readonly check: boolean;
  readonly tls: boolean;
  /** More arguments for the exporter, and for its Node. */
  readonly args: readonly string[];
  readonly nodeArgs: readonly string[];
}

/** What is wrong with the command line. */
export class UsageError extends Error {}

const MOST_PODS = 500_000;
const MOST_SECONDS = 600;
const PODS_PER_NODE = 100;

/** @throws UsageError */
export function parseOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { values, positionals } = parse(args);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`no scenario "${unknown[0]}"; there are ${known.join(', ')}`);
  const pods = whole('pods', values.pods, 1, MOST_PODS) ?? 20_000;
  if (values['peer-args'] !== undefined && values.peer === undefined)
    throw new UsageError('--peer-args without --peer');
  return {
    scenarios: positionals.length > 0 ? [...new Set(positionals)] : known,
    pods,
    nodes: whole('nodes', values.nodes, 1, MOST_PODS) ?? Math.max(1, Math.ceil(pods / PODS_PER_NODE)),
    seconds: whole('seconds', values.seconds, 1, MOST_SECONDS) ?? 10,
    peer:
      values.peer === undefined
        ? undefined
        : { path: values.peer, args: splitWords(values['peer-args'] ?? '') },
    json: values.json,
    html: values.html,
    from: values.from,
    docs: values.docs,
    check: values.check,
    tls: !values['no-tls'],
    args: splitWords(values.args ?? ''),
    nodeArgs: splitWords(values['node-args'] ?? ''),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: joinWords(args),
      allowPositionals: true,
      options: {
        pods: { type: 'string' },
        nodes: { type: 'string' },
        seconds: { type: 'string' },
        peer: { type: 'string' },
        'peer-args': { type: 'string' },
        json: { type: 'string' },
        html: { type: 'string' },
        from: { type: 'string' },
        docs: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        'no-tls': { type: 'boolean', default: false },
        args: { type: 'string' },
        'node-args': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Options whose value is a command line of its own, and may begin with a dash. */
const WORDS = new Set(['--peer-args', '--args', '--node-args']);

/** `--args "--v=4"` as `--args=--v=4`: elsewhere a value that looks like an option is a mistake. */
function joinWords(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const value = args[i + 1];
    if (WORDS.has(arg) && value !== undefined) {
      joined.push(`${arg}=${value}`);
      i++;
    } else joined.push(arg);
  }
  return joined;
}

function whole(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}"`);
}

/** Words as a shell would take them: blanks divide, quotes of either kind keep together. */
export function splitWords(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_match, double, single) => double ?? single),
  );
}

export const USAGE = `npm run bench -- [scenario ...] [options]

  --pods N            pods of the simulated cluster (20000)
  --nodes N           its nodes (one for 100 pods)
  --seconds N         length of each stretch of steady load (10)
  --peer FILE         another exporter's program, measured in the same run
  --peer-args "..."   its arguments, besides --kubeconfig, --port and --telemetry-port
  --json FILE         write the result
  --html FILE         write a report with plots
  --docs              write docs/benchmarks.md and its plots
  --from FILE         report on an earlier result instead of measuring
  --check             bounds that don't hold end with status 1
  --no-tls            plain HTTP between exporter and simulated API server
  --args "..."        more arguments for our exporter
  --node-args "..."   arguments for its Node, such as --cpu-prof
`;
