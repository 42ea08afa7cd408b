import { readFile } from 'node:fs/promises';
import { CodedError, describe } from '../../protocol/coded-error.ts';
import type { Identity, IdentitySource, Warn } from './cluster.ts';

/** An identity that never changes: an inline token, a name with a password, or nobody. */
export class FixedIdentity implements IdentitySource {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  async current(): Promise<Identity> {
    return this.#identity;
  }

  async renew(): Promise<Identity> {
    return this.#identity;
  }

  close(): void {}
}

/**
 * A token in a file that somebody else rotates: a kubeconfig's `tokenFile`, or a pod's service
 * account token, which the kubelet replaces at 80 % of its life. It is read for every request, so
 * no token is used after its successor is there. When a read fails the last token stays in use.
 */
export class TokenFile implements IdentitySource {
  readonly #file: string;
  readonly #warn: Warn;
  #last: Identity | undefined;
  #complaint = '';

  constructor(file: string, warn: Warn) {
    this.#file = file;
    this.#warn = warn;
  }

  /** Rejects with `KSE_API_CREDENTIALS` only while no token was ever read. */
  async current(): Promise<Identity> {
    try {
      const authorization = bearer(await readToken(this.#file), `token file ${this.#file}`);
      this.#complaint = '';
      this.#last = { authorization };
      return this.#last;
    } catch (error) {
      if (this.#last === undefined) throw error;
      const complaint = describe(error);
      if (complaint !== this.#complaint) this.#warn(`${complaint}; going on with the token read before`);
      this.#complaint = complaint;
      return this.#last;
    }
  }

  renew(): Promise<Identity> {
    return this.current();
  }

  close(): void {}
}

async function readToken(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CodedError('KSE_API_CREDENTIALS', `token file ${file} cannot be read`, { cause });
  }
}

/**
 * The `Authorization` value for a token. White space around it is not part of it: files end in a
 * newline, and a header cannot. Throws `KSE_API_CREDENTIALS` for what no header can hold.
 */
export function bearer(token: string, name: string): string {
  const trimmed = token.trim();
  if (trimmed === '') throw new CodedError('KSE_API_CREDENTIALS', `${name} is empty`);
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new CodedError('KSE_API_CREDENTIALS', `${name} has characters that no token has`);
  }
  return `Bearer ${trimmed}`;
}

/** The `Authorization` value for a name and password (RFC 7617, in UTF-8). */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
