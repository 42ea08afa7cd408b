import type { SelfState } from './self-state.ts';

/** One sample: its value, then the values of the row's labels in order. */
export type SelfSample = readonly [value: number, ...labels: string[]];

interface Common {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** Labels with a fixed set of values: those series exist, at 0, from the start. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
}

/** A metric that is told what happens. */
export interface EventRow extends Common {
  readonly from: 'events';
  readonly type: 'counter' | 'histogram';
  /** Upper bounds, for a histogram. */
  readonly buckets?: readonly number[];
}

/** A metric that is read from the state when it is scraped. */
export interface StateRow extends Common {
  readonly from: 'state';
  /** A counter's value is kept by whoever counts; it only grows. */
  readonly type: 'gauge' | 'counter';
  readonly read: (state: SelfState) => readonly SelfSample[];
}

export type SelfMetricRow = EventRow | StateRow;

type LabelValue<R extends SelfMetricRow, L extends string> = R extends {
  readonly values: { readonly [K in L]: readonly (infer V)[] };
}
  ? V
  : string;

/** The labels of a row, by name. */
export type LabelsOf<R extends SelfMetricRow> = {
  readonly [L in R['labels'][number]]: LabelValue<R, L>;
};

/** How a counter is told: `(labels, by = 1)`, or `(by = 1)` without labels. */
type Count<R extends SelfMetricRow> = R['labels'] extends readonly []
  ? (by?: number) => void
  : (labels: LabelsOf<R>, by?: number) => void;

/** How a histogram is told: `(value, labels)`, or `(value)` without labels. */
type Observe<R extends SelfMetricRow> = R['labels'] extends readonly []
  ? (value: number) => void
  : (value: number, labels: LabelsOf<R>) => void;

/** One typed method for each row that is told of events. */
export type InstrumentsOf<T extends Readonly<Record<string, SelfMetricRow>>> = {
  readonly [K in keyof T as T[K] extends EventRow ? K : never]: T[K] extends { readonly type: 'counter' }
    ? Count<T[K]>
    : Observe<T[K]>;
};
