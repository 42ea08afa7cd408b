import { History, type StoreEvent } from './history.ts';
import { type Item, keyOf } from './item.ts';
import { SortedKeys } from './sorted-keys.ts';

/** The objects of one resource, and its latest changes. */
export class Collection {
  readonly history: History;
  readonly #items = new Map<string, Item>();
  readonly #keys = new SortedKeys();
  readonly #listeners = new Set<() => void>();

  constructor(historyLimit: number) {
    this.history = new History(historyLimit);
  }

  get size(): number {
    return this.#items.size;
  }

  get(namespace: string, name: string): Item | undefined {
    return this.#items.get(keyOf(namespace, name));
  }

  /** Adds or replaces an object whose version is new. */
  put(item: Item): void {
    const key = keyOf(item.namespace, item.name);
    const previous = this.#items.get(key);
    if (previous === undefined) this.#keys.add(key);
    this.#items.set(key, item);
    const type = previous === undefined ? 'ADDED' : 'MODIFIED';
    this.#publish({ type, resourceVersion: item.resourceVersion, item, previous });
  }

  /** Removes an object at a new version. */
  remove(previous: Item, resourceVersion: number): void {
    const key = keyOf(previous.namespace, previous.name);
    if (!this.#items.delete(key)) return;
    this.#keys.remove(key);
    const item = previous.withVersion(resourceVersion);
    this.#publish({ type: 'DELETED', resourceVersion, item, previous });
  }

  /**
   * The objects with keys from `low` up to, and without, `high`, in key order, as they were at
   * `resourceVersion`. `undefined` when that state is gone.
   */
  snapshot(low: string, high: string | undefined, resourceVersion: number): Item[] | undefined {
    const undone = this.#undoneSince(resourceVersion);
    if (undone === undefined) return undefined;
    const keys = this.#keys.range(low, high);
    if (undone.size === 0) return keys.flatMap((key) => this.#items.get(key) ?? []);
    const all = new Set(keys);
    for (const [key, item] of undone) {
      if (item !== undefined && key >= low && (high === undefined || key < high)) all.add(key);
    }
    return [...all].sort().flatMap((key) => (undone.has(key) ? undone.get(key) : this.#items.get(key)) ?? []);
  }

  /** Calls `listener` after every change, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What keys held at `resourceVersion` that have changed since: `undefined` for nothing. */
  #undoneSince(resourceVersion: number): Map<string, Item | undefined> | undefined {
    const start = this.history.after(resourceVersion);
    if (start === undefined) return undefined;
    const undone = new Map<string, Item | undefined>();
    for (let position = this.history.end - 1; position >= start; position--) {
      const event = this.history.at(position);
      if (event !== undefined) undone.set(keyOf(event.item.namespace, event.item.name), event.previous);
    }
    return undone;
  }

  #publish(event: StoreEvent): void {
    this.history.push(event);
    for (const listener of this.#listeners) listener();
  }
}
