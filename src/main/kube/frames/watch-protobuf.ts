import { Op } from '../../../protocol/op.ts';
import { statusFromProtobuf } from '../status.ts';
import { Counts, EventType, eventTypeOf } from './event-type.ts';
import { FrameError, malformed } from './frame-error.ts';
import type { WatchFramer, WatchHandler } from './handler.ts';
import { LengthFrames } from './length-frames.ts';
import { findUid, type Range, readBookmark } from './meta-protobuf.ts';
import { findMessage } from './unknown.ts';
import { WireReader } from './wire.ts';

const EVENT_TYPE = 1;
const EVENT_OBJECT = 2;
const EXTENSION_RAW = 1;

const event = new WireReader();
const extension = new WireReader();
const type: Range = { start: 0, end: 0 };
const raw: Range = { start: 0, end: 0 };
const message: Range = { start: 0, end: 0 };
const uid: Range = { start: 0, end: 0 };

/** A watch in protobuf (`;stream=watch`): length-delimited `meta.v1.WatchEvent` messages. */
export class ProtobufWatchFramer implements WatchFramer {
  readonly counts = new Counts();
  readonly #handler: WatchHandler;
  readonly #frames: LengthFrames;

  constructor(handler: WatchHandler, maxFrameBytes?: number) {
    this.#handler = handler;
    this.#frames = new LengthFrames((bytes, start, end) => this.#frame(bytes, start, end), maxFrameBytes);
  }

  push(chunk: Uint8Array): void {
    this.#frames.push(chunk);
  }

  end(): boolean {
    return this.#frames.end();
  }

  #frame(bytes: Uint8Array, start: number, end: number): void {
    try {
      this.#event(bytes, start, end);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#handler.malformed(error);
    }
  }

  #event(bytes: Uint8Array, start: number, end: number): void {
    openEvent(bytes, start, end);
    const kind = eventTypeOf(bytes, type.start, type.end);
    if (kind === undefined) throw malformed('a watch event of unknown type');
    findMessage(bytes, raw.start, raw.end, message);
    if (kind === EventType.bookmark) {
      const bookmark = readBookmark(bytes, message.start, message.end);
      this.counts.add(kind);
      this.#handler.bookmark(bookmark);
    } else if (kind === EventType.error) {
      this.counts.add(kind);
      this.#handler.error(statusFromProtobuf(bytes, message.start, message.end));
    } else {
      findUid(bytes, message.start, message.end, uid);
      this.counts.add(kind);
      const op = kind === EventType.deleted ? Op.remove : Op.upsert;
      this.#handler.object(op, bytes, message.start, message.end, uid.start, uid.end);
    }
  }
}

/** Fills `type` and `raw` from `WatchEvent{1: type, 2: object{1: raw}}`. */
function openEvent(bytes: Uint8Array, start: number, end: number): void {
  type.start = type.end = raw.start = raw.end = start;
  event.open(bytes, start, end);
  while (event.next()) {
    if (event.isBytes(EVENT_TYPE)) {
      type.start = event.start;
      type.end = event.stop;
    } else if (event.isBytes(EVENT_OBJECT)) {
      extension.open(bytes, event.start, event.stop);
      while (extension.next()) {
        if (!extension.isBytes(EXTENSION_RAW)) continue;
        raw.start = extension.start;
        raw.end = extension.stop;
      }
    }
  }
}
