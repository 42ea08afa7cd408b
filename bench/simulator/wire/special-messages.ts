import { goJson, isObject, type Json, type JsonObject } from '../json.ts';
import type { BackwardWriter } from './backward-writer.ts';
import { parseMoment } from './timestamp.ts';

/** Writes a message's content (neither tag nor length) from the JSON that stands for it. */
export type Content = (writer: BackwardWriter, value: Json | undefined) => void;

const texts = new WeakMap<object, Buffer>();

/** The JSON text of an object, kept as long as the object is: managedFields are shared by many pods. */
function jsonBytes(value: object): Buffer {
  let bytes = texts.get(value);
  if (bytes === undefined) {
    bytes = Buffer.from(goJson(value));
    texts.set(value, bytes);
  }
  return bytes;
}

const time: Content = (writer, value) => {
  const moment = typeof value === 'string' ? parseMoment(value) : undefined;
  // Go's zero time is written as an empty message, which JSON calls null.
  if (moment === undefined) return;
  writer.varint(moment.nanos);
  writer.tag(0x10);
  writer.varint(moment.seconds);
  writer.tag(0x08);
};

const quantity: Content = (writer, value) => {
  writer.varint(writer.text(value === undefined || value === null ? '0' : String(value)));
  writer.tag(0x0a);
};

const intOrString: Content = (writer, value) => {
  const isText = typeof value === 'string';
  writer.varint(writer.text(isText ? value : ''));
  writer.tag(0x1a);
  writer.varint(typeof value === 'number' ? value : 0);
  writer.tag(0x10);
  writer.varint(isText ? 1 : 0);
  writer.tag(0x08);
};

/** An arbitrary JSON object in field 1, as its text. */
const rawJson: Content = (writer, value) => {
  if (typeof value !== 'object' || value === null) return;
  const bytes = jsonBytes(value);
  writer.raw(bytes);
  writer.varint(bytes.length);
  writer.tag(0x0a);
};

const textList: Content = (writer, value) => {
  if (!Array.isArray(value)) return;
  for (let i = value.length - 1; i >= 0; i--) {
    writer.varint(writer.text(String(value[i])));
    writer.tag(0x0a);
  }
};

/** Messages whose JSON is not an object of their fields. */
export const specialMessages: ReadonlyMap<string, Content> = new Map([
  ['meta.v1.Time', time],
  ['meta.v1.MicroTime', time],
  ['resource.Quantity', quantity],
  ['intstr.IntOrString', intOrString],
  ['meta.v1.FieldsV1', rawJson],
  ['runtime.RawExtension', rawJson],
  ['certificates.v1.ExtraValue', textList],
]);

/** The object that a message's fields are read from; anything else counts as an empty one. */
export function fieldsSource(value: Json | undefined): JsonObject {
  return isObject(value) ? value : EMPTY;
}
const EMPTY: JsonObject = Object.freeze({});
