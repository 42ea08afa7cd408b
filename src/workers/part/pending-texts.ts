import type { Text } from './group.ts';

const FIRST_BYTES = 16 * 1024;
const FIRST_ENTRIES = 8;

/** An emptied slot, among the numbers of entries. */
const EMPTIED = -1;

/**
 * Texts that wait to go into the pages of one group, in memory that is used again: a list of 20,000
 * pods would otherwise make as many buffers, each with a finaliser of its own for the collector.
 *
 * ```
 * bytes   text 0 | text 1 | …
 * table   entry: start, then where each family's text ends, then each family's lines
 * ```
 */
export class PendingTexts {
  readonly #families: number;
  readonly #stride: number;
  readonly #entries = new Map<number, number>();
  #bytes = Buffer.alloc(0);
  #table = new Uint32Array(0);
  #count = 0;
  #length = 0;

  constructor(families: number) {
    this.#families = families;
    this.#stride = 1 + 2 * families;
  }

  /** Memory in use; a slot that was set twice counts twice. */
  get length(): number {
    return this.#length;
  }

  /** Memory that is held. */
  get capacity(): number {
    return this.#bytes.length + this.#table.byteLength;
  }

  /** Slots that have a text or are to be emptied. */
  get slots(): IterableIterator<number> {
    return this.#entries.keys();
  }

  has(slot: number): boolean {
    return this.#entries.has(slot);
  }

  /** Copies a text in. */
  set(slot: number, text: Text): void {
    const length = text.ends[this.#families - 1] ?? 0;
    this.#reserve(length);
    this.#bytes.set(text.bytes.subarray(0, length), this.#length);
    const at = this.#count * this.#stride;
    this.#table[at] = this.#length;
    this.#table.set(text.ends, at + 1);
    this.#table.set(text.samples, at + 1 + this.#families);
    this.#entries.set(slot, this.#count);
    this.#count++;
    this.#length += length;
  }

  /** The slot is to be emptied. */
  empty(slot: number): void {
    this.#entries.set(slot, EMPTIED);
  }

  /** Length of a family's text in a slot that `has` one. */
  lengthOf(slot: number, family: number): number {
    const entry = this.#entries.get(slot) ?? EMPTIED;
    if (entry === EMPTIED) return 0;
    return this.#end(entry, family) - this.#end(entry, family - 1);
  }

  /** Lines of a family's text in a slot that `has` one. */
  samplesOf(slot: number, family: number): number {
    const entry = this.#entries.get(slot) ?? EMPTIED;
    return entry === EMPTIED ? 0 : (this.#table[entry * this.#stride + 1 + this.#families + family] ?? 0);
  }

  /** Copies a family's text to `target`, and gives its length. */
  copy(slot: number, family: number, target: Buffer, to: number): number {
    const entry = this.#entries.get(slot) ?? EMPTIED;
    if (entry === EMPTIED) return 0;
    const start = this.#table[entry * this.#stride] ?? 0;
    return this.#bytes.copy(
      target,
      to,
      start + this.#end(entry, family - 1),
      start + this.#end(entry, family),
    );
  }

  /** Forgets everything, and keeps the memory. */
  clear(): void {
    this.#entries.clear();
    this.#count = 0;
    this.#length = 0;
  }

  #end(entry: number, family: number): number {
    return family < 0 ? 0 : (this.#table[entry * this.#stride + 1 + family] ?? 0);
  }

  #reserve(length: number): void {
    if (this.#length + length > this.#bytes.length) {
      const bytes = Buffer.allocUnsafeSlow(grown(this.#bytes.length, this.#length + length, FIRST_BYTES));
      this.#bytes.copy(bytes, 0, 0, this.#length);
      this.#bytes = bytes;
    }
    const entries = this.#table.length / this.#stride;
    if (this.#count === entries) {
      const table = new Uint32Array(grown(entries, this.#count + 1, FIRST_ENTRIES) * this.#stride);
      table.set(this.#table);
      this.#table = table;
    }
  }
}

function grown(from: number, needed: number, first: number): number {
  let size = Math.max(from, first);
  while (size < needed) size *= 2;
  return size;
}

/** More than this is given up rather than kept for the next group. */
const KEPT_BYTES = 256 * 1024;
const MOST_KEPT = 4;

/** The pending texts of a part's groups: a group has some only while it has changes. */
export class PendingPool {
  readonly #families: number;
  readonly #idle: PendingTexts[] = [];

  constructor(families: number) {
    this.#families = families;
  }

  take(): PendingTexts {
    return this.#idle.pop() ?? new PendingTexts(this.#families);
  }

  /** Takes back what a group has settled. */
  give(texts: PendingTexts): void {
    texts.clear();
    if (this.#idle.length < MOST_KEPT) this.#idle.push(texts);
  }

  /** Gives large ones up: the list that needed them is over. */
  trim(): void {
    const kept = this.#idle.filter(({ capacity }) => capacity <= KEPT_BYTES);
    this.#idle.length = 0;
    this.#idle.push(...kept);
  }
}
