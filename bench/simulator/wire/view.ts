import type { EventType } from '../history.ts';
import type { Item } from '../item.ts';
import type { JsonObject } from '../json.ts';

/** A list's own metadata, in the server's key order. */
export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
  readonly shardInfo?: JsonObject;
}

/** A list body: the head, one chunk an item, the tail. Items are encoded as they are taken, where the encoding allows. */
export interface ListBody {
  readonly head: Buffer;
  readonly items: Iterable<Buffer>;
  readonly tail: Buffer;
}

/**
 * How objects of one kind are written for one request: an encoding (JSON or protobuf) of a form
 * (the object, its metadata, a table row). One call makes one event or one whole object.
 */
export interface View {
  /** Of a list or a single object. */
  readonly contentType: string;
  readonly watchContentType: string;
  /** A body with one object. */
  object(item: Item): Buffer;
  list(meta: ListMeta, items: readonly Item[]): ListBody;
  event(type: EventType, item: Item): Buffer;
  /** `annotations` marks the end of the initial events. */
  bookmark(resourceVersion: number, annotations?: JsonObject): Buffer;
  /** An ERROR event with a Status. */
  error(status: JsonObject): Buffer;
}
