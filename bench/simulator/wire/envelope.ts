import type { JsonObject } from '../json.ts';
import { BackwardWriter } from './backward-writer.ts';
import { encoderOf } from './protobuf-encoder.ts';

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

/**
 * A list body, as chunks in order. The items are encoded before, for a body's length stands at its
 * front; each becomes field 2 of the list, after its `ListMeta`.
 */
export function encodeList(listMeta: JsonObject, items: readonly Buffer[], meta: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  let rawLength = 0;
  for (const item of items) {
    writer.reset();
    writer.varint(item.length);
    writer.tag(0x12);
    rawLength += writer.length + item.length;
    chunks.push(Buffer.from(writer.view()), item);
  }
  writer.reset();
  encoderOf('meta.v1.ListMeta')(writer, listMeta);
  writer.varint(writer.length);
  writer.tag(0x0a);
  writer.varint(writer.length + rawLength);
  writer.tag(0x12);
  writer.raw(meta);
  writer.raw(MAGIC);
  return [Buffer.from(writer.view()), ...chunks, UNKNOWN_TAIL];
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
