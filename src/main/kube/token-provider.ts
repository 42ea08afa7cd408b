import { CodedError } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { Identity, IdentitySource } from './cluster.ts';

/** A token is not used in the last minute of its life: clocks differ, and requests take time. */
const LEEWAY_MS = 60_000;

/**
 * The identity of a kubeconfig `auth-provider` (OIDC, and the older cloud ones), which knows how to
 * refresh its tokens, but not when: it is asked when the token at hand is about to expire, or shows
 * no expiry. One call at a time.
 */
export class ProviderIdentity implements IdentitySource {
  readonly #name: string;
  readonly #ask: () => Promise<string | undefined>;
  readonly #clock: Clock;
  #held: { readonly identity: Identity; readonly goodUntil: number } | undefined;
  #asking: Promise<Identity> | undefined;

  /** `ask` resolves with the value of an `Authorization` header. */
  constructor(name: string, ask: () => Promise<string | undefined>, clock: Clock) {
    this.#name = name;
    this.#ask = ask;
    this.#clock = clock;
  }

  /** Rejects with `KSE_API_CREDENTIALS` when the provider fails or gives nothing. */
  async current(): Promise<Identity> {
    const held = this.#held;
    if (held !== undefined && this.#clock.now() < held.goodUntil) return held.identity;
    this.#asking ??= this.#obtain().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  renew(refused: Identity): Promise<Identity> {
    if (this.#held?.identity === refused) this.#held = undefined;
    return this.current();
  }

  close(): void {}

  async #obtain(): Promise<Identity> {
    let authorization: string | undefined;
    try {
      authorization = await this.#ask();
    } catch (cause) {
      throw new CodedError('KSE_API_CREDENTIALS', `${this.#name} gave no token`, { cause });
    }
    if (authorization === undefined) {
      throw new CodedError('KSE_API_CREDENTIALS', `${this.#name} gave no token`, {
        hint: 'The token has expired and cannot be refreshed from here; log in again, and restart.',
      });
    }
    const identity = { authorization: authorization.trim() };
    this.#held = { identity, goodUntil: (expiryOf(authorization) ?? 0) - LEEWAY_MS };
    return identity;
  }
}

/** When a JWT expires, epoch milliseconds; `undefined` for other tokens. The signature is the server's business. */
export function expiryOf(authorization: string): number | undefined {
  const payload = authorization.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined; // not a JWT: an opaque token with a dot in it
  }
}
