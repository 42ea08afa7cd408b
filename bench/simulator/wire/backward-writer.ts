/** Room that every small write may count on without asking. */
const SLACK = 64;
/** Longer strings are written by the runtime; shorter ones cost less in a loop. */
const SHORT_STRING = 48;

/**
 * Writes protobuf from its end to its start, so that a message's length is known when its prefix
 * is written: nothing is measured first and nothing is moved.
 */
export class BackwardWriter {
  #bytes: Buffer;
  #at: number;

  constructor(capacity = 64 * 1024) {
    this.#bytes = Buffer.allocUnsafe(capacity);
    this.#at = capacity;
  }

  /** Forgets what was written. */
  reset(): void {
    this.#at = this.#bytes.length;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#bytes.length - this.#at;
  }

  /** What was written; valid until the next write or reset. */
  view(): Buffer {
    return this.#bytes.subarray(this.#at);
  }

  /** A field's tag: number and wire type in one. */
  tag(tag: number): void {
    this.varint(tag);
  }

  /** An integer as int64 is encoded: two's complement for negative ones. */
  varint(value: number): void {
    if (this.#at < SLACK) this.#grow(SLACK);
    if (value >= 0 && value < 0x80) {
      this.#bytes[--this.#at] = value;
      return;
    }
    if (value < 0) {
      this.#bigVarint(BigInt.asUintN(64, BigInt(Math.trunc(value))));
      return;
    }
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
    this.#at -= size;
    let rest = value;
    for (let i = 0; i < size - 1; i++) {
      this.#bytes[this.#at + i] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#at + size - 1] = rest;
  }

  /** UTF-8 text, without its length. Returns the bytes written. */
  text(value: string): number {
    const length = value.length;
    if (this.#at < length * 3 + SLACK) this.#grow(length * 3 + SLACK);
    if (length < SHORT_STRING) {
      const start = this.#at - length;
      let i = 0;
      for (; i < length; i++) {
        const code = value.charCodeAt(i);
        if (code >= 0x80) break;
        this.#bytes[start + i] = code;
      }
      if (i === length) {
        this.#at = start;
        return length;
      }
    }
    const size = Buffer.byteLength(value);
    this.#at -= size;
    this.#bytes.write(value, this.#at, size, size === length ? 'latin1' : 'utf8');
    return size;
  }

  /** Bytes as they are, without their length. */
  raw(value: Uint8Array): void {
    if (this.#at < value.length + SLACK) this.#grow(value.length + SLACK);
    this.#at -= value.length;
    this.#bytes.set(value, this.#at);
  }

  /** Big-endian, as the length before a watch frame. */
  uint32(value: number): void {
    if (this.#at < SLACK) this.#grow(SLACK);
    this.#at = this.#bytes.writeUInt32BE(value, this.#at - 4) - 4;
  }

  #bigVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.raw(Uint8Array.from(bytes));
  }

  #grow(need: number): void {
    const used = this.length;
    const bigger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, used + need * 2));
    this.#bytes.copy(bigger, bigger.length - used, this.#at);
    this.#bytes = bigger;
    this.#at = bigger.length - used;
  }
}
