import type { EventType } from '../history.ts';
import type { Item } from '../item.ts';
import { goJson, type JsonObject, objectAt } from '../json.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';
import { orderMetadata } from '../normalise.ts';
import { bookmarkBody, bookmarkMetadata } from './bookmark-body.ts';
import type { ListBody, ListMeta, View } from './view.ts';

const JSON_CONTENT = 'application/json';
const META_VERSION = 'meta.k8s.io/v1';

/** How one form of an object reads as JSON. */
interface JsonForm {
  readonly listKind: string;
  readonly listVersion: string;
  /** Custom resources have their list's keys sorted as well. */
  readonly sorted: boolean;
  /** The text of an object with kind and apiVersion, as events and single objects have it. */
  full(item: Item): string;
  /** The text of a list item. */
  item(item: Item): string;
  bookmark(resourceVersion: number, annotations?: JsonObject): string;
}

/** Objects as they are. */
export function jsonObjectView(kind: Kind): View {
  const apiVersion = apiVersionOf(kind);
  if (kind.custom) return new JsonView(customForm(kind));
  const prefix = `{"kind":${JSON.stringify(kind.kind)},"apiVersion":${JSON.stringify(apiVersion)},`;
  const full = (body: JsonObject): string => prefix + goJson(body).slice(1);
  return new JsonView({
    listKind: `${kind.kind}List`,
    listVersion: apiVersion,
    sorted: false,
    full: (item) => full(item.body()),
    item: (item) => goJson(item.body()),
    bookmark: (resourceVersion, annotations) => full(bookmarkBody(kind.kind, resourceVersion, annotations)),
  });
}

function customForm(kind: Kind): JsonForm {
  const apiVersion = apiVersionOf(kind);
  // One stored object serves all versions of its kind.
  const full = (item: Item): string => {
    const body = item.body();
    return goJson(body.apiVersion === apiVersion ? body : { ...body, apiVersion });
  };
  return {
    listKind: `${kind.kind}List`,
    listVersion: apiVersion,
    sorted: true,
    full,
    item: full,
    bookmark: (resourceVersion, annotations) =>
      goJson({
        apiVersion,
        kind: kind.kind,
        metadata: {
          ...(annotations !== undefined && { annotations }),
          resourceVersion: String(resourceVersion),
        },
      }),
  };
}

/** The metadata alone, as `PartialObjectMetadata`. */
export function jsonMetadataView(): View {
  const full = (metadata: JsonObject): string =>
    goJson({ kind: 'PartialObjectMetadata', apiVersion: META_VERSION, metadata });
  const item = (source: Item): string => full(orderMetadata(objectAt(source.body(), 'metadata')));
  return new JsonView({
    listKind: 'PartialObjectMetadataList',
    listVersion: META_VERSION,
    sorted: false,
    full: item,
    item,
    bookmark: (resourceVersion, annotations) => full(bookmarkMetadata(resourceVersion, annotations)),
  });
}

class JsonView implements View {
  readonly contentType = JSON_CONTENT;
  readonly watchContentType = JSON_CONTENT;
  readonly #form: JsonForm;

  constructor(form: JsonForm) {
    this.#form = form;
  }

  object(item: Item): Buffer {
    return Buffer.from(`${this.#form.full(item)}\n`);
  }

  list(meta: ListMeta, items: readonly Item[]): ListBody {
    const { listKind, listVersion, sorted } = this.#form;
    const head = sorted
      ? `{"apiVersion":${JSON.stringify(listVersion)},"items":[`
      : `{"kind":"${listKind}","apiVersion":"${listVersion}","metadata":${goJson(meta)},"items":[`;
    const tail = sorted ? `],"kind":"${listKind}","metadata":${sortedMeta(meta)}}\n` : ']}\n';
    return jsonList(head, items, (item) => this.#form.item(item), tail);
  }

  event(type: EventType, item: Item): Buffer {
    return frame(type, this.#form.full(item));
  }

  bookmark(resourceVersion: number, annotations?: JsonObject): Buffer {
    return frame('BOOKMARK', this.#form.bookmark(resourceVersion, annotations));
  }

  error(status: JsonObject): Buffer {
    return frame('ERROR', goJson(status));
  }
}

/** A list body whose items are separated by commas. */
export function jsonList(
  head: string,
  items: readonly Item[],
  textOf: (item: Item) => string,
  tail: string,
): ListBody {
  function* texts(): Iterable<Buffer> {
    let separator = '';
    for (const item of items) {
      yield Buffer.from(separator + textOf(item));
      separator = ',';
    }
  }
  return { head: Buffer.from(head), items: texts(), tail: Buffer.from(tail) };
}

/** One line of a watch. */
export function frame(type: string, object: string): Buffer {
  return Buffer.from(`{"type":"${type}","object":${object}}\n`);
}

/** An unstructured list writes its keys sorted, and an empty continue token. */
function sortedMeta({ continue: token = '', remainingItemCount, resourceVersion }: ListMeta): string {
  return goJson({
    continue: token,
    ...(remainingItemCount !== undefined && { remainingItemCount }),
    resourceVersion,
  });
}
