/**
 * A strict reader of metrics text, for tests: it takes what the formats allow and nothing that mere
 * tolerance of a parser would let through. Text format 0.0.4 and OpenMetrics 1.0.
 */

export type Format = 'text' | 'openmetrics';

export interface Sample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** As printed. */
  readonly value: string;
}

export interface ExpositionFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Per type, what the names of samples have after the family's name. */
const SUFFIXES: Readonly<Record<Format, Readonly<Record<string, readonly string[]>>>> = {
  text: {
    counter: [''],
    gauge: [''],
    untyped: [''],
    histogram: ['_bucket', '_sum', '_count'],
    summary: ['', '_sum', '_count'],
  },
  openmetrics: {
    counter: ['_total', '_created'],
    gauge: [''],
    unknown: [''],
    info: ['_info'],
    stateset: [''],
    histogram: ['_bucket', '_sum', '_count', '_created'],
    summary: ['', '_sum', '_count', '_created'],
  },
};

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const COMMENT = /^# (HELP|TYPE) (\S+) (.*)$/s;
const VALUE = /^(?:-?(?:[0-9]+(?:\.[0-9]+)?)(?:[eE][+-]?[0-9]+)?|NaN|[+-]Inf)$/;

/**
 * Reads a whole exposition. Throws on the first line that is not as it should be: every family has
 * HELP, then TYPE, then its samples, in one place; no series stands twice; names, escapes and
 * values are well-formed; OpenMetrics ends with `# EOF`.
 */
export function parseExposition(text: string, format: Format): readonly ExpositionFamily[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  if (format === 'openmetrics' && lines.pop() !== '# EOF') throw new Error('the last line is not # EOF');
  const reader = new Reader(format);
  lines.forEach((line, index) => {
    try {
      reader.line(line);
    } catch (error) {
      throw new Error(`line ${index + 1}: ${(error as Error).message}: ${line.slice(0, 300)}`);
    }
  });
  return reader.end();
}

interface OpenFamily {
  readonly name: string;
  readonly help: string;
  type: string | undefined;
  readonly samples: Sample[];
}

class Reader {
  readonly #format: Format;
  readonly #families: ExpositionFamily[] = [];
  readonly #names = new Set<string>();
  readonly #series = new Set<string>();
  #open: OpenFamily | undefined;

  constructor(format: Format) {
    this.#format = format;
  }

  line(line: string): void {
    if (!line.startsWith('#')) {
      this.#sample(parseSample(line));
      return;
    }
    const [, keyword, name = '', rest = ''] = COMMENT.exec(line) ?? [];
    if (keyword === 'HELP') this.#help(name, rest);
    else if (keyword === 'TYPE') this.#type(name, rest);
    else throw new Error('a comment that is neither HELP nor TYPE');
  }

  end(): readonly ExpositionFamily[] {
    this.#close();
    return this.#families;
  }

  #help(name: string, escaped: string): void {
    this.#close();
    if (!METRIC_NAME.test(name)) throw new Error('not a metric name');
    if (this.#names.has(name)) throw new Error(`a second place for family ${name}`);
    this.#names.add(name);
    const help = unescaped(escaped, this.#format === 'text' ? 'n\\' : 'n\\"');
    if (this.#format === 'openmetrics' && /(?<!\\)(?:\\\\)*"/.test(escaped))
      throw new Error('a bare quote in HELP');
    this.#open = { name, help, type: undefined, samples: [] };
  }

  #type(name: string, type: string): void {
    if (this.#open?.name !== name || this.#open.type !== undefined)
      throw new Error('TYPE does not follow HELP');
    if (SUFFIXES[this.#format][type] === undefined) throw new Error(`no such type: ${type}`);
    this.#open.type = type;
  }

  #sample(sample: Sample): void {
    const family = this.#open;
    if (family?.type === undefined) throw new Error('a sample without HELP and TYPE');
    const suffixes = SUFFIXES[this.#format][family.type] ?? [];
    if (!suffixes.some((suffix) => sample.name === family.name + suffix)) {
      throw new Error(`a sample that is not of family ${family.name}`);
    }
    const series = seriesOf(sample);
    if (this.#series.has(series)) throw new Error('a series that was before');
    this.#series.add(series);
    family.samples.push(sample);
  }

  #close(): void {
    const family = this.#open;
    if (family === undefined) return;
    if (family.type === undefined) throw new Error(`HELP of ${family.name} without TYPE`);
    this.#families.push({ ...family, type: family.type });
    this.#open = undefined;
  }
}

/** The identity of a series: its name and labels, whatever their order. */
export function seriesOf({ name, labels }: Pick<Sample, 'name' | 'labels'>): string {
  return JSON.stringify([name, ...[...labels].sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)"(,|(?=\}))/sy;
const HEAD = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{| )/;

/** Reads one sample line, without its end. Throws on what isn't one. */
export function parseSample(line: string): Sample {
  const head = HEAD.exec(line);
  if (head === null) throw new Error('not a metric name');
  const [start, name = '', opener] = head;
  const labels = new Map<string, string>();
  let at = start.length;
  if (opener === '{') {
    for (let more = true; more; ) {
      LABEL.lastIndex = at;
      const label = LABEL.exec(line);
      if (label === null) throw new Error(`not a label at ${at}`);
      const [text, key = '', value = '', separator] = label;
      if (labels.has(key)) throw new Error(`label ${key} twice`);
      labels.set(key, unescaped(value, 'n\\"'));
      at += text.length;
      more = separator === ',';
    }
    if (!line.startsWith('} ', at)) throw new Error(`no end of the labels at ${at}`);
    at += 2;
  }
  const value = line.slice(at);
  if (!VALUE.test(value)) throw new Error(`not a value: ${value}`);
  return { name, labels, value };
}

/** `known`: what may follow a backslash. */
function unescaped(text: string, known: string): string {
  return text.replace(/\\(.?)/gs, (_escape, character: string) => {
    if (character === '' || !known.includes(character)) throw new Error(`no such escape: \\${character}`);
    return character === 'n' ? '\n' : character;
  });
}
