/** An object by what tells it apart; all of one resource. */
export interface Identity {
  /** `''` where it has none. */
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

/** Remembers the objects of one resource, as a cluster would: one a uid, and one a name. */
export class Identities {
  /** By uid, or by name where there is none: the name that goes with it. */
  readonly #byKey = new Map<string, string>();
  /** By name: the uid that goes with it, or `''`. */
  readonly #byName = new Map<string, string>();

  get size(): number {
    return this.#byKey.size;
  }

  /** What `identity` replaces: an object of the same uid or of the same name. */
  replaced(identity: Identity): { readonly any: boolean; readonly other: Identity | undefined } {
    const name = nameKey(identity);
    const uidOfName = this.#byName.get(name);
    const other =
      uidOfName === undefined || uidOfName === identity.uid ? undefined : { ...identity, uid: uidOfName };
    return { any: other !== undefined || this.#byKey.has(key(identity)), other };
  }

  add(identity: Identity): void {
    const name = nameKey(identity);
    const before = this.#byKey.get(key(identity));
    if (before !== undefined && before !== name) this.#byName.delete(before);
    this.#byKey.set(key(identity), name);
    this.#byName.set(name, identity.uid);
  }

  remove(identity: Identity): void {
    this.#byKey.delete(key(identity));
    this.#byName.delete(nameKey(identity));
  }
}

/** Uids have no slash, and names do here. */
function key(identity: Identity): string {
  return identity.uid === '' ? nameKey(identity) : identity.uid;
}

function nameKey({ namespace, name }: Identity): string {
  return `${namespace}/${name}`;
}
