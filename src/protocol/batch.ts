import { CodedError } from './coded-error.ts';
import { Op } from './op.ts';

/**
 * A batch: raw objects of one stream on their way to one worker, in one exact-size buffer.
 *
 * ```
 * entry  = op:u8  uidLength:u8  length:u32le  uid  bytes
 * batch  = entry*
 * ```
 *
 * An uid is at most 255 bytes (Kubernetes' are 36); a longer one, or none, is written as length 0
 * and the worker falls back to namespace and name.
 */
const ENTRY_HEADER = 1 + 1 + 4;
const LONGEST_UID = 255;

/** Where a scratch buffer starts; it doubles from here to the batch's size. */
const INITIAL_BYTES = 64 * 1024;
/** A scratch buffer that one huge object has grown past this is not kept. */
const KEPT_BYTES = 1024 * 1024;

/** Collects entries. One writer serves one partition for the life of the process. */
export class BatchWriter {
  #scratch = new Uint8Array(INITIAL_BYTES);
  #view = new DataView(this.#scratch.buffer);
  #length = 0;
  #count = 0;

  /** Bytes collected. */
  get length(): number {
    return this.#length;
  }

  /** Entries collected. */
  get count(): number {
    return this.#count;
  }

  /** Copies one object in; the arguments are those of `ObjectSink.object`. */
  add(op: Op, bytes: Uint8Array, start: number, end: number, uidStart: number, uidEnd: number): void {
    const uidLength = uidEnd - uidStart > LONGEST_UID ? 0 : uidEnd - uidStart;
    const size = ENTRY_HEADER + uidLength + (end - start);
    if (this.#length + size > this.#scratch.length) this.#grow(this.#length + size);
    let at = this.#length;
    this.#scratch[at] = op;
    this.#scratch[at + 1] = uidLength;
    this.#view.setUint32(at + 2, end - start, true);
    at += ENTRY_HEADER;
    if (uidLength > 0) this.#scratch.set(bytes.subarray(uidStart, uidEnd), at);
    this.#scratch.set(bytes.subarray(start, end), at + uidLength);
    this.#length += size;
    this.#count++;
  }

  /** The batch as a buffer of its own, fit to transfer; the writer is empty afterwards. */
  take(): ArrayBuffer {
    const batch = this.#scratch.buffer.slice(0, this.#length);
    this.#length = 0;
    this.#count = 0;
    if (this.#scratch.length > KEPT_BYTES) this.#replace(new Uint8Array(INITIAL_BYTES));
    return batch;
  }

  #grow(needed: number): void {
    let size = this.#scratch.length;
    while (size < needed) size *= 2;
    const next = new Uint8Array(size);
    next.set(this.#scratch.subarray(0, this.#length));
    this.#replace(next);
  }

  #replace(scratch: Uint8Array<ArrayBuffer>): void {
    this.#scratch = scratch;
    this.#view = new DataView(scratch.buffer);
  }
}

/** One entry of a batch: offsets into the batch's bytes. */
export interface BatchEntry {
  op: Op;
  uidStart: number;
  uidEnd: number;
  start: number;
  end: number;
}

/**
 * Calls `each` for every entry, with one record that is reused.
 *
 * @throws CodedError `KSE_PROTOCOL` when the bytes are not a batch, which only a defect of ours explains.
 */
export function readBatch(bytes: Uint8Array, each: (entry: BatchEntry) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entry: BatchEntry = { op: Op.upsert, uidStart: 0, uidEnd: 0, start: 0, end: 0 };
  let at = 0;
  while (at < bytes.length) {
    if (at + ENTRY_HEADER > bytes.length) throw torn(at, bytes.length);
    const op = bytes[at];
    if (op !== Op.upsert && op !== Op.remove) {
      throw new CodedError('KSE_PROTOCOL', `batch: unknown operation ${op} at byte ${at}`);
    }
    entry.op = op;
    entry.uidStart = at + ENTRY_HEADER;
    entry.uidEnd = entry.uidStart + (bytes[at + 1] ?? 0);
    entry.start = entry.uidEnd;
    entry.end = entry.start + view.getUint32(at + 2, true);
    if (entry.end > bytes.length) throw torn(at, bytes.length);
    at = entry.end;
    each(entry);
  }
}

function torn(at: number, length: number): CodedError {
  return new CodedError('KSE_PROTOCOL', `batch: the entry at byte ${at} runs past the end (${length} bytes)`);
}
