import type { EventType } from '../history.ts';
import type { Item } from '../item.ts';
import { goJson, type JsonObject, objectAt } from '../json.ts';
import type { Kind } from '../kinds.ts';
import { apiVersionOf } from '../kinds.ts';
import { orderMetadata } from '../normalise.ts';
import { bookmarkBody, bookmarkMetadata } from './bookmark-body.ts';
import { frame, jsonList } from './json-view.ts';
import { type Column, columnsOf } from './table-columns.ts';
import type { ListBody, ListMeta, View } from './view.ts';

/** What `includeObject` asks a row to carry. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** `meta.k8s.io/v1` Tables, which exist in JSON only. One view serves one request. */
export class TableView implements View {
  readonly contentType = 'application/json';
  readonly watchContentType = 'application/json';
  readonly #kind: Kind;
  readonly #columns: readonly Column[];
  readonly #include: IncludeObject;
  readonly #now: () => number;
  /** A watch names its columns in the first event only. */
  #columnsSent = false;

  constructor(kind: Kind, include: IncludeObject, now: () => number) {
    this.#kind = kind;
    this.#columns = columnsOf(kind.kind);
    this.#include = include;
    this.#now = now;
  }

  object(item: Item): Buffer {
    return Buffer.from(`${this.#table(String(item.resourceVersion), [this.#row(item)])}\n`);
  }

  list(meta: ListMeta, items: readonly Item[]): ListBody {
    return jsonList(`${this.#head(meta)}"rows":[`, items, (item) => this.#row(item), ']}\n');
  }

  event(type: EventType, item: Item): Buffer {
    return frame(type, this.#table(String(item.resourceVersion), [this.#row(item)]));
  }

  bookmark(resourceVersion: number, annotations?: JsonObject): Buffer {
    const cells = this.#columns.map((column) => column.zero);
    const metadata = bookmarkMetadata(resourceVersion, annotations);
    const body = bookmarkBody(this.#kind.kind, resourceVersion, annotations);
    const row = goJson({ cells, ...this.#object(metadata, () => body) });
    return frame('BOOKMARK', this.#table(String(resourceVersion), [row]));
  }

  error(status: JsonObject): Buffer {
    return frame('ERROR', goJson(status));
  }

  #table(resourceVersion: string, rows: readonly string[]): string {
    return `${this.#head({ resourceVersion })}"rows":[${rows.join(',')}]}`;
  }

  #head(meta: ListMeta): string {
    const columns = this.#columns.map(({ name, type, format, description }) => ({
      name,
      type,
      format,
      description,
      priority: 0,
    }));
    const definitions = this.#columnsSent ? 'null' : goJson(columns);
    this.#columnsSent = true;
    return `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${goJson(meta)},"columnDefinitions":${definitions},`;
  }

  #row(item: Item): string {
    const now = this.#now();
    const cells = this.#columns.map((column) => column.cell(item, now));
    const metadata = orderMetadata(objectAt(item.body(), 'metadata'));
    return goJson({ cells, ...this.#object(metadata, () => item.body()) });
  }

  #object(metadata: JsonObject, body: () => JsonObject): JsonObject {
    switch (this.#include) {
      case 'None':
        return { object: null };
      case 'Metadata':
        return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } };
      case 'Object':
        return { object: { kind: this.#kind.kind, apiVersion: apiVersionOf(this.#kind), ...body() } };
    }
  }
}
