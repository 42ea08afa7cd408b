import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Verdict } from '../harness/bounds.ts';
import type { Result } from '../harness/result.ts';
import { type About, conditions } from './html.ts';
import { timelinePlots } from './plots.ts';
import { type Row, rowsOf } from './rows.ts';
import { plotSvg } from './svg.ts';

/** A page and the plots that it shows, by file name. */
export interface DocsPages {
  readonly page: string;
  readonly plots: ReadonlyMap<string, string>;
}

const HEAD = `<!-- Generated: run \`npm run bench -- --docs\`. -->

# Benchmarks

What the exporter costs, measured from outside: \`/proc\` for CPU, memory and descriptors, the wire for
bytes and times. Absolute figures say something about one machine only; what is promised are ratios of
one run, to a floor that no program of this kind can go below.

    npm run bench                                        everything, 20,000 pods
    npm run bench -- scrape --pods 5000                  one scenario, smaller
    npm run bench -- --peer ./kube-state-metrics         another exporter in the same run
    npm run bench -- --html report.html --json run.json  with plots, and for later
    npm run bench -- --docs                              this page
`;

/** The documentation of a result. */
export function docsPages(result: Result, verdicts: readonly Verdict[], about: readonly About[]): DocsPages {
  const plots = new Map<string, string>();
  const names = [...new Set(result.findings.map(({ scenario }) => scenario))];
  const sections = names.map((name) => section(result, name, verdicts, about, plots));
  return { page: `${HEAD}\n${conditions(result)}\n\n${summary(verdicts)}\n${sections.join('\n')}`, plots };
}

/** Writes docs/benchmarks.md and docs/benchmarks/*.svg below the current folder; gives the names. */
export function writeDocs(result: Result, verdicts: readonly Verdict[], about: readonly About[]): string[] {
  const docs = join(process.cwd(), 'docs');
  const folder = join(docs, 'benchmarks');
  const { page, plots } = docsPages(result, verdicts, about);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of plots) writeFileSync(join(folder, name), svg);
  const file = join(docs, 'benchmarks.md');
  writeFileSync(file, page);
  return [relative(process.cwd(), file), `${plots.size} plots`];
}

function summary(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return '';
  const missed = verdicts.filter(({ holds }) => !holds);
  const list = missed.map(({ scenario, figure }) => `- missed: ${scenario}, ${figure}\n`).join('');
  return `${verdicts.length - missed.length} of ${verdicts.length} bounds hold.\n\n${list}`;
}

function section(
  result: Result,
  name: string,
  verdicts: readonly Verdict[],
  about: readonly About[],
  plots: Map<string, string>,
): string {
  const rows = rowsOf(result, name, verdicts);
  const findings = result.findings.filter(({ scenario }) => scenario === name);
  const peer = rows.some((row) => row.peer !== '');
  const remarks = findings.flatMap(({ subject, notes, error }) => [
    ...notes.map((note) => `${subject}: ${note}`),
    ...(error === undefined ? [] : [`${subject} failed: ${error}`]),
  ]);
  const images = findings.flatMap((finding) =>
    finding.timelines.flatMap(({ title, data }) =>
      timelinePlots(finding, title, data).map((plot) => {
        const file = `${name}-${plots.size + 1}.svg`;
        plots.set(file, plotSvg(plot, true));
        return `![${plot.title}](benchmarks/${file})`;
      }),
    ),
  );
  const text = about.find((each) => each.name === name)?.about ?? '';
  return [`## ${name}`, text, table(rows, peer), ...remarks, ...images, ''].join('\n\n');
}

function table(rows: readonly Row[], peer: boolean): string {
  const head = ['', 'exporter', ...(peer ? ['peer', 'peer / exporter'] : []), 'bound', ''];
  const lines = rows.map(({ figure, exporter, peer: other, ratio, bound, holds }) => {
    const verdict = holds === undefined ? '' : holds ? 'ok' : '**missed**';
    return [figure, exporter, ...(peer ? [other, ratio] : []), bound, verdict];
  });
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
