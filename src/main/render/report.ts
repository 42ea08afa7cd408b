import type { Place } from './place.ts';

/** Messages of one kind that are written out; the others are only counted. */
const SHOWN = 20;

/** What becomes of an input besides its metrics, written for people, and the exit status that follows. */
export class Report {
  readonly #write: (text: string) => void;
  readonly #strict: boolean;
  #problems = 0;
  #leftOut = 0;
  readonly #notes = new Map<string, { count: number; readonly text: (count: number) => string }>();

  constructor(write: (text: string) => void, strict: boolean) {
    this.#write = write;
    this.#strict = strict;
  }

  /** 1 when something could not be read, or was left out under `--strict`. */
  get exitCode(): number {
    return this.#problems > 0 || (this.#strict && this.#leftOut > 0) ? 1 : 0;
  }

  /** Something that can't be read. Said at once: a long input need not have ended. */
  problem(what: string): void {
    this.#problems++;
    if (this.#problems <= SHOWN) this.#write(`${what}\n`);
  }

  /** The same at a place, in the form that editors and terminals make links of. */
  fault(source: string, { line, column }: Place, what: string): void {
    this.problem(`${source}:${line}:${column}: ${what}`);
  }

  /** Something that is readable, and is not in the output. Said once for each `key`, with a count, at the end. */
  leaveOut(key: string, text: (count: number) => string, count = 1): void {
    this.#leftOut += count;
    const note = this.#notes.get(key);
    if (note === undefined) this.#notes.set(key, { count, text });
    else note.count += count;
  }

  /** Something good to know. */
  warn(text: string): void {
    this.#write(`warning: ${text}\n`);
  }

  end(): void {
    if (this.#problems > SHOWN) this.#write(`… and ${this.#problems - SHOWN} more of these\n`);
    const word = this.#strict ? 'error' : 'note';
    for (const { count, text } of this.#notes.values()) this.#write(`${word}: ${text(count)}\n`);
  }
}
