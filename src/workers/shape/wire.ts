import { CodedError } from '../../protocol/coded-error.ts';
import { Issues } from './issues.ts';

/** The wire types of protobuf that Kubernetes uses; 3 and 4, groups, are not among them. */
export const WireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** What is said of bytes that are no protobuf message; `at` is the offset in the buffer. No data is quoted. */
export function malformed(what: string, at: number): CodedError {
  return new CodedError('KSE_OBJECT_MALFORMED', `not a protobuf message: ${what} at byte ${at}`);
}

const TWO_28 = 2 ** 28;
const TWO_56 = 2 ** 56;

/**
 * Objects up to this size have their text made into one string, of which the fields' strings are
 * slices: half the cost of a call into the runtime for each. A larger one is mostly data that no
 * family reads, not worth copying.
 */
const SHARED_TEXT_LIMIT = 64 * 1024;

/** Keys kept, a power of two, and their greatest length: 1024 keys of 128 bytes are 128 KiB. */
const KEPT_KEYS = 1024;
const KEPT_KEY_LENGTH = 128;
/** Of the 32-bit FNV hash. */
const FNV_PRIME = 0x01000193;

/**
 * A position in protobuf bytes and the primitive reads from there. Every read is told where the
 * message around it ends, throws `KSE_OBJECT_MALFORMED` rather than pass it, and moves on by at
 * least one byte, so no input can make a loop over it endless.
 */
export class Wire {
  /** Offset of the next byte to read. */
  pos = 0;
  /** Takes what is well-formed and yet not a value of its kind. */
  issues = new Issues();
  #bytes: Buffer = Buffer.alloc(0);
  /** The bytes from `#latin1Start` on, one character each; `undefined` where strings are read one by one. */
  #latin1: string | undefined;
  #latin1Start = 0;
  readonly #keys: string[] = new Array<string>(KEPT_KEYS).fill('');

  /** Goes to the start of a message. */
  open(bytes: Uint8Array, start: number, end: number): void {
    // Objects of one batch are parts of one array.
    if (
      bytes.buffer !== this.#bytes.buffer ||
      bytes.byteOffset !== this.#bytes.byteOffset ||
      bytes.length !== this.#bytes.length
    )
      this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.pos = start;
    this.#latin1Start = start;
    this.#latin1 = end - start <= SHARED_TEXT_LIMIT ? this.#bytes.toString('latin1', start, end) : undefined;
  }

  /** A field's tag: number * 8 + wire type. */
  tag(end: number): number {
    const at = this.pos;
    if (at < end) {
      const first = this.#bytes[at] as number;
      // Fields 1 to 15 have a one-byte tag.
      if (first < 128 && first > 7) {
        this.pos = at + 1;
        return first;
      }
    }
    const tag = this.int(end);
    if (tag < 8 || tag >= 2 ** 32) throw malformed('a field number out of range', at);
    return tag;
  }

  /** Reads a length and gives the offset where what it measures ends. */
  extent(end: number): number {
    const at = this.pos;
    if (at < end) {
      const first = this.#bytes[at] as number;
      if (first < 128 && first < end - at) {
        this.pos = at + 1;
        return at + 1 + first;
      }
    }
    const length = this.int(end);
    if (length < 0 || length > end - this.pos) throw malformed('a length past the end', at);
    return this.pos + length;
  }

  /**
   * A varint as the signed 64-bit integer it is; beyond 2^53 the nearest float64. An int32 comes
   * sign-extended to 64 bits, so this reads it too.
   */
  int(end: number): number {
    const bytes = this.#bytes;
    const start = this.pos;
    // 28 bits, 28 bits and 8 bits, since shifts work on 32.
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (start + i >= end) throw malformed('a cut-off varint', start);
      const byte = bytes[start + i] as number;
      const bits = byte & 127;
      if (i < 4) low |= bits << (7 * i);
      else if (i < 8) middle |= bits << (7 * (i - 4));
      else high |= bits << (7 * (i - 8));
      if (byte < 128) {
        this.pos = start + i + 1;
        return i < 4 ? low : signed(low, middle, high & 255);
      }
    }
    throw malformed('a varint of more than ten bytes', start);
  }

  /** Reads the UTF-8 text up to `stop`; what is not UTF-8 reads as U+FFFD. */
  text(stop: number): string {
    const bytes = this.#bytes;
    const start = this.pos;
    this.pos = stop;
    if (this.#latin1 === undefined) return bytes.toString('utf8', start, stop);
    let seen = 0;
    for (let i = start; i < stop; i++) seen |= bytes[i] as number;
    if (seen > 127) return bytes.toString('utf8', start, stop);
    return this.#latin1.slice(start - this.#latin1Start, stop - this.#latin1Start);
  }

  /**
   * Reads a map's key. The same keys come with every object, so they are kept and found again by
   * their bytes, which costs no more than making them. Unlike `text`, they are strings of their own.
   */
  key(stop: number): string {
    const bytes = this.#bytes;
    const start = this.pos;
    this.pos = stop;
    const length = stop - start;
    if (length > KEPT_KEY_LENGTH) return bytes.toString('utf8', start, stop);
    let hash = length;
    let seen = 0;
    for (let i = start; i < stop; i++) {
      const byte = bytes[i] as number;
      seen |= byte;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    if (seen > 127) return bytes.toString('utf8', start, stop);
    const place = (hash ^ (hash >>> 16)) & (KEPT_KEYS - 1);
    const kept = this.#keys[place] as string;
    if (kept.length === length && this.#isAt(kept, start)) return kept;
    const key = bytes.toString('latin1', start, stop);
    this.#keys[place] = key;
    return key;
  }

  #isAt(text: string, start: number): boolean {
    const bytes = this.#bytes;
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
    return true;
  }

  /** Passes over the value of a field that is not wanted. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case WireType.varint:
        this.int(end);
        return;
      case WireType.fixed64:
        this.#advance(8, end);
        return;
      case WireType.bytes:
        this.pos = this.extent(end);
        return;
      case WireType.fixed32:
        this.#advance(4, end);
        return;
      default:
        throw malformed('a group or an unknown wire type', this.pos);
    }
  }

  #advance(count: number, end: number): void {
    if (count > end - this.pos) throw malformed('a cut-off number', this.pos);
    this.pos += count;
  }
}

function signed(low: number, middle: number, high: number): number {
  if (high < 128) return low + middle * TWO_28 + high * TWO_56;
  // Two's complement by hand: the parts of a small negative number would round away if summed as they are.
  return -(TWO_28 - 1 - low + (TWO_28 - 1 - middle) * TWO_28 + (255 - high) * TWO_56) - 1;
}
