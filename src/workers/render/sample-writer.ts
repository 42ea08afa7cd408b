import type { Label, Samples } from '../families/family.ts';
import { escapeLabelValue } from '../text/escape.ts';
import { formatNumber } from '../text/number.ts';
import { SeenLabels } from './seen-labels.ts';

/** The fixed text of a family's lines. */
interface Pieces {
  /** Up to the base labels: `kube_pod_info{`. */
  readonly start: string;
  /** Before each own label's value, the quote that closes the value before it included: `",node="`. */
  readonly openers: readonly string[];
  readonly distinct: boolean;
}

const NO_PIECES: Pieces = { start: '', openers: [], distinct: true };

/**
 * Builds the lines of one object, family after family, as one string.
 *
 * Values of labels end without their closing quote; the piece after them brings it.
 */
export class SampleWriter implements Samples {
  /** All lines so far. */
  text = '';
  /** Lines of the open family. */
  samples = 0;
  /** Samples of the object that were dropped because a value or label was missing. */
  invalid = 0;
  /** Samples of the object that were dropped because their labels repeat. */
  duplicates = 0;

  readonly #declared: Pieces[] = [];
  readonly #seen = new SeenLabels();
  #hasBase = true;
  #pieces: Pieces = NO_PIECES;
  #base: string | undefined;
  /** The open family's lines up to their own labels; made when the first line needs it. */
  #start: string | undefined;
  /** `text` as it was when the family was opened. */
  #before = '';

  /** Declares the next family; `open` takes its place in the order of these calls. */
  declare(name: string, labels: readonly string[], hasBase: boolean, distinct: boolean): void {
    this.#hasBase = hasBase;
    this.#declared.push({
      start: hasBase ? `${name}{` : name,
      openers: labels.map((label, i) => `${hasBase || i > 0 ? '",' : '{'}${label}="`),
      distinct,
    });
  }

  /** Starts an object; `base` as `Renderer` builds it. */
  begin(base: string | undefined): void {
    this.text = '';
    this.invalid = 0;
    this.duplicates = 0;
    this.#base = base;
  }

  /** Starts a family of the object. */
  open(index: number): void {
    const pieces = this.#declared[index] ?? NO_PIECES;
    this.samples = 0;
    this.#pieces = pieces;
    this.#start = undefined;
    this.#before = this.text;
    this.#seen.clear();
  }

  /** Forgets the lines of the open family. */
  rollback(): void {
    this.text = this.#before;
    this.samples = 0;
  }

  get length(): number {
    return this.text.length;
  }

  add(value: number | boolean | undefined, ...values: readonly (string | undefined)[]): void {
    const openers = this.#pieces.openers;
    // A row that declares other labels than it gives is a mistake in the row; no line is made of it.
    if (values.length !== openers.length)
      throw new RangeError(`${values.length} labels for ${openers.length}`);
    let labels = '';
    for (let i = 0; i < values.length; i++) {
      const label = values[i];
      if (typeof label !== 'string') {
        this.invalid++;
        return;
      }
      labels += (openers[i] as string) + escapeLabelValue(label);
    }
    this.#line(labels, value);
  }

  addNamed(value: number | boolean | undefined, named: readonly Label[]): void {
    let labels = '';
    for (const [name, label] of named) {
      if (typeof label !== 'string') {
        this.invalid++;
        return;
      }
      labels += `${this.#hasBase || labels !== '' ? '",' : '{'}${name}="${escapeLabelValue(label)}`;
    }
    this.#line(labels, value);
  }

  #line(labels: string, value: number | boolean | undefined): void {
    const base = this.#base;
    const tail = this.#tail(labels, value);
    if (tail === undefined || base === undefined) {
      this.invalid++;
    } else if (!this.#pieces.distinct && this.#seen.has(labels)) {
      this.duplicates++;
    } else {
      this.#start ??= this.#pieces.start + base;
      this.text += this.#start + labels + tail;
      this.samples++;
    }
  }

  #tail(labels: string, value: number | boolean | undefined): string | undefined {
    const close = this.#hasBase || labels !== '' ? '"} ' : ' ';
    if (value === 1 || value === true) return `${close}1\n`;
    if (value === 0 || value === false) return `${close}0\n`;
    // NaN comes of arithmetic with a field of the wrong type.
    if (typeof value !== 'number' || Number.isNaN(value)) return undefined;
    return `${close}${formatNumber(value)}\n`;
  }
}
