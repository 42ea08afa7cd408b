import { Op } from '../../../protocol/op.ts';
import { statusFromJson } from '../status.ts';
import { Counts, EventType, eventTypeOf } from './event-type.ts';
import { FrameError, malformed } from './frame-error.ts';
import type { WatchFramer, WatchHandler } from './handler.ts';
import { JsonLines } from './json-lines.ts';
import { columnNames, passObject } from './json-objects.ts';
import { JsonScanner } from './json-scan.ts';
import { readBookmark } from './meta-json.ts';
import type { Range } from './meta-protobuf.ts';
import { textOf } from './wire.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const TYPE = encode('type');
const OBJECT = encode('object');
const COLUMNS = encode('columnDefinitions');
const ROWS = encode('rows');

const line = new JsonScanner();
const table = new JsonScanner();
const object: Range = { start: 0, end: 0 };

/** A watch in JSON, a line an event: `{"type":"ADDED","object":{…}}`, of objects or of Tables. */
export class JsonWatchFramer implements WatchFramer {
  readonly counts = new Counts();
  readonly #handler: WatchHandler;
  readonly #lines: JsonLines;
  readonly #tables: boolean;

  constructor(handler: WatchHandler, options: { tables?: boolean; maxFrameBytes?: number } = {}) {
    this.#handler = handler;
    this.#tables = options.tables ?? false;
    this.#lines = new JsonLines((bytes, start, end) => this.#line(bytes, start, end), options.maxFrameBytes);
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  end(): boolean {
    const { bytes, length } = this.#lines.end();
    if (length === 0) return false;
    // A whole event that only lacks its newline counts; any shorter prefix of it is not balanced.
    try {
      this.#event(bytes, 0, length);
      return false;
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      return true;
    }
  }

  #line(bytes: Uint8Array, start: number, end: number): void {
    try {
      this.#event(bytes, start, end);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#handler.malformed(error);
    }
  }

  #event(bytes: Uint8Array, start: number, end: number): void {
    const type = openLine(bytes, start, end);
    if (type === undefined) throw malformed('a watch event of unknown type');
    if (type === EventType.error) {
      this.counts.add(type);
      this.#handler.error(statusFromJson(textOf(bytes, object.start, object.end)));
      return;
    }
    if (this.#tables) {
      this.#tableEvent(type, bytes, object.start, object.end);
      return;
    }
    if (type === EventType.bookmark) {
      const bookmark = readBookmark(bytes, object.start, object.end);
      this.counts.add(type);
      this.#handler.bookmark(bookmark);
      return;
    }
    passObject(this.#handler, opOf(type), bytes, object.start, object.end, 'object');
    this.counts.add(type);
  }

  #tableEvent(type: EventType, bytes: Uint8Array, start: number, end: number): void {
    let rows = -1;
    table.open(bytes, start, end);
    table.enterObject();
    while (table.nextMember()) {
      const columns = table.is(COLUMNS);
      const isRows = table.is(ROWS) && table.atArray();
      const at = table.skip();
      if (isRows) rows = at;
      if (!columns) continue;
      const names = columnNames(bytes, at, table.position);
      if (names !== undefined) this.#handler.columns(names);
    }
    if (type === EventType.bookmark) {
      const bookmark = readBookmark(bytes, start, end);
      this.counts.add(type);
      this.#handler.bookmark(bookmark);
      return;
    }
    if (rows < 0) throw malformed('a watch event that is no Table');
    table.open(bytes, rows, end);
    table.enterArray();
    while (table.nextElement()) {
      const row = table.skip();
      passObject(this.#handler, opOf(type), bytes, row, table.position, 'row');
      this.counts.add(type);
    }
  }
}

function opOf(type: EventType): Op {
  return type === EventType.deleted ? Op.remove : Op.upsert;
}

/** Sets `object` to the range of the event's object, and returns the event's type. */
function openLine(bytes: Uint8Array, start: number, end: number): EventType | undefined {
  let type: EventType | undefined;
  object.start = object.end = -1;
  line.open(bytes, start, end);
  line.enterObject();
  while (line.nextMember()) {
    if (line.is(TYPE) && line.atString()) {
      line.string();
      type = typeOf(bytes);
    } else if (line.is(OBJECT)) {
      object.start = line.skip();
      object.end = line.position;
    } else {
      line.skip();
    }
  }
  if (!line.atEnd()) throw malformed('more than one value in a line');
  if (object.start < 0) throw malformed('a watch event without an object');
  return type;
}

function typeOf(bytes: Uint8Array): EventType | undefined {
  if (!line.escaped) return eventTypeOf(bytes, line.start, line.stop);
  const text = encode(line.text());
  return eventTypeOf(text, 0, text.length);
}
