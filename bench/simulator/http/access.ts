import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { unauthorized } from './status.ts';

/** Who may come, and what they may not do. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  /** Rules that refuse; everything else is allowed. */
  readonly deny?: readonly Denial[];
}

export interface Denial {
  /** Plural name or store key of a resource; left out: every resource. */
  readonly resource?: string;
  /** API verbs: `list`, `watch`, `get`, …; left out: all. */
  readonly verbs?: readonly string[];
  /** Left out: everywhere, whole-cluster requests included. */
  readonly namespace?: string;
  /** Refuses a path that is no resource: `/metrics`. */
  readonly path?: string;
}

export interface AccessOptions {
  /** By bearer token. */
  readonly tokens?: ReadonlyMap<string, User>;
  /** By common name of a client certificate that the client CA has signed. */
  readonly certificates?: ReadonlyMap<string, User>;
}

const ANYBODY: User = { name: 'system:admin', groups: ['system:masters', 'system:authenticated'] };
const BEARER = /^Bearer\s+(\S+)$/i;

/** Authentication and authorization. Without any user configured everybody may do everything. */
export class Access {
  readonly #tokens: Map<string, User>;
  readonly #certificates: ReadonlyMap<string, User>;

  constructor(options: AccessOptions) {
    this.#tokens = new Map(options.tokens);
    this.#certificates = options.certificates ?? new Map();
  }

  /** Makes a token good from now on, for tests of rotation. */
  addToken(token: string, user: User): void {
    this.#tokens.set(token, user);
  }

  removeToken(token: string): void {
    this.#tokens.delete(token);
  }

  /** The user of a token, as TokenReview tells. */
  userOfToken(token: string): User | undefined {
    return this.#tokens.get(token);
  }

  /** A user by name, as SubjectAccessReview asks. */
  userNamed(name: string): User | undefined {
    return [...this.#tokens.values(), ...this.#certificates.values()].find((user) => user.name === name);
  }

  /** Who sends a request. Throws the server's 401. */
  authenticate(request: IncomingMessage): User {
    if (this.#tokens.size === 0 && this.#certificates.size === 0) return ANYBODY;
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const user = token === undefined ? this.#userOfCertificate(request) : this.#tokens.get(token);
    if (user === undefined) throw unauthorized();
    return user;
  }

  #userOfCertificate(request: IncomingMessage): User | undefined {
    if (!('authorized' in request.socket)) return undefined;
    const socket = request.socket as TLSSocket;
    if (!socket.authorized) return undefined;
    const name = socket.getPeerCertificate().subject?.CN;
    return typeof name === 'string' ? this.#certificates.get(name) : undefined;
  }
}

/** What a request wants to do. */
export interface Attributes {
  readonly verb: string;
  readonly resource?: string;
  /** `plural.group`, for rules that name a custom resource's key. */
  readonly key?: string;
  readonly namespace?: string;
  readonly path?: string;
}

export function isAllowed(user: User, wanted: Attributes): boolean {
  return !(user.deny ?? []).some(
    (rule) =>
      (rule.path === undefined ? wanted.path === undefined : rule.path === wanted.path) &&
      (rule.resource === undefined || rule.resource === wanted.resource || rule.resource === wanted.key) &&
      (rule.verbs === undefined || rule.verbs.includes(wanted.verb)) &&
      (rule.namespace === undefined || rule.namespace === wanted.namespace),
  );
}
