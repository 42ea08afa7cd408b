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

const MIB = 1024 * 1024;

/** Ratios are within one run; see each scenario for what is divided by what. */
export const BOUNDS: readonly Bound[] = [
  row('start', 'CPU / JSON.parse', '<=', 3, 'start'),
  row('start', 'first complete scrape / bare client', '<=', 2.5, 'start'),
  row('start', 'event loop delay of the main thread while it lists: p99', '<=', 50, 'start'),
  row('start', 'RSS at rest / (gzip body x 2 + 160 MiB)', '<=', 1, 'memory'),
  row('scrape', 'gzip, 1 scraper: wall / floor', '<=', 1.5, 'scrape'),
  row('scrape', 'gzip, 1 scraper: CPU / floor', '<=', 2, 'scrape'),
  row('scrape', 'plain, 1 scraper: wall / floor', '<=', 1.3, 'scrape'),
  row('scrape', 'plain, 1 scraper: CPU / floor', '<=', 1.3, 'scrape'),
  row('churn', 'CPU / JSON.parse', '<=', 4, 'churn'),
  row('churn', 'change to visible: p99', '<=', 250, 'churn'),
  row('churn', 'change to visible when quiet: median', '<=', 50, 'churn'),
  row('churn', 'gzip body during changes / when quiet again', '<=', 1.3, 'churn'),
  row('soak', 'RSS after / before', '<=', 1.05, 'memory'),
  ...under('stalled', 'stalled gzip'),
  ...under('stalled', 'stalled plain'),
  ...under('abandoned', 'abandoned'),
  ...under('half-open', 'half-open'),
  ...under('slowloris', 'slowloris'),
  ...under('pile-up', 'pile-up'),
  row('relist', 'series missing, most in one scrape', '<=', 0, 'relist'),
  row('relist', 'series duplicated, most in one scrape', '<=', 0, 'relist'),
  row('small', 'RSS at rest', '<=', 130 * MIB, 'memory'),
  ...[
    'start time a pod, five times as many / once',
    'start CPU a pod, five times as many / once',
    'RSS at rest a pod, five times as many / once',
    'scrape wall a pod, five times as many / once',
    'scrape CPU a pod, five times as many / once',
    'CPU a change, five times as many pods / once',
  ].map((figure) => row('scale', figure, '<=', 1.3, 'scale')),
  // 100,000 pods in a run of the size that bounds are about.
  row('scale', 'peak RSS, five times as many pods', '<=', 1024 * MIB, 'scale'),
];

/** What must hold for everybody else while some clients misbehave. */
function under(scenario: string, attack: string): Bound[] {
  return [
    row(scenario, `${attack}: healthy scrape median / alone`, '<=', 1.5, 'isolation'),
    row(scenario, `${attack}: healthy scrapes refused or cut`, '<=', 0, 'isolation'),
    row(scenario, `${attack}: change to visible p99 / alone`, '<=', 1.5, 'isolation'),
    row(scenario, `${attack}: CPU beyond that of the healthy stretch`, '<=', 1, 'isolation'),
    row(scenario, `${attack}: fds left open`, '<=', 0, 'isolation'),
    row(scenario, `${attack}: pinned bytes after`, '<=', 0, 'isolation'),
  ];
}

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
