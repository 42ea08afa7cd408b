import type { FieldSpec } from '../../bench/simulator/schema/notation.ts';
import { fieldsOf } from '../../bench/simulator/schema/table.ts';

/** A field as it stands on the wire. */
export interface WireField {
  readonly number: number;
  readonly value: number | bigint | Buffer;
}

/** Splits a message into its fields; throws on what is no protobuf. */
export function wireFields(bytes: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('cut in a varint');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    if ((tag & 7) === 0) {
      const value = varint();
      fields.push({ number, value: Number(value) });
    } else if ((tag & 7) === 2) {
      const length = Number(varint());
      if (at + length > bytes.length) throw new Error('cut in a field');
      fields.push({ number, value: bytes.subarray(at, at + length) });
      at += length;
    } else throw new Error(`wire type ${tag & 7}`);
  }
  return fields;
}

/** The bytes of the first field of that number. */
export function bytesAt(fields: readonly WireField[], number: number): Buffer {
  const value = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

const text = (fields: readonly WireField[], number: number): string => bytesAt(fields, number).toString();
const integer = (fields: readonly WireField[], number: number): number =>
  Number(fields.find((field) => field.number === number)?.value ?? 0);

const SPECIAL: Readonly<Record<string, (fields: readonly WireField[]) => unknown>> = {
  'meta.v1.Time': (fields) =>
    fields.length === 0 ? null : `${new Date(integer(fields, 1) * 1000).toISOString().slice(0, 19)}Z`,
  'meta.v1.MicroTime': (fields) =>
    `${new Date(integer(fields, 1) * 1000).toISOString().slice(0, 19)}.${String(integer(fields, 2)).padStart(9, '0').slice(0, 6)}Z`,
  'resource.Quantity': (fields) => text(fields, 1),
  'intstr.IntOrString': (fields) => (integer(fields, 1) === 1 ? text(fields, 3) : integer(fields, 2)),
  'meta.v1.FieldsV1': (fields) => JSON.parse(text(fields, 1)),
  'runtime.RawExtension': (fields) => JSON.parse(text(fields, 1)),
  'certificates.v1.ExtraValue': (fields) => fields.map(({ value }) => String(value)),
};

/** A message as JSON, every field that was on the wire included. */
export function decodeMessage(message: string, bytes: Buffer): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  const specs = new Map(fieldsOf(message).map((field) => [field.number, field]));
  for (const { number, value } of wireFields(bytes)) {
    const spec = specs.get(number);
    if (spec === undefined) throw new Error(`${message} has no field ${number}`);
    if (spec.holding === 'inline') Object.assign(object, decodeMessage(spec.type, bufferOf(value)));
    else if (spec.holding === 'list')
      object[spec.name] = [...((object[spec.name] as unknown[]) ?? []), decodeValue(spec, value)];
    else if (spec.holding === 'map') {
      const entry = wireFields(bufferOf(value));
      const inner = entry.find((field) => field.number === 2)?.value ?? Buffer.alloc(0);
      object[spec.name] = { ...(object[spec.name] as object), [text(entry, 1)]: decodeValue(spec, inner) };
    } else object[spec.name] = decodeValue(spec, value);
  }
  return object;
}

function decodeValue(spec: FieldSpec, value: WireField['value']): unknown {
  switch (spec.type) {
    case 'string':
      return bufferOf(value).toString();
    case 'bytes':
      return bufferOf(value).toString('base64');
    case 'bool':
      return value === 1;
    case 'int32':
    case 'int64':
      return value;
  }
  const special = SPECIAL[spec.type];
  return special === undefined
    ? decodeMessage(spec.type, bufferOf(value))
    : special(wireFields(bufferOf(value)));
}

function bufferOf(value: WireField['value']): Buffer {
  if (Buffer.isBuffer(value)) return value;
  throw new Error('a number where bytes were expected');
}

/** What a protobuf body holds: magic, `runtime.Unknown`, its type and its raw message. */
export function openBody(body: Buffer): { apiVersion: string; kind: string; raw: Buffer } {
  if (body.subarray(0, 4).toString('latin1') !== 'k8s\0') throw new Error('no magic');
  const unknown = wireFields(body.subarray(4));
  const type = wireFields(bytesAt(unknown, 1));
  return { apiVersion: text(type, 1), kind: text(type, 2), raw: bytesAt(unknown, 2) };
}

/** The events of a protobuf watch. */
export function openFrames(stream: Buffer): { type: string; body: Buffer }[] {
  const frames: { type: string; body: Buffer }[] = [];
  for (let at = 0; at < stream.length; ) {
    const length = stream.readUInt32BE(at);
    if (at + 4 + length > stream.length) throw new Error('cut in a frame');
    const event = wireFields(stream.subarray(at + 4, at + 4 + length));
    frames.push({ type: text(event, 1), body: bytesAt(wireFields(bytesAt(event, 2)), 1) });
    at += 4 + length;
  }
  return frames;
}
