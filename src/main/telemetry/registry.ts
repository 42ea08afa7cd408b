import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EventRow, SelfMetricRow, StateRow } from './metric-row.ts';
import { type Instruments, SELF_METRICS } from './self-metrics.ts';
import type { SelfState } from './self-state.ts';

/** The self-metrics: told of events through `instruments`, rendered on demand. */
export interface SelfMetrics {
  readonly instruments: Instruments;
  /** From now on, gauges are read from `state`. Before, they have no samples. */
  attach(state: SelfState): void;
  /** The content type of what `render` gives. */
  readonly contentType: string;
  /**
   * The text format. Never OpenMetrics: rendering that once renames prom-client's counters for
   * good, so that the next text rendering is wrong.
   */
  render(): Promise<string>;
}

/** Makes a registry of all rows of the table. `nodeMetrics`: with those of the Node process. */
export function createSelfMetrics(options: { nodeMetrics?: boolean } = {}): SelfMetrics {
  const registry = new Registry();
  if (options.nodeMetrics === true) collectDefaultMetrics({ register: registry });
  let state: SelfState | undefined;
  const instruments: Record<string, unknown> = {};
  for (const [key, row] of Object.entries<SelfMetricRow>(SELF_METRICS)) {
    if (row.from === 'events') instruments[key] = eventMetric(row, registry);
    else stateMetric(row, registry, () => state);
  }
  return {
    // The mapped type and this loop read the same rows, which the compiler can't see.
    instruments: instruments as Instruments,
    attach: (provider) => {
      state = provider;
    },
    contentType: 'text/plain; version=0.0.4; charset=utf-8',
    render: () => registry.metrics(),
  };
}

type Labels = Record<string, string>;

function eventMetric(row: EventRow, registry: Registry): unknown {
  const common = { name: row.name, help: row.help, labelNames: row.labels, registers: [registry] };
  if (row.type === 'histogram') {
    const histogram = new Histogram({ ...common, buckets: [...(row.buckets ?? [])] });
    for (const labels of fixedLabels(row)) histogram.zero(labels);
    return (value: number, labels: Labels = {}) => histogram.observe(labels, value);
  }
  const counter = new Counter(common);
  for (const labels of fixedLabels(row)) counter.inc(labels, 0);
  if (row.labels.length === 0) return (by = 1) => counter.inc(by);
  return (labels: Labels, by = 1) => counter.inc(labels, by);
}

function stateMetric(row: StateRow, registry: Registry, state: () => SelfState | undefined): void {
  const collect = () => {
    const now = state();
    metric.reset();
    // `reset` leaves a metric without labels at 0, which is not the same as having no value.
    if (row.labels.length === 0) metric.remove();
    if (now === undefined) return;
    for (const [value, ...values] of row.read(now)) {
      metric.inc(Object.fromEntries(row.labels.map((label, i) => [label, values[i] ?? ''])), value);
    }
  };
  const options = { name: row.name, help: row.help, labelNames: row.labels, registers: [registry], collect };
  const metric = row.type === 'gauge' ? new Gauge(options) : new Counter(options);
}

/** All series of a row whose labels all have a fixed set of values; none when some don't. */
function fixedLabels(row: EventRow): Labels[] {
  let series: Labels[] = [{}];
  for (const label of row.labels) {
    const values = row.values?.[label];
    if (values === undefined) return [];
    series = series.flatMap((labels) => values.map((value) => ({ ...labels, [label]: value })));
  }
  return row.labels.length === 0 ? [] : series;
}
