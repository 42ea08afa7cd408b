import { malformed } from './frame-error.ts';

/** The wire types of protobuf that Kubernetes uses; groups are not among them. */
export const Wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** 29 bits of field number, 3 of wire type. */
const MAX_TAG = 0xffff_ffff;

const NOTHING = new Uint8Array(0);

/**
 * Steps over the fields of one protobuf message without decoding them. One reader serves one level
 * of nesting and is used again and again: walking allocates nothing.
 */
export class WireReader {
  #bytes: Uint8Array = NOTHING;
  #position = 0;
  #end = 0;
  #field = 0;
  #wire = 0;
  #start = 0;
  #value = 0;

  /** Points it at the message in `bytes[start, end)`. */
  open(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  /**
   * Moves to the next field; false after the last. Throws `KSE_FRAME_MALFORMED` for what is no
   * field, and for a field that would reach beyond the message.
   */
  next(): boolean {
    if (this.#position >= this.#end) return false;
    const tag = this.#varint();
    if (tag > MAX_TAG) throw malformed('protobuf: a field number of more than 29 bits');
    const wire = tag & 7;
    this.#field = tag >>> 3;
    this.#wire = wire;
    if (this.#field === 0) throw malformed('protobuf: field number 0');
    let size = 0;
    if (wire === Wire.bytes) size = this.#varint();
    else if (wire === Wire.varint) this.#value = this.#varint();
    else if (wire === Wire.fixed64) size = 8;
    else if (wire === Wire.fixed32) size = 4;
    else throw malformed(`protobuf: wire type ${wire}`);
    if (size > this.#end - this.#position) throw malformed('protobuf: a field reaches beyond its message');
    this.#start = this.#position;
    this.#position += size;
    return true;
  }

  /** The current field's number. */
  get field(): number {
    return this.#field;
  }

  /** Whether the current field is a string, bytes or a message with this number. */
  isBytes(field: number): boolean {
    return this.#field === field && this.#wire === Wire.bytes;
  }

  /** Whether the current field is a varint with this number. */
  isVarint(field: number): boolean {
    return this.#field === field && this.#wire === Wire.varint;
  }

  /** Where the current field's payload starts. */
  get start(): number {
    return this.#start;
  }

  /** Where the current field's payload ends. */
  get stop(): number {
    return this.#position;
  }

  /** The current varint, unsigned; exact up to 2^53. */
  get value(): number {
    return this.#value;
  }

  /** The current field as text. */
  text(): string {
    return textOf(this.#bytes, this.#start, this.#position);
  }

  #varint(): number {
    const position = this.#position;
    if (position >= this.#end) throw malformed('protobuf: a varint is cut off');
    const byte = this.#bytes[position] as number;
    this.#position = position + 1;
    // Nearly all tags and most lengths are one byte, so this much is worth being inlined.
    return byte < 0x80 ? byte : this.#longVarint(byte);
  }

  #longVarint(first: number): number {
    const bytes = this.#bytes;
    let position = this.#position;
    let byte = first;
    let value = byte & 0x7f;
    // Sums and products instead of shifts: those would wrap at 32 bits.
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      if (scale > 2 ** 63) throw malformed('protobuf: a varint of more than 10 bytes');
      if (position >= this.#end) throw malformed('protobuf: a varint is cut off');
      byte = bytes[position++] as number;
      value += (byte & 0x7f) * scale;
    }
    this.#position = position;
    return value;
  }
}

/** `bytes[start, end)` as UTF-8 text. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
