import { Issues } from './issues.ts';
import { compileProtobufReader } from './protobuf-reader.ts';
import { message, string } from './shape.ts';
import { malformed, Wire, WireType } from './wire.ts';

/** What every protobuf body of the API server starts with: `k8s\0`. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00] as const;

/** `runtime.TypeMeta`. */
const readTypeMeta = compileProtobufReader(message({ apiVersion: [1, string], kind: [2, string] }));

/** A `runtime.Unknown`: the envelope of every object in protobuf. */
export interface Unknown {
  readonly apiVersion: string;
  readonly kind: string;
  /** Where the object's own message is, in the bytes that were given. */
  readonly rawStart: number;
  readonly rawEnd: number;
}

/** Whether the bytes start as an object in protobuf does. */
export function hasMagic(bytes: Uint8Array, start = 0): boolean {
  return MAGIC.every((byte, i) => bytes[start + i] === byte);
}

/** Opens `k8s\0` + `runtime.Unknown`. Throws `KSE_OBJECT_MALFORMED` when the bytes are something else. */
export function openUnknown(bytes: Uint8Array, start = 0, end = bytes.length): Unknown {
  if (end - start < MAGIC.length || !hasMagic(bytes, start)) throw malformed('no k8s magic', start);
  const wire = new Wire();
  wire.open(bytes, start + MAGIC.length, end);
  let typeMeta = { apiVersion: '', kind: '' };
  let rawStart = end;
  let rawEnd = end;
  while (wire.pos < end) {
    const tag = wire.tag(end);
    if (tag >>> 3 > 3) {
      wire.skip(tag, end);
      continue;
    }
    if ((tag & 7) !== WireType.bytes) throw malformed('an envelope of other wire types', wire.pos);
    const stop = wire.extent(end);
    if (tag >>> 3 === 1) typeMeta = readTypeMeta(bytes, wire.pos, stop, new Issues());
    if (tag >>> 3 === 2) [rawStart, rawEnd] = [wire.pos, stop];
    // A content encoding such as gzip: the API server sends none, and its bytes would not be a message.
    if (tag >>> 3 === 3 && stop > wire.pos) throw malformed('an encoded body', wire.pos);
    wire.pos = stop;
  }
  return { ...typeMeta, rawStart, rawEnd };
}
