import type { TimelineData } from './timeline.ts';

/** What a figure is measured in, and how it is written. */
export type Unit = 'ms' | 's' | 'cpu-s' | 'cpu-ms' | 'us' | 'bytes' | 'count' | 'ratio' | 'cpus';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
}

/** Everything that one scenario found out about one subject. */
export interface Finding {
  readonly scenario: string;
  readonly subject: 'exporter' | 'peer';
  readonly figures: readonly Figure[];
  /** What the figures don't say. */
  readonly notes: readonly string[];
  readonly timelines: readonly { readonly title: string; readonly data: TimelineData }[];
  /** Why it has no more figures, when it failed. */
  readonly error?: string;
}

const MIB = 1024 * 1024;

/** A value as people read it. */
export function format({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (Number.isNaN(value)) return '-';
  if (!Number.isFinite(value)) return value > 0 ? 'more' : 'less';
  switch (unit) {
    case 'bytes':
      return Math.abs(value) >= MIB ? `${digits(value / MIB)} MiB` : `${digits(value / 1024)} KiB`;
    case 'count':
      return Number.isInteger(value) ? value.toLocaleString('en') : digits(value);
    case 'ratio':
      return `${value.toFixed(2)} x`;
    case 'us':
      return `${digits(value)} µs`;
    case 'cpu-s':
      return `${digits(value)} CPU s`;
    case 'cpu-ms':
      return `${digits(value)} CPU ms`;
    case 'cpus':
      return `${digits(value)} CPUs`;
    default:
      return `${digits(value)} ${unit}`;
  }
}

/** Three digits that count. */
function digits(value: number): string {
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}
