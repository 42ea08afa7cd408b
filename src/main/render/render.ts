import type { Readable, Writable } from 'node:stream';
import type { Losses } from '../../protocol/messages.ts';
import { resources } from '../../workers/families/index.ts';
import { budgetOf, thisMachine } from '../budget.ts';
import { exitCodeOf, explain } from '../errors.ts';
import { openBody } from '../exposition/body.ts';
import { enabledResources } from '../options/filters.ts';
import { type RenderCommand, readArguments, usage } from './arguments.ts';
import { Feed } from './feed.ts';
import { Intake } from './intake.ts';
import { writeAll } from './output.ts';
import { Report } from './report.ts';
import { findSources } from './sources.ts';

/** The process as `render` sees it. */
export interface RenderIo {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Gets metrics and nothing else. */
  readonly stdout: Writable;
  /** Gets all that is to be said about them. */
  readonly stderr: Writable;
  /** Nothing of it is read: the same input gives the same output everywhere. */
  readonly env: NodeJS.ProcessEnv;
}

/** One thread keeps the objects' order, so that outputs can be compared as text. */
const DEFAULT_WORKERS = 1;

/**
 * `kube-state-exporter render`: reads objects from files and prints what `/metrics` would hold for
 * them. Resolves to the exit status: 0, or 1 when something could not be read, or the command line
 * not be used. All that could be read is printed nevertheless.
 */
export async function render(args: readonly string[], io: RenderIo): Promise<number> {
  try {
    const command = readArguments(args);
    if (command.kind === 'help') {
      await writeAll(io.stdout, [Buffer.from(usage())]);
      return 0;
    }
    return await run(command, io);
  } catch (error) {
    io.stderr.write(`${explain(error)}\n`);
    return exitCodeOf(error);
  }
}

async function run(command: Extract<RenderCommand, { kind: 'render' }>, io: RenderIo): Promise<number> {
  const { options, format, files } = command;
  const report = new Report((text) => io.stderr.write(text), command.strict);
  const enabled = enabledResources(options, resources);
  for (const warning of command.warnings) report.warn(warning);
  const budget = budgetOf(thisMachine(), options.workers === 0 ? DEFAULT_WORKERS : options.workers);
  const feed = new Feed({
    resources: enabled,
    workers: budget.workers,
    heapMiB: budget.workerHeapMiB,
    lost: (resource, losses) => reportLosses(report, resource, losses),
  });
  try {
    const { sources, problems } = await findSources(files, io.stdin);
    for (const problem of problems) report.problem(problem);
    if (files.includes('-') && io.stdin.isTTY === true)
      report.warn('reading objects from the terminal; -f names a file');
    const intake = new Intake(feed, report, enabled, options);
    for (const source of sources) await intake.read(source);
    if (intake.documents === 0 && sources.length > 0) report.problem('no object was found in the input');
    const snapshot = await feed.complete();
    const body = openBody(snapshot, { format, encoding: 'identity' }, Date.now());
    await writeAll(io.stdout, body.chunks());
    report.end();
    return report.exitCode;
  } finally {
    await feed.stop();
  }
}

/** How losses are told, and what one of them is. */
const LOSSES = {
  malformed: 'objects that could not be decoded',
  mistyped: 'fields of the wrong type',
  invalid: 'samples without a valid value or label',
  duplicates: 'samples whose labels another sample of the same object has',
  failed: 'families that could not be computed',
} as const satisfies Partial<Record<keyof Losses, string>>;

function reportLosses(report: Report, resource: string, losses: Losses): void {
  for (const [key, what] of Object.entries(LOSSES)) {
    const count = losses[key as keyof typeof LOSSES];
    if (count === 0) continue;
    report.leaveOut(
      `lost ${key} ${resource}`,
      (total) => `${resource}: ${what}: ${total}${losses.example === '' ? '' : ` (${losses.example})`}`,
      count,
    );
  }
}
