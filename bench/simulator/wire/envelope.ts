import type { JsonObject } from '../json.ts';
import { BackwardWriter } from './backward-writer.ts';
import { encoderOf } from './protobuf-encoder.ts';
import type { ListBody } from './view.ts';

/** What tells Kubernetes' protobuf from anything else: the first four bytes of every body. */
export const MAGIC = Buffer.from('k8s\0', 'latin1');
/** `runtime.Unknown` ends with an empty contentEncoding (3) and contentType (4). */
const UNKNOWN_TAIL = Buffer.from([0x1a, 0, 0x22, 0]);

/** One writer for all: encoding is synchronous, and what leaves this file is copied. */
const writer = new BackwardWriter(256 * 1024);

/** What is between the magic and `raw`: field 1, `TypeMeta` with apiVersion (1) and kind (2). */
export function typeMeta(apiVersion: string, kind: string): Buffer {
  writer.reset();
  writer.varint(writer.text(kind));
  writer.tag(0x12);
  writer.varint(writer.text(apiVersion));
  writer.tag(0x0a);
  writer.varint(writer.length);
  writer.tag(0x0a);
  return Buffer.from(writer.view());
}

/** A message's bytes, without any envelope. */
export function encodeMessage(message: string, value: JsonObject): Buffer {
  writer.reset();
  encoderOf(message)(writer, value);
  return Buffer.from(writer.view());
}

/** A whole body: magic, `runtime.Unknown`, and the message in its `raw`. */
export function encodeBody(message: string, value: JsonObject, meta: Buffer): Buffer {
  writer.reset();
  writeUnknown(message, value, meta);
  return Buffer.from(writer.view());
}

/** A frame of a watch: length, `meta.v1.WatchEvent`, the object as a body in its `object.raw`. */
export function encodeFrame(type: string, message: string, value: JsonObject, meta: Buffer): Buffer {
  writer.reset();
  writeUnknown(message, value, meta);
  writer.varint(writer.length);
  writer.tag(0x0a);
  writer.varint(writer.length);
  writer.tag(0x12);
  writer.varint(writer.text(type));
  writer.tag(0x0a);
  writer.uint32(writer.length);
  return Buffer.from(writer.view());
}

/** A message's bytes as an item of a list: field 2, with its length. */
export function encodeItem(message: string, value: JsonObject): Buffer {
  writer.reset();
  encoderOf(message)(writer, value);
  writer.varint(writer.length);
  writer.tag(0x12);
  return Buffer.from(writer.view());
}

/** A list body of items that are encoded already, for a body's length stands at its front. */
export function encodeList(listMeta: JsonObject, items: readonly Buffer[], meta: Buffer): ListBody {
  const itemsLength = items.reduce((sum, item) => sum + item.length, 0);
  writer.reset();
  encoderOf('meta.v1.ListMeta')(writer, listMeta);
  writer.varint(writer.length);
  writer.tag(0x0a);
  writer.varint(writer.length + itemsLength);
  writer.tag(0x12);
  writer.raw(meta);
  writer.raw(MAGIC);
  return { head: Buffer.from(writer.view()), items, tail: UNKNOWN_TAIL };
}

function writeUnknown(message: string, value: JsonObject, meta: Buffer): void {
  writer.raw(UNKNOWN_TAIL);
  const end = writer.length;
  encoderOf(message)(writer, value);
  writer.varint(writer.length - end);
  writer.tag(0x12);
  writer.raw(meta);
  writer.raw(MAGIC);
}
