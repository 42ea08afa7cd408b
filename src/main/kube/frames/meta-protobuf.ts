/**
 * The little that main reads of an object in protobuf. Every kind has its ObjectMeta in field 1;
 * numbers from k8s.io/apimachinery's generated.proto.
 */
import { type Bookmark, INITIAL_EVENTS_END } from './handler.ts';
import { textOf, WireReader } from './wire.ts';

const METADATA = 1;
const UID = 5;
const RESOURCE_VERSION = 6;
const ANNOTATIONS = 12;
const ENTRY_KEY = 1;
const ENTRY_VALUE = 2;

const object = new WireReader();
const metadata = new WireReader();

/** A range of bytes that a finder fills in again and again; empty when nothing was found. */
export interface Range {
  start: number;
  end: number;
}

/** Finds `metadata.uid` of the object in `bytes[start, end)`. Throws `KSE_FRAME_MALFORMED`. */
export function findUid(bytes: Uint8Array, start: number, end: number, found: Range): void {
  findInMetadata(bytes, start, end, UID, found);
}

/** `metadata.resourceVersion` of the object in `bytes[start, end)`, or `''`. */
export function versionOf(bytes: Uint8Array, start: number, end: number): string {
  const found: Range = { start: 0, end: 0 };
  findInMetadata(bytes, start, end, RESOURCE_VERSION, found);
  return textOf(bytes, found.start, found.end);
}

// Walks to the end instead of leaving at the first match: in protobuf the last occurrence counts.
function findInMetadata(bytes: Uint8Array, start: number, end: number, field: number, found: Range): void {
  found.start = 0;
  found.end = 0;
  object.open(bytes, start, end);
  while (object.next()) {
    if (!object.isBytes(METADATA)) continue;
    metadata.open(bytes, object.start, object.stop);
    while (metadata.next()) {
      if (!metadata.isBytes(field)) continue;
      found.start = metadata.start;
      found.end = metadata.stop;
    }
  }
}

/** Reads the object of a BOOKMARK event. Throws `KSE_FRAME_MALFORMED`. */
export function readBookmark(bytes: Uint8Array, start: number, end: number): Bookmark {
  let resourceVersion = '';
  let initialEventsEnd = false;
  const entry = new WireReader();
  object.open(bytes, start, end);
  while (object.next()) {
    if (!object.isBytes(METADATA)) continue;
    metadata.open(bytes, object.start, object.stop);
    while (metadata.next()) {
      if (metadata.isBytes(RESOURCE_VERSION)) resourceVersion = metadata.text();
      if (!metadata.isBytes(ANNOTATIONS)) continue;
      let key = '';
      let value = '';
      entry.open(bytes, metadata.start, metadata.stop);
      while (entry.next()) {
        if (entry.isBytes(ENTRY_KEY)) key = entry.text();
        if (entry.isBytes(ENTRY_VALUE)) value = entry.text();
      }
      if (key === INITIAL_EVENTS_END) initialEventsEnd = value === 'true';
    }
  }
  return { resourceVersion, initialEventsEnd };
}
