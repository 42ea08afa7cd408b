/** Room for the first objects of ordinary size; it doubles when one needs more. */
const FIRST_SIZE = 64 * 1024;
/** UTF-8 needs at most 3 bytes for a UTF-16 unit. */
const WORST_CASE = 3;

/** The buffer that each object's text is written into, and where each family's text ends in it. */
export class Scratch {
  /** Set by the caller before `write` as offsets in the string; after it they are offsets in bytes. */
  readonly ends: Uint32Array;
  #buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);

  constructor(families: number) {
    this.ends = new Uint32Array(families);
  }

  /** Writes `text` from the start of the buffer, and gives the buffer. */
  write(text: string): Uint8Array {
    if (this.#buffer.length < text.length * WORST_CASE) {
      this.#buffer = Buffer.allocUnsafeSlow(2 * WORST_CASE * text.length);
    }
    // As many bytes as units: each was one byte, so offsets in the string are offsets in the bytes.
    if (this.#buffer.write(text) !== text.length) this.#writeFamilies(text);
    return this.#buffer;
  }

  /** Family by family, to learn where each ends. */
  #writeFamilies(text: string): void {
    const ends = this.ends;
    let from = 0;
    let at = 0;
    for (let i = 0; i < ends.length; i++) {
      const to = ends[i] as number;
      if (to > from) at += this.#buffer.write(text.slice(from, to), at, 'utf8');
      ends[i] = at;
      from = to;
    }
  }
}
