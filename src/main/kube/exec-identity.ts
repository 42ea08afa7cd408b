import { CodedError, describe } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { Identity, IdentitySource, Warn } from './cluster.ts';
import type { ExecStatus } from './exec-plugin.ts';
import { checkPair } from './tls-material.ts';
import { bearer } from './token.ts';

/** A credential is renewed this long before it expires, or at 80 % of its life if that is later. */
const RENEW_BEFORE_MS = 60_000;
const RENEW_AT_SHARE = 0.8;
/**
 * The least time between two runs. 60 streams that are all answered 401, or whose plugin fails,
 * retry about every 30 s each: without this they would start two processes a second, for ever.
 */
const RUN_GAP_MS = 10_000;

interface Held {
  readonly identity: Identity;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * The identity that an exec plugin gives, kept until shortly before it expires. However many ask,
 * one process runs at a time. A renewal that comes early runs beside the requests, which go on
 * with the old credential; only when that has expired, or was refused, do they wait.
 */
export class ExecIdentity implements IdentitySource {
  readonly #name: string;
  readonly #run: (signal: AbortSignal) => Promise<ExecStatus>;
  readonly #clock: Clock;
  readonly #warn: Warn;
  readonly #closing = new AbortController();
  #held: Held | undefined;
  #failure: unknown;
  #running: Promise<Identity> | undefined;
  #lastRunAt = Number.NEGATIVE_INFINITY;

  /** `name` is the plugin in messages; `run` starts it once. */
  constructor(name: string, run: (signal: AbortSignal) => Promise<ExecStatus>, clock: Clock, warn: Warn) {
    this.#name = name;
    this.#run = run;
    this.#clock = clock;
    this.#warn = warn;
  }

  /** Rejects with `KSE_EXEC_PLUGIN` when there is no credential and the plugin gives none. */
  async current(): Promise<Identity> {
    const held = this.#held;
    const now = this.#clock.now();
    if (held === undefined || now >= held.expiresAt) return this.#fresh();
    if (now >= held.renewAt && this.#mayRun()) {
      this.#fresh().catch((error: unknown) => {
        if (this.#closing.signal.aborted) return;
        this.#warn(`${describe(error)}; going on with the credential until it expires`);
      });
    }
    return held.identity;
  }

  async renew(refused: Identity): Promise<Identity> {
    const held = this.#held;
    if (held !== undefined && held.identity !== refused) return held.identity;
    if (held !== undefined && this.#running === undefined && !this.#mayRun()) return held.identity;
    return this.#fresh();
  }

  /** Kills a plugin that is running. */
  close(): void {
    this.#closing.abort(new Error('closing'));
  }

  #mayRun(): boolean {
    return this.#clock.monotonic() - this.#lastRunAt >= RUN_GAP_MS;
  }

  /** Joins the run in progress, or starts one; soon after a failure, fails the same way. */
  #fresh(): Promise<Identity> {
    if (this.#running !== undefined) return this.#running;
    if (this.#failure !== undefined && !this.#mayRun()) return Promise.reject(this.#failure);
    this.#lastRunAt = this.#clock.monotonic();
    this.#failure = undefined;
    this.#running = this.#obtain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #obtain(): Promise<Identity> {
    try {
      const status = await this.#run(this.#closing.signal);
      const identity = this.#identityOf(status);
      this.#held = { identity, ...termsOf(status, this.#clock.now()) };
      return identity;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  #identityOf({ token, certificate }: ExecStatus): Identity {
    const name = (what: string): string => `${what} from exec plugin ${this.#name}`;
    try {
      if (certificate !== undefined) {
        const { cert, key } = certificate;
        checkPair({ pem: cert, name: name('certificate') }, { pem: key, name: name('key') });
      }
      const authorization = token === undefined ? undefined : bearer(token, name('token'));
      return { authorization, certificate };
    } catch (error) {
      throw new CodedError('KSE_EXEC_PLUGIN', describe(error));
    }
  }
}

const NEVER = Number.POSITIVE_INFINITY;

function termsOf({ expiresAt }: ExecStatus, now: number): { renewAt: number; expiresAt: number } {
  if (expiresAt === undefined) return { renewAt: NEVER, expiresAt: NEVER };
  const life = expiresAt - now;
  return { renewAt: Math.max(expiresAt - RENEW_BEFORE_MS, now + life * RENEW_AT_SHARE), expiresAt };
}
