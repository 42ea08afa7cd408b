import type { Place } from './place.ts';

/** Counts lines and columns while bytes go by. Columns are characters, so continuation bytes of UTF-8 don't count. */
export class PlaceCounter {
  #line: number;
  #column: number;

  constructor(start: Place = { line: 1, column: 1 }) {
    this.#line = start.line;
    this.#column = start.column;
  }

  get line(): number {
    return this.#line;
  }

  /** The place of the byte that comes next. */
  get here(): Place {
    return { line: this.#line, column: this.#column };
  }

  advance(bytes: number): void {
    this.#column += bytes;
  }

  /** One of the bytes went on with a character. */
  continuation(): void {
    this.#column--;
  }

  /** The last byte was a line feed. */
  newline(): void {
    this.#line++;
    this.#column = 1;
  }
}
