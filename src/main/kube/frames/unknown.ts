import { malformed } from './frame-error.ts';
import type { Range } from './meta-protobuf.ts';
import { WireReader } from './wire.ts';

/** `k8s\0`, before every `runtime.Unknown`. */
export const MAGIC: readonly number[] = [0x6b, 0x38, 0x73, 0x00];

/** `runtime.Unknown.raw`: the message itself. */
export const UNKNOWN_RAW = 2;

const unknown = new WireReader();

/**
 * Finds the message inside `k8s\0` + `runtime.Unknown` in `bytes[start, end)`. A missing `raw` is
 * an empty message. Throws `KSE_FRAME_MALFORMED`.
 */
export function findMessage(bytes: Uint8Array, start: number, end: number, found: Range): void {
  if (end - start < MAGIC.length) throw malformed('no k8s\\0 before the object');
  for (let i = 0; i < MAGIC.length; i++) {
    if (bytes[start + i] !== MAGIC[i]) throw malformed('no k8s\\0 before the object');
  }
  found.start = end;
  found.end = end;
  unknown.open(bytes, start + MAGIC.length, end);
  while (unknown.next()) {
    if (!unknown.isBytes(UNKNOWN_RAW)) continue;
    found.start = unknown.start;
    found.end = unknown.stop;
  }
}
