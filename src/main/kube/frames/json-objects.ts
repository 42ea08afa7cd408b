import type { Op } from '../../../protocol/op.ts';
import type { ObjectSink } from '../../../protocol/stream.ts';
import { FrameError, malformed } from './frame-error.ts';
import type { ListHandler } from './handler.ts';
import { parseJson } from './json-scan.ts';
import { type FoundText, findUid, type Payload } from './meta-json.ts';
import { textOf } from './wire.ts';

const uid: FoundText = { start: 0, end: 0, unescaped: undefined };

/** Passes on the object or row in `bytes[start, end)` with its uid. Throws `KSE_FRAME_MALFORMED`. */
export function passObject(
  sink: ObjectSink,
  op: Op,
  bytes: Uint8Array,
  start: number,
  end: number,
  payload: Payload,
): void {
  findUid(bytes, start, end, payload, uid);
  if (uid.unescaped === undefined) {
    sink.object(op, bytes, start, end, uid.start, uid.end);
    return;
  }
  // The uid's bytes are not its text, which is what places the object: a copy gets it appended.
  const copy = Buffer.concat([bytes.subarray(start, end), Buffer.from(uid.unescaped)]);
  sink.object(op, copy, 0, end - start, end - start, copy.length);
}

/** The same where one bad object shall cost no more than itself. */
export function passListItem(
  handler: ListHandler,
  op: Op,
  bytes: Uint8Array,
  start: number,
  end: number,
  payload: Payload,
): boolean {
  try {
    passObject(handler, op, bytes, start, end, payload);
    return true;
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    handler.malformed(error);
    return false;
  }
}

/** The names in a Table's `columnDefinitions`, or `undefined` for null. Throws `KSE_FRAME_MALFORMED`. */
export function columnNames(bytes: Uint8Array, start: number, end: number): readonly string[] | undefined {
  const value = parseJson(textOf(bytes, start, end));
  if (value === null) return undefined;
  if (!Array.isArray(value)) throw malformed('columnDefinitions that are no list');
  return value.map((column: { name?: unknown } | null) => {
    if (typeof column?.name !== 'string') throw malformed('a column without a name');
    return column.name;
  });
}
