import { Encoding } from '../../protocol/op.ts';
import { Issues } from '../../workers/shape/issues.ts';
import { compileJsonReader } from '../../workers/shape/json-reader.ts';
import { compileProtobufReader } from '../../workers/shape/protobuf-reader.ts';
import { message, string } from '../../workers/shape/shape.ts';

const named = message({ metadata: [1, message({ name: [1, string], namespace: [3, string] })] });
const fromProtobuf = compileProtobufReader(named);
const fromJson = compileJsonReader(named);

/**
 * `namespace/name` of an object, for people. Decoding on main is for the few objects that have to
 * be named; `undefined` when these bytes don't tell.
 */
export function objectName(
  encoding: Encoding,
  bytes: Uint8Array,
  start: number,
  end: number,
): string | undefined {
  try {
    const { metadata } = read(encoding, bytes, start, end);
    return [metadata.namespace, metadata.name].filter(Boolean).join('/') || undefined;
  } catch {
    // Malformed objects are counted where they are decoded for what is in them.
    return undefined;
  }
}

function read(encoding: Encoding, bytes: Uint8Array, start: number, end: number) {
  if (encoding === Encoding.protobuf) return fromProtobuf(bytes, start, end, new Issues());
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
  const json: unknown = JSON.parse(text);
  const object = encoding === Encoding.tableRow ? (json as { object?: unknown }).object : json;
  return fromJson(object, new Issues());
}
