import { get } from './client.ts';
import type { Bucket } from './statistics.ts';

/** One sample of an exposition. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /([A-Za-z_]\w*)="((?:\\.|[^"\\])*)"/g;

/** The samples of a text exposition; of a few hundred lines, not of a whole cluster. */
export function parseSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const match = line.startsWith('#') ? null : LINE.exec(line);
    if (match === null) return [];
    const labels = [...(match[2] ?? '').matchAll(LABEL)].map(([, name, value]) => [name ?? '', value ?? '']);
    return [{ name: match[1] ?? '', labels: Object.fromEntries(labels), value: toNumber(match[3] ?? '') }];
  });
}

function toNumber(text: string): number {
  return /^[+-]?Inf$/.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}

/** What an exporter says about itself at one moment. */
export class SelfMetrics {
  readonly #samples: readonly Sample[];

  constructor(samples: readonly Sample[]) {
    this.#samples = samples;
  }

  /** Of a telemetry port. */
  static async read(port: number): Promise<SelfMetrics> {
    const reply = await get(port, { gzip: false, collect: true, timeoutMs: 20_000 });
    return new SelfMetrics(parseSamples(reply.body.toString('utf8')));
  }

  all(name: string): readonly Sample[] {
    return this.#samples.filter((sample) => sample.name === name);
  }

  /** The sum over all labels that match; NaN when there is none. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const found = this.all(name).filter((sample) =>
      Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
    return found.length === 0 ? Number.NaN : found.reduce((sum, { value }) => sum + value, 0);
  }

  /** What was observed since `before`. */
  bucketsSince(before: SelfMetrics, name: string): Bucket[] {
    return this.all(`${name}_bucket`).map(({ labels, value }) => {
      const earlier = before.sum(`${name}_bucket`, labels);
      return { le: toNumber(labels.le ?? ''), count: value - (Number.isNaN(earlier) ? 0 : earlier) };
    });
  }

  /** How much counters have grown since `before`, by the value of one label; what stayed is left out. */
  growthBy(label: string, name: string, before: SelfMetrics): Readonly<Record<string, number>> {
    const grown = this.all(name).map(({ labels, value }) => {
      const earlier = before.sum(name, labels);
      return [labels[label] ?? '', value - (Number.isNaN(earlier) ? 0 : earlier)] as const;
    });
    return Object.fromEntries(grown.filter(([, growth]) => growth > 0));
  }
}
