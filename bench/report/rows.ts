import type { Verdict } from '../harness/bounds.ts';
import { type Figure, format } from '../harness/figures.ts';
import type { Result } from '../harness/result.ts';

/** One figure as all reports show it. */
export interface Row {
  readonly figure: string;
  readonly exporter: string;
  /** Empty without a peer. */
  readonly peer: string;
  /** The peer's value divided by ours. */
  readonly ratio: string;
  /** `<= 1.50 x`; empty when nothing is promised. */
  readonly bound: string;
  readonly holds: boolean | undefined;
}

/** The rows of one scenario: figures in the order in which they were found, then bounds without a figure. */
export function rowsOf(result: Result, scenario: string, verdicts: readonly Verdict[]): Row[] {
  const figuresOf = (subject: string): readonly Figure[] =>
    result.findings.find((finding) => finding.scenario === scenario && finding.subject === subject)
      ?.figures ?? [];
  const ours = figuresOf('exporter');
  const theirs = new Map(figuresOf('peer').map((figure) => [figure.name, figure]));
  const bounds = new Map(
    verdicts.filter((each) => each.scenario === scenario).map((each) => [each.figure, each]),
  );
  const rows = ours.map((figure): Row => {
    const other = theirs.get(figure.name);
    const verdict = bounds.get(figure.name);
    bounds.delete(figure.name);
    return {
      figure: figure.name,
      exporter: format(figure),
      peer: other === undefined ? '' : format(other),
      ratio: other === undefined ? '' : ratioOf(other.value, figure.value),
      bound: verdict === undefined ? '' : boundText(verdict, figure),
      holds: verdict?.holds,
    };
  });
  const missing = [...bounds.values()].map(
    (verdict): Row => ({
      figure: verdict.figure,
      exporter: '-',
      peer: '',
      ratio: '',
      bound: boundText(verdict, { unit: 'count' }),
      holds: false,
    }),
  );
  return [...rows, ...missing];
}

function ratioOf(theirs: number, ours: number): string {
  return ours > 0 && Number.isFinite(theirs) ? `${(theirs / ours).toFixed(2)} x` : '';
}

function boundText({ operator, bound }: Verdict, { unit }: Pick<Figure, 'unit'>): string {
  return `${operator} ${format({ value: bound, unit })}`;
}
