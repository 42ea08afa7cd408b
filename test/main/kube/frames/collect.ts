import { listFramer, watchFramer } from '../../../../src/main/kube/frames/framers.ts';
import type { Bookmark, ListMeta, WatchHandler } from '../../../../src/main/kube/frames/handler.ts';
import type { Status } from '../../../../src/main/kube/status.ts';
import { Encoding, Op } from '../../../../src/protocol/op.ts';

/** One thing a framer found, in order. */
export type Found =
  | { readonly op: 'upsert' | 'remove'; readonly object: Buffer; readonly uid: string }
  | { readonly bookmark: Bookmark }
  | { readonly error: Status }
  | { readonly columns: readonly string[] }
  | { readonly malformed: string };

/** Keeps copies of all that a framer passes on. */
export class Collector implements WatchHandler {
  readonly found: Found[] = [];

  object(op: Op, bytes: Uint8Array, start: number, end: number, uidStart: number, uidEnd: number): void {
    this.found.push({
      op: op === Op.remove ? 'remove' : 'upsert',
      object: Buffer.from(bytes.subarray(start, end)),
      uid: Buffer.from(bytes.subarray(uidStart, uidEnd)).toString(),
    });
  }
  columns(names: readonly string[]): void {
    this.found.push({ columns: names });
  }
  malformed(error: Error): void {
    this.found.push({ malformed: error.message });
  }
  bookmark(bookmark: Bookmark): void {
    this.found.push({ bookmark });
  }
  error(status: Status): void {
    this.found.push({ error: status });
  }

  /** The objects alone. */
  get objects(): { op: string; object: Buffer; uid: string }[] {
    return this.found.flatMap((one) => ('object' in one ? [one] : []));
  }
  get uids(): string[] {
    return this.objects.map((one) => one.uid);
  }
}

/** Cuts `bytes` at the given positions (any numbers: they are taken modulo the length). */
export function cut(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const at = [...new Set(positions.map((position) => position % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, i) => bytes.slice(start, [...at, bytes.length][i]));
}

/** Frames a watch from chunks, each of which is destroyed behind the framer's back. */
export function watch(
  encoding: Encoding,
  chunks: readonly Uint8Array[],
): Collector & { truncated?: boolean } {
  const collector: Collector & { truncated?: boolean } = new Collector();
  const framer = watchFramer(encoding, collector);
  for (const chunk of chunks) {
    const copy = Uint8Array.from(chunk);
    framer.push(copy);
    copy.fill(0xff);
  }
  collector.truncated = framer.end();
  return collector;
}

/** The same for a list. */
export function list(
  encoding: Encoding,
  chunks: readonly Uint8Array[],
): { meta: ListMeta; collector: Collector } {
  const collector = new Collector();
  const framer = listFramer(encoding, collector);
  for (const chunk of chunks) {
    const copy = Uint8Array.from(chunk);
    framer.push(copy);
    copy.fill(0xff);
  }
  return { meta: framer.end(), collector };
}

export { Encoding };
