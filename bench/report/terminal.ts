import type { Verdict } from '../harness/bounds.ts';
import type { Result } from '../harness/result.ts';
import { type Row, rowsOf } from './rows.ts';

/** The figures of one scenario as a table of text. */
export function scenarioTable(result: Result, scenario: string, verdicts: readonly Verdict[]): string {
  const rows = rowsOf(result, scenario, verdicts);
  const findings = result.findings.filter((finding) => finding.scenario === scenario);
  const remarks = findings.flatMap(({ subject, notes, error }) => [
    ...notes.map((note) => `  ${subject}: ${note}`),
    ...(error === undefined ? [] : [`  ${subject} FAILED: ${error}`]),
  ]);
  const cells = rows.map(cellsOf);
  const used = cells.some(([, , peer]) => peer !== '') ? [0, 1, 2, 3, 4, 5] : [0, 1, 4, 5];
  const head = ['', 'exporter', 'peer', 'peer / exporter', 'bound', ''];
  return [
    `\n${scenario}`,
    ...align([head, ...cells].map((row) => used.map((i) => row[i] ?? ''))),
    ...remarks,
  ].join('\n');
}

function cellsOf({ figure, exporter, peer, ratio, bound, holds }: Row): string[] {
  return [figure, exporter, peer, ratio, bound, holds === undefined ? '' : holds ? 'ok' : 'MISSED'];
}

/** Columns as wide as they must be: names to the left, values to the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
    );
    return `  ${cells.join('  ').trimEnd()}`;
  });
}

/** One line on all bounds. */
export function verdictLine(verdicts: readonly Verdict[]): string {
  const missed = verdicts.filter(({ holds }) => !holds);
  if (verdicts.length === 0) return '\nno bounds for these scenarios';
  if (missed.length === 0) return `\nall ${verdicts.length} bounds hold`;
  return `\n${missed.length} of ${verdicts.length} bounds missed`;
}
