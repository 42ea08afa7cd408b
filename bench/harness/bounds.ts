import type { Finding } from './figures.ts';

/** A promise about one figure of our exporter. */
export interface Bound {
  readonly scenario: string;
  readonly figure: string;
  readonly operator: '<=' | '>=';
  readonly bound: number;
  /** Where it comes from. */
  readonly source: string;
}

export interface Verdict extends Bound {
  /** NaN when the scenario did not get that far. */
  readonly value: number;
  readonly unit: string;
  readonly holds: boolean;
}

/** Ratios are within one run; see each scenario for what is divided by what. */
export const BOUNDS: readonly Bound[] = [
  row('start', 'CPU / JSON.parse', '<=', 3, 'start'),
  row('start', 'first complete scrape / bare client', '<=', 2.5, 'start'),
  row('start', 'RSS at rest / (gzip body x 2 + 160 MiB)', '<=', 1, 'memory'),
  row('scrape', 'gzip, 1 scraper: wall / floor', '<=', 1.5, 'scrape'),
  row('scrape', 'gzip, 1 scraper: CPU / floor', '<=', 2, 'scrape'),
  row('scrape', 'plain, 1 scraper: wall / floor', '<=', 1.3, 'scrape'),
  row('scrape', 'plain, 1 scraper: CPU / floor', '<=', 1.3, 'scrape'),
];

function row(
  scenario: string,
  figure: string,
  operator: Bound['operator'],
  bound: number,
  source: string,
): Bound {
  return { scenario, figure, operator, bound, source };
}

/** What became of the bounds of the scenarios that ran. A figure that is missing does not hold. */
export function check(findings: readonly Finding[], bounds: readonly Bound[] = BOUNDS): Verdict[] {
  return bounds.flatMap((bound) => {
    const finding = findings.find(
      ({ scenario, subject }) => scenario === bound.scenario && subject === 'exporter',
    );
    if (finding === undefined) return [];
    const figure = finding.figures.find(({ name }) => name === bound.figure);
    const value = figure?.value ?? Number.NaN;
    const holds = bound.operator === '<=' ? value <= bound.bound : value >= bound.bound;
    return [{ ...bound, value, unit: figure?.unit ?? 'count', holds }];
  });
}
