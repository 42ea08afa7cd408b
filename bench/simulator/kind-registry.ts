import { apiVersionOf, builtinKinds, type Kind } from './kinds.ts';

/** Which kinds are served now: the built-in ones, and those that CustomResourceDefinitions bring. */
export class KindRegistry {
  readonly #byPath = new Map<string, Kind>();
  readonly #byKey = new Map<string, Kind>();

  constructor() {
    for (const kind of builtinKinds) this.add(kind);
  }

  add(kind: Kind): void {
    this.#byPath.set(`${apiVersionOf(kind)}/${kind.plural}`, kind);
    if (!this.#byKey.has(kind.key)) this.#byKey.set(kind.key, kind);
  }

  /** Ends all versions of a custom kind. */
  remove(key: string): void {
    for (const [path, kind] of this.#byPath) if (kind.key === key) this.#byPath.delete(path);
    this.#byKey.delete(key);
  }

  /** By `apps/v1` and `deployments`. */
  find(groupVersion: string, plural: string): Kind | undefined {
    return this.#byPath.get(`${groupVersion}/${plural}`);
  }

  /** By store key. Throws for an unknown one: a test that misspells must not pass. */
  get(key: string): Kind {
    const kind = this.#byKey.get(key);
    if (kind === undefined) throw new Error(`the simulator serves no resource "${key}"`);
    return kind;
  }

  /** All kinds at all versions, by group and version. */
  all(): readonly Kind[] {
    return [...this.#byPath.values()];
  }

  servesGroupVersion(groupVersion: string): boolean {
    return this.all().some((kind) => apiVersionOf(kind) === groupVersion);
  }
}
