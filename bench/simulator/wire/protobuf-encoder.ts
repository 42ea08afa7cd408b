import type { Json, JsonObject } from '../json.ts';
import type { FieldSpec } from '../schema/notation.ts';
import { SCALARS } from '../schema/notation.ts';
import { fieldsOf } from '../schema/table.ts';
import type { BackwardWriter } from './backward-writer.ts';
import { type Content, fieldsSource, specialMessages } from './special-messages.ts';

/** Writes one field of `holder`, tag included, or nothing. */
type PutField = (writer: BackwardWriter, holder: JsonObject) => void;
/** Writes one value with its tag. */
type PutValue = (writer: BackwardWriter, value: Json | undefined) => void;

const LENGTH_DELIMITED = 2;
const compiled = new Map<string, Content>();

/** The encoder of a message: JSON in, protobuf content out, as Go's generated code would write it. */
export function encoderOf(message: string): Content {
  const known = compiled.get(message) ?? specialMessages.get(message);
  if (known !== undefined) return known;
  let fields: readonly PutField[] = [];
  const encode: Content = (writer, value) => {
    const holder = fieldsSource(value);
    for (let i = fields.length - 1; i >= 0; i--) fields[i]?.(writer, holder);
  };
  // Known before its fields are compiled: a message may contain itself.
  compiled.set(message, encode);
  fields = [...fieldsOf(message)].sort((a, b) => a.number - b.number).map(compileField);
  return encode;
}

function compileField(field: FieldSpec): PutField {
  const { name, number, holding } = field;
  const put = compileValue(number, field.type);
  switch (holding) {
    case 'value':
      // Bytes are a slice in Go: nil, and so absent, when nothing is set.
      if (field.type === 'bytes') return putPresent(name, put);
      return (writer, holder) => put(writer, holder[name] ?? undefined);
    case 'pointer':
      return putPresent(name, put);
    case 'inline':
      return (writer, holder) => put(writer, holder);
    case 'list':
      return (writer, holder) => {
        const list = holder[name];
        if (Array.isArray(list)) putList(writer, list, number, put);
      };
    case 'map':
      return compileMap(field);
  }
}

interface Kept {
  readonly number: number;
  readonly bytes: Buffer;
}

/** Lists that are shared by many objects and never change, with their bytes once they are known. */
const shared = new WeakMap<readonly Json[], Kept | undefined>();

/** Declares that `list` never changes, so that it is encoded once. Returns it. */
export function shareEncoding<T extends readonly Json[]>(list: T): T {
  shared.set(list, undefined);
  return list;
}

function putList(writer: BackwardWriter, list: readonly Json[], number: number, put: PutValue): void {
  const kept = shared.get(list);
  if (kept?.number === number) {
    writer.raw(kept.bytes);
    return;
  }
  const before = writer.length;
  for (let i = list.length - 1; i >= 0; i--) put(writer, list[i]);
  if (shared.has(list)) {
    const bytes = Buffer.from(writer.view().subarray(0, writer.length - before));
    shared.set(list, { number, bytes });
  }
}

function putPresent(name: string, put: PutValue): PutField {
  return (writer, holder) => {
    const value = holder[name];
    if (value !== undefined && value !== null) put(writer, value);
  };
}

function compileMap({ name, number, type }: FieldSpec): PutField {
  const tag = (number << 3) | LENGTH_DELIMITED;
  const putValue = compileValue(2, type);
  const putKey = compileValue(1, 'string');
  return (writer, holder) => {
    const map = fieldsSource(holder[name]);
    const keys = Object.keys(map);
    for (let i = keys.length - 1; i >= 0; i--) {
      const key = keys[i] ?? '';
      const end = writer.length;
      putValue(writer, map[key]);
      putKey(writer, key);
      writer.varint(writer.length - end);
      writer.tag(tag);
    }
  };
}

function compileValue(number: number, type: string): PutValue {
  if (SCALARS.has(type)) return compileScalar(number, type);
  const tag = (number << 3) | LENGTH_DELIMITED;
  const content = encoderOf(type);
  return (writer, value) => {
    const end = writer.length;
    content(writer, value);
    writer.varint(writer.length - end);
    writer.tag(tag);
  };
}

function compileScalar(number: number, type: string): PutValue {
  const varintTag = number << 3;
  const bytesTag = varintTag | LENGTH_DELIMITED;
  switch (type) {
    case 'string':
      return (writer, value) => {
        writer.varint(writer.text(typeof value === 'string' ? value : ''));
        writer.tag(bytesTag);
      };
    case 'bytes':
      return (writer, value) => {
        const bytes = Buffer.from(typeof value === 'string' ? value : '', 'base64');
        writer.raw(bytes);
        writer.varint(bytes.length);
        writer.tag(bytesTag);
      };
    case 'bool':
      return (writer, value) => {
        writer.varint(value === true ? 1 : 0);
        writer.tag(varintTag);
      };
    default:
      return (writer, value) => {
        writer.varint(typeof value === 'number' ? value : 0);
        writer.tag(varintTag);
      };
  }
}
