import { malformed } from './frame-error.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What a byte outside of strings means for the end of a value. */
const Class = { other: 0, quote: 1, open: 2, close: 3, separator: 4, space: 5 } as const;

const CLASSES = new Uint8Array(256);
CLASSES[QUOTE] = Class.quote;
for (const byte of Buffer.from('{[')) CLASSES[byte] = Class.open;
for (const byte of Buffer.from('}]')) CLASSES[byte] = Class.close;
for (const byte of Buffer.from(',:')) CLASSES[byte] = Class.separator;
for (const byte of Buffer.from(' \t\r\n')) CLASSES[byte] = Class.space;

/** Whether a byte is JSON whitespace. */
export function isSpace(byte: number): boolean {
  return CLASSES[byte] === Class.space;
}

/**
 * Finds where one JSON value ends, in one go or in pieces: between calls it remembers depth,
 * string and escape. A number or literal ends at the first byte behind it, so it needs one.
 * Brackets are counted, not matched by kind: that is for whoever parses the value.
 */
export class ValueEnd {
  #depth = 0;
  #inString = false;
  #escape = false;
  #begun = false;

  /** A new value starts with the next byte, which is no whitespace. */
  reset(): void {
    this.#depth = 0;
    this.#inString = false;
    this.#escape = false;
    this.#begun = false;
  }

  /**
   * The position behind the value in `bytes[start, end)`, or `undefined` when it goes on behind
   * `end`. Throws `KSE_FRAME_MALFORMED` when no value starts there.
   */
  find(bytes: Uint8Array, start: number, end: number): number | undefined {
    let depth = this.#depth;
    let i = start;
    if (this.#inString) {
      i = this.#stringEnd(bytes, i, end);
      if (this.#inString) return undefined;
      if (depth === 0) return i;
    }
    while (i < end) {
      const kind = CLASSES[bytes[i] as number];
      if (kind === Class.other) {
        i++;
      } else if (kind === Class.quote) {
        if (depth === 0 && (this.#begun || i > start)) throw malformed('JSON: a quote inside of a value');
        i = this.#stringEnd(bytes, i + 1, end);
        if (this.#inString) break;
        if (depth === 0) return i;
      } else if (kind === Class.open) {
        i++;
        depth++;
      } else if (kind === Class.close) {
        // At depth 0 it closes what the value is in, so a number or literal ends here.
        if (depth === 0) return this.#scalarEnd(start, i);
        i++;
        if (--depth === 0) return i;
      } else {
        if (depth === 0) return this.#scalarEnd(start, i);
        i++;
      }
    }
    this.#depth = depth;
    this.#begun = this.#begun || end > start;
    return undefined;
  }

  #scalarEnd(start: number, at: number): number {
    if (at === start && !this.#begun) throw malformed('JSON: no value where one has to be');
    return at;
  }

  /** The position behind the closing quote, or `end` with `#inString` set. */
  #stringEnd(bytes: Uint8Array, from: number, end: number): number {
    let i = from;
    if (this.#escape && i < end) {
      this.#escape = false;
      i++;
    }
    for (; i < end; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) {
        this.#inString = false;
        return i + 1;
      }
      if (byte !== BACKSLASH) continue;
      i++;
      if (i === end) this.#escape = true;
    }
    this.#inString = true;
    return end;
  }
}
