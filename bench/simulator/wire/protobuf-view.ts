import type { EventType } from '../history.ts';
import type { Item } from '../item.ts';
import type { JsonObject } from '../json.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { bookmarkBody, bookmarkMetadata } from './bookmark-body.ts';
import { encodeBody, encodeFrame, encodeItem, encodeList, typeMeta } from './envelope.ts';
import type { ListBody, ListMeta, View } from './view.ts';

const PROTOBUF_CONTENT = 'application/vnd.kubernetes.protobuf';
const META_VERSION = 'meta.k8s.io/v1';
const STATUS_META = typeMeta('v1', 'Status');

/** Objects as they are; the kind must have a message. */
export function protobufObjectView(kind: Kind & { readonly message: string }): View {
  const apiVersion = apiVersionOf(kind);
  return new ProtobufView(
    kind.message,
    typeMeta(apiVersion, kind.kind),
    typeMeta(apiVersion, `${kind.kind}List`),
    (...bookmark) => bookmarkBody(kind.kind, ...bookmark),
  );
}

/** The metadata alone: `PartialObjectMetadata` has nothing else, so the encoder leaves out the rest. */
export function protobufMetadataView(): View {
  return new ProtobufView(
    'meta.v1.PartialObjectMetadata',
    typeMeta(META_VERSION, 'PartialObjectMetadata'),
    typeMeta(META_VERSION, 'PartialObjectMetadataList'),
    (...bookmark) => ({ metadata: bookmarkMetadata(...bookmark) }),
  );
}

/** A Status as a body of its own. */
export function protobufStatus(status: JsonObject): Buffer {
  return encodeBody('meta.v1.Status', status, STATUS_META);
}

class ProtobufView implements View {
  readonly contentType = PROTOBUF_CONTENT;
  readonly watchContentType = `${PROTOBUF_CONTENT};stream=watch`;
  readonly #message: string;
  readonly #meta: Buffer;
  readonly #listMeta: Buffer;
  readonly #bookmark: (resourceVersion: number, annotations?: JsonObject) => JsonObject;

  constructor(
    message: string,
    meta: Buffer,
    listMeta: Buffer,
    bookmark: (resourceVersion: number, annotations?: JsonObject) => JsonObject,
  ) {
    this.#message = message;
    this.#meta = meta;
    this.#listMeta = listMeta;
    this.#bookmark = bookmark;
  }

  object(item: Item): Buffer {
    return encodeBody(this.#message, item.body(), this.#meta);
  }

  list(meta: ListMeta, items: readonly Item[]): ListBody {
    const bodies = items.map((item) => encodeItem(this.#message, item.body()));
    return encodeList({ ...meta }, bodies, this.#listMeta);
  }

  event(type: EventType, item: Item): Buffer {
    return encodeFrame(type, this.#message, item.body(), this.#meta);
  }

  bookmark(resourceVersion: number, annotations?: JsonObject): Buffer {
    return encodeFrame('BOOKMARK', this.#message, this.#bookmark(resourceVersion, annotations), this.#meta);
  }

  error(status: JsonObject): Buffer {
    return encodeFrame('ERROR', 'meta.v1.Status', status, STATUS_META);
  }
}
