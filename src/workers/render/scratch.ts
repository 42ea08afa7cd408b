/** Room for the first objects of ordinary size; it doubles when one needs more. */
const FIRST_SIZE = 64 * 1024;
/** UTF-8 needs at most 3 bytes for a UTF-16 unit. */
const WORST_CASE = 3;

/**
 * One for all renderers of a thread, as a text is copied from it before the next is written: one for
 * each of 30 resources would be 2 MiB a worker.
 */
let shared = Buffer.allocUnsafeSlow(FIRST_SIZE);

/** The buffer that each object's text is written into, and where each family's text ends in it. */
export class Scratch {
  /** Set by the caller before `write` as offsets in the string; after it they are offsets in bytes. */
  readonly ends: Uint32Array;

  constructor(families: number) {
    this.ends = new Uint32Array(families);
  }

  /** Writes `text` from the start of the buffer, and gives the buffer. */
  write(text: string): Uint8Array {
    if (shared.length < text.length * WORST_CASE) {
      shared = Buffer.allocUnsafeSlow(2 * WORST_CASE * text.length);
    }
    // As many bytes as units: each was one byte, so offsets in the string are offsets in the bytes.
    if (shared.write(text) !== text.length) this.#writeFamilies(text);
    return shared;
  }

  /** Family by family, to learn where each ends. */
  #writeFamilies(text: string): void {
    const ends = this.ends;
    let from = 0;
    let at = 0;
    for (let i = 0; i < ends.length; i++) {
      const to = ends[i] as number;
      if (to > from) at += shared.write(text.slice(from, to), at, 'utf8');
      ends[i] = at;
      from = to;
    }
  }
}
