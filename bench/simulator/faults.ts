/** What a request may be. `list` covers pages too; `watch` covers streaming lists. */
export type Verb = 'list' | 'watch' | 'get' | 'create' | 'update' | 'patch' | 'delete' | 'other';

/** What goes wrong. Counts of items are objects of a list or events of a watch, bookmarks included. */
export type Effect =
  /** The answer's head waits. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** An error instead of an answer: 429, 500, 503, 410, … */
  | {
      readonly kind: 'status';
      readonly code: number;
      readonly retryAfterSeconds?: number;
      readonly message?: string;
    }
  /** The connection is reset in the middle of the item after `afterItems`. */
  | { readonly kind: 'reset'; readonly afterItems: number }
  /** The body ends, cleanly for HTTP, in the middle of the item after `afterItems`. */
  | { readonly kind: 'truncate'; readonly afterItems: number }
  /** Bytes that are neither JSON nor a frame, instead of the item after `afterItems`. */
  | { readonly kind: 'garbage'; readonly afterItems: number }
  /** Nothing is sent after `afterItems`; the connection stays open. */
  | { readonly kind: 'silence'; readonly afterItems: number }
  /** Bytes leave in pieces of `bytes`, one every `everyMs`. */
  | { readonly kind: 'drip'; readonly bytes: number; readonly everyMs: number }
  /** The body ends cleanly after this time, between items. */
  | { readonly kind: 'close'; readonly afterMs: number }
  /** A server before streaming lists: takes one for a plain watch, or refuses it as invalid. */
  | { readonly kind: 'no-streaming-list'; readonly answer: 'plain-watch' | 400 | 422 }
  /** A server (or proxy) that speaks JSON only. */
  | { readonly kind: 'no-protobuf' }
  /** The item after `afterItems` comes without its uid. */
  | { readonly kind: 'no-uid'; readonly afterItems: number }
  /** The continue token is too old; with a token for an inconsistent continuation, or without. */
  | { readonly kind: 'expired-continue'; readonly inconsistent: boolean };

/** Where and how often an effect strikes. What is left out matches everything. */
export interface Fault {
  /** Key of a resource: `pods`. */
  readonly resource?: string;
  readonly verb?: Verb;
  /** Requests that it strikes, then it is gone; default 1. */
  readonly times?: number;
  readonly effect: Effect;
}

interface Armed {
  readonly fault: Fault;
  left: number;
}

/** The faults that wait for their requests. Effects of different kinds may strike together. */
export class Faults {
  #armed: Armed[] = [];

  /** Returns a function that takes the fault back. */
  add(fault: Fault): () => void {
    const armed = { fault, left: fault.times ?? 1 };
    this.#armed.push(armed);
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed);
    };
  }

  clear(): void {
    this.#armed = [];
  }

  /** Faults that still wait. */
  get waiting(): number {
    return this.#armed.length;
  }

  /** The effects for one request, the oldest of each kind; each is used up by one. */
  take(verb: Verb, resource: string): Strike {
    const effects = new Map<Effect['kind'], Effect>();
    for (const armed of this.#armed) {
      const { effect } = armed.fault;
      if ((armed.fault.verb ?? verb) !== verb || (armed.fault.resource ?? resource) !== resource) continue;
      if (effects.has(effect.kind)) continue;
      effects.set(effect.kind, effect);
      armed.left--;
    }
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return new Strike(effects);
  }
}

/** The effects that strike one request. */
export class Strike {
  readonly #effects: ReadonlyMap<Effect['kind'], Effect>;

  constructor(effects: ReadonlyMap<Effect['kind'], Effect>) {
    this.#effects = effects;
  }

  get<K extends Effect['kind']>(kind: K): Extract<Effect, { kind: K }> | undefined {
    return this.#effects.get(kind) as Extract<Effect, { kind: K }> | undefined;
  }
}
