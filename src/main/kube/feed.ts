import { Encoding, type Op } from '../../protocol/op.ts';
import type { StreamSink } from '../../protocol/stream.ts';
import { FrameError } from './frames/frame-error.ts';
import * as json from './frames/meta-json.ts';
import * as protobuf from './frames/meta-protobuf.ts';

const NOTHING = new Uint8Array(0);

/**
 * A stream's sink as the reflector uses it: keeps `begin`, `encoding` and `complete` in the order
 * that the sink asks for, whatever order the server's answers come in.
 */
export class Feed {
  readonly #sink: StreamSink;
  #encoding: Encoding | undefined;
  #columns: readonly string[] | undefined;
  /** A full set has been announced here, but not yet to the sink. */
  #pending = false;
  /** What `resumeVersion` was before the last complete set, and that set's version. */
  #before = '';
  #completed = '';
  #lastBytes: Uint8Array = NOTHING;
  #lastStart = 0;
  #lastEnd = 0;

  constructor(sink: StreamSink) {
    this.#sink = sink;
  }

  /** An answer whose objects are in `encoding` follows; with `newSet` a full set begins with it. */
  open(encoding: Encoding, newSet: boolean): void {
    this.forgetLast();
    if (newSet) {
      this.#encoding = encoding;
      this.#columns = undefined;
      this.#pending = true;
      // A Table's begin waits for its columns, which come before the first row.
      if (encoding !== Encoding.tableRow) this.#begin();
    } else if (encoding !== this.#encoding) {
      this.#encoding = encoding;
      this.#sink.encoding(encoding);
    }
  }

  columns(names: readonly string[]): void {
    if (same(names, this.#columns)) return;
    this.#columns = names;
    if (this.#pending) this.#begin();
    else this.#sink.encoding(Encoding.tableRow, names);
  }

  object(op: Op, bytes: Uint8Array, start: number, end: number, uidStart: number, uidEnd: number): void {
    if (this.#pending) this.#begin();
    this.#lastBytes = bytes;
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#sink.object(op, bytes, start, end, uidStart, uidEnd);
  }

  complete(resourceVersion: string): void {
    if (this.#pending) this.#begin();
    this.#before = this.#sink.resumeVersion;
    this.#completed = resourceVersion;
    this.#sink.complete(resourceVersion);
  }

  bookmark(resourceVersion: string): void {
    this.#sink.bookmark(resourceVersion);
  }

  drained(): Promise<void> {
    return this.#sink.drained();
  }

  /**
   * The resourceVersion of the object passed last, or `''`. Only while its bytes are still there:
   * before the framer gets the next chunk.
   */
  lastVersion(): string {
    if (this.#lastEnd === this.#lastStart || this.#encoding === undefined) return '';
    const [bytes, start, end] = [this.#lastBytes, this.#lastStart, this.#lastEnd];
    this.forgetLast();
    try {
      if (this.#encoding === Encoding.protobuf) return protobuf.versionOf(bytes, start, end);
      return json.versionOf(bytes, start, end, this.#encoding === Encoding.tableRow ? 'row' : 'object');
    } catch (error) {
      // An object that is wrong behind its uid is for the worker to count; it only tells no version.
      if (error instanceof FrameError) return '';
      throw error;
    }
  }

  forgetLast(): void {
    this.#lastBytes = NOTHING;
    this.#lastStart = 0;
    this.#lastEnd = 0;
  }

  /**
   * Where a watch may resume: what the workers have applied, or the last complete set while they
   * are still at it. (Until then the sink names the version before that set, which is only older.)
   */
  get resumeVersion(): string {
    const applied = this.#sink.resumeVersion;
    return applied === '' || applied === this.#before ? this.#completed : applied;
  }

  #begin(): void {
    this.#pending = false;
    const encoding = this.#encoding ?? Encoding.json;
    if (this.#columns === undefined) this.#sink.begin(encoding);
    else this.#sink.begin(encoding, this.#columns);
  }
}

function same(a: readonly string[], b: readonly string[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((name, i) => name === b[i]);
}
