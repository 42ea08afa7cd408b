/** The little that main reads of an object or a Table row in JSON. */
import { malformed } from './frame-error.ts';
import { type Bookmark, INITIAL_EVENTS_END } from './handler.ts';
import { JsonScanner, parseJson } from './json-scan.ts';
import { textOf } from './wire.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const METADATA = encode('metadata');
const OBJECT = encode('object');
const UID = encode('uid');
const RESOURCE_VERSION = encode('resourceVersion');

/** Where the object stands in the text: it is all of it, or the `object` of a Table row. */
export type Payload = 'object' | 'row';

/** A string found in JSON text. */
export interface FoundText {
  start: number;
  end: number;
  /** Its text where the bytes have escapes, else `undefined`: the bytes are the text. */
  unescaped: string | undefined;
}

const scanner = new JsonScanner();

/**
 * Finds `metadata.uid` in `bytes[start, end)`, in any order of keys; empty when there is none.
 * Throws `KSE_FRAME_MALFORMED` for what is no JSON object.
 */
export function findUid(
  bytes: Uint8Array,
  start: number,
  end: number,
  payload: Payload,
  found: FoundText,
): void {
  find(bytes, start, end, payload, UID, found);
}

/** `metadata.resourceVersion`, or `''`. Throws as `findUid` does. */
export function versionOf(bytes: Uint8Array, start: number, end: number, payload: Payload): string {
  const found: FoundText = { start, end: start, unescaped: undefined };
  find(bytes, start, end, payload, RESOURCE_VERSION, found);
  return found.unescaped ?? textOf(bytes, found.start, found.end);
}

// Leaves at the first match. JSON leaves open what a repeated key means; a server that repeats
// `metadata.uid` would at worst have the object rendered in another partition.
function find(
  bytes: Uint8Array,
  start: number,
  end: number,
  payload: Payload,
  name: Uint8Array,
  found: FoundText,
): void {
  found.start = found.end = start;
  found.unescaped = undefined;
  scanner.open(bytes, start, end);
  if (payload === 'row' && !enter(OBJECT)) return;
  if (!enter(METADATA)) return;
  scanner.enterObject();
  while (scanner.nextMember()) {
    if (scanner.is(name) && scanner.atString()) {
      scanner.string();
      found.start = scanner.start;
      found.end = scanner.stop;
      if (scanner.escaped) found.unescaped = scanner.text();
      return;
    }
    scanner.skip();
  }
}

/** Enters the object at hand up to its member `name`, if that is an object. */
function enter(name: Uint8Array): boolean {
  scanner.enterObject();
  while (scanner.nextMember()) {
    if (scanner.is(name) && scanner.atObject()) return true;
    scanner.skip();
  }
  return false;
}

interface BookmarkObject {
  readonly metadata?: {
    readonly resourceVersion?: unknown;
    readonly annotations?: Readonly<Record<string, unknown>> | null;
  } | null;
}

/** Reads the object of a BOOKMARK event, which may be a Table. Throws `KSE_FRAME_MALFORMED`. */
export function readBookmark(bytes: Uint8Array, start: number, end: number): Bookmark {
  const value = parseJson(textOf(bytes, start, end));
  if (typeof value !== 'object' || value === null) throw malformed('a bookmark without an object');
  const table = value as BookmarkObject & {
    readonly rows?: readonly { object?: BookmarkObject | null }[] | null;
  };
  // A Table's own metadata has no annotations; the one that ends the initial events is in its row.
  const inRow = Array.isArray(table.rows) ? table.rows[0]?.object?.metadata : undefined;
  const metadata = inRow ?? table.metadata;
  const version = metadata?.resourceVersion ?? table.metadata?.resourceVersion;
  return {
    resourceVersion: typeof version === 'string' ? version : '',
    initialEventsEnd: metadata?.annotations?.[INITIAL_EVENTS_END] === 'true',
  };
}
