import { Op } from '../../../protocol/op.ts';
import { Carry } from './carry.ts';
import { FrameError, lost, MAX_FRAME_BYTES, tooLarge } from './frame-error.ts';
import type { ListFramer, ListHandler, ListMeta } from './handler.ts';
import { findUid, type Range } from './meta-protobuf.ts';
import { MAGIC, UNKNOWN_RAW } from './unknown.ts';
import { Wire, WireReader } from './wire.ts';

/** Fields of every `…List` message. */
const LIST_META = 1;
const LIST_ITEMS = 2;

/** Fields of `meta.v1.ListMeta`. */
const RESOURCE_VERSION = 2;
const CONTINUE = 3;
const REMAINING_ITEM_COUNT = 4;

/** What the next byte belongs to. */
const State = { magic: 0, tag: 1, varint: 2, length: 3, skip: 4, keep: 5 } as const;
type State = (typeof State)[keyof typeof State];

const uid: Range = { start: 0, end: 0 };

/**
 * A list body in protobuf: `k8s\0` + `runtime.Unknown{2: List{1: ListMeta, 2: items…}}`, passed on
 * item by item as the bytes come. Two levels of fields: those of Unknown, and within its `raw`
 * those of the list; which one is told by how many bytes of `raw` are left.
 */
export class ProtobufListFramer implements ListFramer {
  readonly #handler: ListHandler;
  readonly #limit: number;
  readonly #carry: Carry;
  #objects = 0;
  #state: State = State.magic;
  /** Bytes of the magic, or of the field's payload, that are still to come. */
  #left = MAGIC.length;
  /** Bytes of `raw` still to come; negative outside of it. */
  #rawLeft = -1;
  #hasList = false;
  /** A varint that is coming in: its value so far and the weight of its next 7 bits. */
  #value = 0;
  #scale = 1;
  #field = 0;
  #meta: ListMeta = { resourceVersion: '', continueToken: '', remainingItemCount: undefined };

  constructor(handler: ListHandler, maxFrameBytes = MAX_FRAME_BYTES) {
    this.#handler = handler;
    this.#limit = maxFrameBytes;
    this.#carry = new Carry(maxFrameBytes);
  }

  get objects(): number {
    return this.#objects;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      const from = at;
      const inRaw = this.#rawLeft >= 0;
      if (this.#state === State.keep) at = this.#keep(chunk, at);
      else if (this.#state === State.skip) at = this.#skip(chunk, at);
      else if (this.#state === State.magic) at = this.#magic(chunk, at);
      else at = this.#number(chunk, at);
      if (inRaw) this.#leaveRaw(at - from);
    }
  }

  end(): ListMeta {
    if (this.#state !== State.tag || this.#scale !== 1 || this.#rawLeft >= 0) throw lost('a list is cut off');
    if (!this.#hasList) throw lost('an answer without a list');
    return this.#meta;
  }

  #magic(chunk: Uint8Array, at: number): number {
    if (chunk[at] !== MAGIC[MAGIC.length - this.#left]) throw lost('no k8s\\0 before the list');
    if (--this.#left === 0) this.#state = State.tag;
    return at + 1;
  }

  /** Reads one byte of a tag, length or value. */
  #number(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] as number;
    this.#value += (byte & 0x7f) * this.#scale;
    this.#scale *= 0x80;
    if (byte >= 0x80) {
      if (this.#scale > 2 ** 63) throw lost('protobuf: a varint of more than 10 bytes');
      return at + 1;
    }
    const value = this.#value;
    this.#value = 0;
    this.#scale = 1;
    if (this.#state === State.tag) this.#tag(value);
    else if (this.#state === State.length) this.#payload(value);
    else this.#state = State.tag;
    return at + 1;
  }

  #tag(tag: number): void {
    this.#field = Math.floor(tag / 8);
    const wire = tag % 8;
    if (this.#field === 0) throw lost('protobuf: field number 0');
    if (wire === Wire.varint) this.#state = State.varint;
    else if (wire === Wire.bytes) this.#state = State.length;
    else if (wire === Wire.fixed64) this.#toSkip(8);
    else if (wire === Wire.fixed32) this.#toSkip(4);
    else throw lost(`protobuf: wire type ${wire}`);
  }

  /** A length has been read: decides what becomes of the payload. */
  #payload(length: number): void {
    // The byte of the length just read is still part of `rawLeft`.
    if (this.#rawLeft >= 0 && length > this.#rawLeft - 1)
      throw lost('protobuf: a field reaches beyond its message');
    if (this.#rawLeft < 0 && this.#field === UNKNOWN_RAW) {
      if (this.#hasList) throw lost('an answer with two lists');
      this.#hasList = true;
      this.#state = State.tag;
      // An empty message is over before it began.
      this.#rawLeft = length === 0 ? -1 : length;
      return;
    }
    const kept = this.#rawLeft >= 0 && (this.#field === LIST_META || this.#field === LIST_ITEMS);
    if (!kept) {
      this.#toSkip(length);
      return;
    }
    if (length > this.#limit) throw tooLarge(this.#limit, length);
    this.#state = State.keep;
    this.#left = length;
    if (length === 0) this.#take(this.#carry.bytes, 0, 0);
  }

  #toSkip(length: number): void {
    this.#left = length;
    this.#state = length === 0 ? State.tag : State.skip;
  }

  #skip(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) this.#state = State.tag;
    return end;
  }

  #keep(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#left);
    const whole = end - at === this.#left;
    this.#left -= end - at;
    if (whole && this.#carry.length === 0) {
      this.#take(chunk, at, end);
      return end;
    }
    this.#carry.append(chunk, at, end);
    if (whole) {
      this.#take(this.#carry.bytes, 0, this.#carry.length);
      this.#carry.clear();
    }
    return end;
  }

  #take(bytes: Uint8Array, start: number, end: number): void {
    this.#state = State.tag;
    if (this.#field === LIST_META) {
      this.#meta = readListMeta(bytes, start, end);
      return;
    }
    try {
      findUid(bytes, start, end, uid);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#handler.malformed(error);
      return;
    }
    this.#objects++;
    this.#handler.object(Op.upsert, bytes, start, end, uid.start, uid.end);
  }

  /** `taken` more bytes of `raw` are done; behind its last one the fields of Unknown go on. */
  #leaveRaw(taken: number): void {
    this.#rawLeft -= taken;
    if (this.#rawLeft > 0) return;
    if (this.#rawLeft < 0 || this.#state !== State.tag || this.#scale !== 1) {
      throw lost('protobuf: a field reaches beyond its message');
    }
    this.#rawLeft = -1;
  }
}

function readListMeta(bytes: Uint8Array, start: number, end: number): ListMeta {
  const reader = new WireReader();
  let meta: ListMeta = { resourceVersion: '', continueToken: '', remainingItemCount: undefined };
  reader.open(bytes, start, end);
  while (reader.next()) {
    if (reader.isBytes(RESOURCE_VERSION)) meta = { ...meta, resourceVersion: reader.text() };
    else if (reader.isBytes(CONTINUE)) meta = { ...meta, continueToken: reader.text() };
    else if (reader.isVarint(REMAINING_ITEM_COUNT)) meta = { ...meta, remainingItemCount: reader.value };
  }
  return meta;
}
