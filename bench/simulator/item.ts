import { isObject, type Json, type JsonObject, objectAt, stringAt } from './json.ts';

/**
 * One version of one object. Immutable: a change makes a new item, and histories and snapshots
 * keep the old ones. `body` may be built anew at every call, so that a hundred thousand pods can
 * be small records.
 */
export interface Item {
  /** `''` for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: number;
  /** In the API server's key order; without kind and apiVersion unless it is a custom resource. */
  body(): JsonObject;
  /** The same object at another version. */
  withVersion(resourceVersion: number): Item;
  /** The text that a field selector compares with; `''` when absent. */
  field(path: string): string;
}

/** `namespace/name`, or the name alone: etcd's key below the resource, whose byte order lists follow. */
export function keyOf(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** An object that is kept as its JSON. */
export class JsonItem implements Item {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: number;
  readonly #body: JsonObject;

  /** `body` must be normalised, with its metadata complete. */
  constructor(body: JsonObject) {
    const metadata = objectAt(body, 'metadata');
    this.namespace = stringAt(metadata, 'namespace');
    this.name = stringAt(metadata, 'name');
    this.uid = stringAt(metadata, 'uid');
    this.resourceVersion = Number(stringAt(metadata, 'resourceVersion'));
    this.#body = body;
  }

  body(): JsonObject {
    return this.#body;
  }

  withVersion(resourceVersion: number): Item {
    const metadata = { ...objectAt(this.#body, 'metadata'), resourceVersion: String(resourceVersion) };
    return new JsonItem({ ...this.#body, metadata });
  }

  field(path: string): string {
    return fieldOf(this, path);
  }
}

/** What `Item.field` gives for any body. */
export function fieldOf(item: Item, path: string): string {
  if (path === 'metadata.name') return item.name;
  if (path === 'metadata.namespace') return item.namespace;
  let value: Json | undefined = item.body();
  for (const part of path.split('.')) value = isObject(value) ? value[part] : undefined;
  if (value !== undefined && value !== null) return String(value);
  // Go compares a field's zero value.
  return path === 'spec.unschedulable' || path === 'spec.hostNetwork' ? 'false' : '';
}

/** An object as no server should send it. */
export function withoutUid(item: Item): Item {
  const body = item.body();
  const { uid: _uid, ...metadata } = objectAt(body, 'metadata');
  return new JsonItem({ ...body, metadata });
}
