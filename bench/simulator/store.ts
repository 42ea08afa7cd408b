import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../src/main/clock.ts';
import { Collection } from './collection.ts';
import { establishment, kindsOfDefinition } from './custom-kinds.ts';
import { type Item, JsonItem, keyOf } from './item.ts';
import { type JsonObject, mergePatch, objectAt, stringAt } from './json.ts';
import { KindRegistry } from './kind-registry.ts';
import { normalise } from './normalise.ts';
import { formatTime } from './wire/timestamp.ts';

/** The first version that a fresh store gives out; real servers start in the low hundreds, too. */
const FIRST_VERSION = 1;
/** Events kept per resource: about what a watch cache keeps of a busy one. */
const HISTORY_LIMIT = 20_000;

const DEFINITIONS = 'customresourcedefinitions';

export interface StoreOptions {
  readonly clock?: Clock;
  /** Events kept per resource at the least; twice as many at the most. */
  readonly historyLimit?: number;
  /** Makes uids. */
  readonly uid?: () => string;
}

/** etcd and watch cache in one: all objects, one version counter, the latest events per resource. */
export class Store {
  readonly kinds = new KindRegistry();
  readonly clock: Clock;
  readonly #collections = new Map<string, Collection>();
  readonly #historyLimit: number;
  readonly #uid: () => string;
  #resourceVersion = FIRST_VERSION;

  constructor(options: StoreOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.#historyLimit = options.historyLimit ?? HISTORY_LIMIT;
    this.#uid = options.uid ?? randomUUID;
  }

  /** The version of the latest change of anything. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  /** Makes the next version the one after `resourceVersion`, if that is later than now. */
  advanceTo(resourceVersion: number): void {
    this.#resourceVersion = Math.max(this.#resourceVersion, resourceVersion);
  }

  /** Takes the next version; for writers that build items themselves. */
  nextVersion(): number {
    return ++this.#resourceVersion;
  }

  /** The objects of a resource, by its key (`pods`, `widgets.example.com`). */
  collection(key: string): Collection {
    let collection = this.#collections.get(key);
    if (collection === undefined) {
      collection = new Collection(this.#historyLimit);
      this.#collections.set(this.kinds.get(key).key, collection);
    }
    return collection;
  }

  get(key: string, namespace: string, name: string): Item | undefined {
    return this.collection(key).get(namespace, name);
  }

  /**
   * Stores a new object, with uid, version and creation time filled in where they are missing.
   * Throws when there is one of that name.
   */
  create(key: string, object: JsonObject): Item {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name');
    const namespace = stringAt(metadata, 'namespace');
    if (this.get(key, namespace, name) !== undefined)
      throw new Error(`${key} "${keyOf(namespace, name)}" exists`);
    const created = this.#put(key, object, {
      uid: metadata.uid ?? this.#uid(),
      creationTimestamp: metadata.creationTimestamp ?? formatTime(this.clock.now()),
    });
    if (key !== DEFINITIONS || 'conditions' in objectAt(object, 'status')) return created;
    // What the server's own controllers do at once, and what clients wait for.
    for (const step of establishment(object, formatTime(this.clock.now()))) this.patch(key, '', name, step);
    return this.get(key, '', name) ?? created;
  }

  /**
   * Stores an object as it was read from somewhere, its uid and version included. Objects must come
   * in the order of their versions; a version that is over already is replaced by the next one.
   */
  load(key: string, object: JsonObject): Item {
    const version = Number(stringAt(objectAt(object, 'metadata'), 'resourceVersion'));
    if (version > this.#resourceVersion) this.#resourceVersion = version - 1;
    return this.#put(key, object, {});
  }

  /**
   * Replaces an object; uid and creation time stay. Throws when there is none of that name.
   */
  update(key: string, object: JsonObject): Item {
    const metadata = objectAt(object, 'metadata');
    const name = stringAt(metadata, 'name');
    const current = this.get(key, stringAt(metadata, 'namespace'), name);
    if (current === undefined) throw new Error(`no ${key} "${name}"`);
    const { uid, creationTimestamp } = objectAt(current.body(), 'metadata');
    return this.#put(key, object, { uid: uid ?? '', creationTimestamp: creationTimestamp ?? null });
  }

  /** Merges `patch` (RFC 7386) into an object. Throws when there is none of that name. */
  patch(key: string, namespace: string, name: string, patch: JsonObject): Item {
    const current = this.get(key, namespace, name);
    if (current === undefined) throw new Error(`no ${key} "${keyOf(namespace, name)}"`);
    return this.update(key, mergePatch(current.body(), patch));
  }

  /** Deletes an object at once. Returns whether there was one. */
  remove(key: string, namespace: string, name: string): boolean {
    const current = this.get(key, namespace, name);
    if (current === undefined) return false;
    this.collection(key).remove(current, this.nextVersion());
    if (key === DEFINITIONS) this.#forgetDefinition(current.body());
    return true;
  }

  /** Forgets all events so far: watches from older versions get 410, as do older pages. */
  compact(key?: string): void {
    const collections = key === undefined ? this.#collections.values() : [this.collection(key)];
    for (const collection of collections) collection.history.compact(this.#resourceVersion);
  }

  #put(key: string, object: JsonObject, fixed: JsonObject): Item {
    const kind = this.kinds.get(key);
    const version = this.nextVersion();
    const metadata = { ...objectAt(object, 'metadata'), ...fixed, resourceVersion: String(version) };
    const item = new JsonItem(normalise(kind, { ...object, metadata }));
    this.collection(key).put(item);
    if (key === DEFINITIONS) for (const custom of kindsOfDefinition(object)) this.kinds.add(custom);
    return item;
  }

  #forgetDefinition(definition: JsonObject): void {
    const [kind] = kindsOfDefinition(definition);
    if (kind === undefined) return;
    const collection = this.collection(kind.key);
    for (const item of collection.snapshot('', undefined, this.#resourceVersion) ?? [])
      collection.remove(item, this.nextVersion());
    this.kinds.remove(kind.key);
    this.#collections.delete(kind.key);
  }
}
