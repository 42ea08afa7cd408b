/** `docs/self-metrics.md`, from the table of self-metrics. */
import type { SelfMetricRow } from '../../src/main/telemetry/metric-row.ts';
import { SELF_METRICS } from '../../src/main/telemetry/self-metrics.ts';
import { code, prose } from './markdown.ts';

/** The text of the page. */
export function selfMetricsPage(): string {
  const rows = Object.values<SelfMetricRow>(SELF_METRICS);
  const own = (row: SelfMetricRow) => row.name.startsWith('kube_state_exporter_');
  return `${[
    '<!-- Generated from src/main/telemetry/self-metrics.ts: change that, then run `npm run docs`. -->',
    '# Metrics about the exporter itself',
    `Served on ${code('/metrics')} of the telemetry listener (${code('--telemetry-port')}), in the text format, together with those of the Node process (${code('process_*')}, ${code('nodejs_*')}).`,
    '## Names that kube-state-metrics has',
    'Alerts and dashboards for kube-state-metrics find these. Its metrics about configuration files and custom resources have nothing to say here, and are absent.',
    ...rows.filter((row) => !own(row)).map(section),
    '## Names of its own',
    ...rows.filter(own).map(section),
  ].join('\n\n')}\n`;
}

function section(row: SelfMetricRow): string {
  const labels = row.labels.map((label) => {
    const values = row.values?.[label];
    return values === undefined ? code(label) : `${code(label)} (${values.map(code).join(', ')})`;
  });
  const facts = [`- Type: ${row.type}`, `- Labels: ${labels.length === 0 ? 'none' : labels.join(', ')}`];
  if (row.from === 'events' && row.buckets !== undefined) facts.push(`- Buckets: ${row.buckets.join(', ')}`);
  return [`### ${row.name}`, prose(row.help), facts.join('\n')].join('\n\n');
}
