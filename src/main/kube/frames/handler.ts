import type { ObjectSink } from '../../../protocol/stream.ts';
import type { Status } from '../status.ts';

/** What a BOOKMARK event says. */
export interface Bookmark {
  readonly resourceVersion: string;
  /** The annotation `k8s.io/initial-events-end`: all objects of a streaming list have been sent. */
  readonly initialEventsEnd: boolean;
}

/** The annotation's key. */
export const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** Takes what a framer finds, in the order of the bytes. */
export interface ListHandler extends ObjectSink {
  /** The columns of a Table, before its first row, whenever the server names them. */
  columns(names: readonly string[]): void;
  /** One object, item or event that is not what it should be, and is left out. */
  malformed(error: Error): void;
}

/** The same for a watch. */
export interface WatchHandler extends ListHandler {
  bookmark(bookmark: Bookmark): void;
  /** An ERROR event: the last one of a watch. */
  error(status: Status): void;
}

/** How many events of each type a watch framer has seen. */
export interface EventCounts {
  readonly added: number;
  readonly modified: number;
  readonly deleted: number;
  readonly bookmark: number;
  readonly error: number;
}

/** Turns the bytes of one watch response into events. */
export interface WatchFramer {
  /** Takes the next bytes. Throws `KSE_FRAME_LOST` or `KSE_FRAME_TOO_LARGE`; it is of no use then. */
  push(chunk: Uint8Array): void;
  /**
   * Says that no more bytes come. True when a part of an event was left over: it is dropped, and
   * nothing is lost by that as the next watch starts at the last whole event.
   */
  end(): boolean;
  readonly counts: EventCounts;
}

/** `metadata` of a list. */
export interface ListMeta {
  readonly resourceVersion: string;
  /** `''` on the last page. */
  readonly continueToken: string;
  readonly remainingItemCount: number | undefined;
}

/** Turns the bytes of one list response into objects, as they arrive. */
export interface ListFramer {
  /** Takes the next bytes. Throws a `FrameError` when the body is no list; it is of no use then. */
  push(chunk: Uint8Array): void;
  /** Says that no more bytes come. Throws `KSE_FRAME_LOST` when the list is not whole. */
  end(): ListMeta;
  /** Objects passed on so far. */
  readonly objects: number;
}
