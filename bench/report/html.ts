import type { Verdict } from '../harness/bounds.ts';
import { format } from '../harness/figures.ts';
import type { Result } from '../harness/result.ts';
import { timelinePlots } from './plots.ts';
import { type Row, rowsOf } from './rows.ts';
import { escapeMarkup, plotSvg, SVG_STYLE } from './svg.ts';

/** What a report says of a scenario besides figures. */
export interface About {
  readonly name: string;
  readonly about: string;
}

const STYLE = `
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:860px;margin:2rem auto;padding:0 1rem;background:#fff;color:#111}
table{border-collapse:collapse;margin:1rem 0;font-size:13px}th,td{border-bottom:1px solid #ddd;padding:.2rem .7rem;text-align:right}
th:first-child,td:first-child{text-align:left}.missed{color:#b91c1c;font-weight:600}.ok{color:#15803d}svg{max-width:100%;height:auto;display:block;margin:.6rem 0}
@media (prefers-color-scheme:dark){body{background:#16181d;color:#dfe3ea}th,td{border-color:#33363d}.missed{color:#f87171}.ok{color:#4ade80}}`;

/** The whole result as one page that needs nothing else. */
export function htmlReport(result: Result, verdicts: readonly Verdict[], about: readonly About[]): string {
  const names = new Set(result.findings.map(({ scenario }) => scenario));
  const sections = [...names].map((name) =>
    section(
      result,
      name,
      verdicts,
      about.find((each) => each.name === name),
    ),
  );
  const missed = verdicts.filter(({ holds }) => !holds).length;
  return (
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>kube-state-exporter: benchmarks</title><style>${STYLE}${SVG_STYLE}</style></head><body>` +
    `<h1>kube-state-exporter: benchmarks</h1><p>${escapeMarkup(conditions(result))}</p>` +
    `<p>${verdicts.length - missed} of ${verdicts.length} bounds hold.</p>${sections.join('')}</body></html>\n`
  );
}

/** On what and how it was measured, in one sentence or two. */
export function conditions({ machine, pods, nodes, seconds, tls, date, peer }: Result): string {
  const size = `${pods.toLocaleString('en')} pods and ${nodes.toLocaleString('en')} nodes`;
  return (
    `${date.slice(0, 10)}, ${size}, steady load for ${seconds} s each, ${tls ? 'TLS' : 'no TLS'} to the API server` +
    `${peer === undefined ? '' : `, peer: ${peer}`}. ` +
    `Machine: ${machine.cpus} CPUs (${machine.model}), ${format({ value: machine.memoryBytes / 1024, unit: 'bytes' }).replace('MiB', 'GiB')}, ` +
    `${machine.kernel}, Node ${machine.node}; load average at the beginning ${machine.load.toFixed(1)}.`
  );
}

function section(
  result: Result,
  name: string,
  verdicts: readonly Verdict[],
  about: About | undefined,
): string {
  const findings = result.findings.filter(({ scenario }) => scenario === name);
  const rows = rowsOf(result, name, verdicts);
  const peer = rows.some((row) => row.peer !== '');
  const head = ['', 'exporter', ...(peer ? ['peer', 'peer / exporter'] : []), 'bound', ''];
  const remarks = findings.flatMap(({ subject, notes, error }) => [
    ...notes.map((note) => `${subject}: ${note}`),
    ...(error === undefined ? [] : [`${subject} failed: ${error}`]),
  ]);
  const plots = findings.flatMap((finding) =>
    finding.timelines.flatMap(({ title, data }) => timelinePlots(finding, title, data)),
  );
  return (
    `<h2>${escapeMarkup(name)}</h2><p>${escapeMarkup(about?.about ?? '')}</p>` +
    `<table><thead><tr>${head.map((text) => `<th>${text}</th>`).join('')}</tr></thead>` +
    `<tbody>${rows.map((row) => rowMarkup(row, peer)).join('')}</tbody></table>` +
    `${remarks.map((text) => `<p>${escapeMarkup(text)}</p>`).join('')}${plots.map((plot) => plotSvg(plot)).join('')}`
  );
}

function rowMarkup({ figure, exporter, peer, ratio, bound, holds }: Row, withPeer: boolean): string {
  const verdict =
    holds === undefined ? '<td></td>' : holds ? '<td class="ok">ok</td>' : '<td class="missed">missed</td>';
  const cells = [figure, exporter, ...(withPeer ? [peer, ratio] : []), bound];
  return `<tr>${cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join('')}${verdict}</tr>`;
}
