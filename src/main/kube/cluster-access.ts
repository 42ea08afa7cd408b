import type { Access, Credentials, Identity, IdentitySource } from './cluster.ts';
import { type TlsFiles, tlsMaterial } from './tls-material.ts';

/** Puts a request's access together: who we are, whom we act for, and what the handshake needs. */
export class ClusterAccess implements Credentials {
  readonly #identity: IdentitySource;
  readonly #tls: TlsFiles;
  readonly #impersonation: Access['headers'];
  /** Which identity an access was made of, for the day it is refused. */
  readonly #madeOf = new WeakMap<Access, Identity>();

  constructor(identity: IdentitySource, tls: TlsFiles, impersonation: Access['headers'] = {}) {
    this.#identity = identity;
    this.#tls = tls;
    this.#impersonation = impersonation;
  }

  async access(): Promise<Access> {
    return this.#compose(await this.#identity.current());
  }

  async renew(refused: Access): Promise<Access> {
    const identity = this.#madeOf.get(refused);
    return this.#compose(
      await (identity === undefined ? this.#identity.current() : this.#identity.renew(identity)),
    );
  }

  close(): void {
    this.#identity.close();
  }

  async #compose(identity: Identity): Promise<Access> {
    const files = await this.#tls.load();
    const { authorization, certificate } = identity;
    const access: Access = {
      headers: { ...this.#impersonation, ...(authorization === undefined ? {} : { authorization }) },
      tls: certificate === undefined ? files : tlsMaterial({ ...files, ...certificate }),
    };
    this.#madeOf.set(access, identity);
    return access;
  }
}

/** True when asking again with `b` could end differently than with `a`. */
export function differs(a: Access, b: Access): boolean {
  return a.headers.authorization !== b.headers.authorization || a.tls.fingerprint !== b.tls.fingerprint;
}
