import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../src/main/clock.ts';
import type { Faults, Verb } from '../faults.ts';
import type { Store } from '../store.ts';
import type { Traffic } from '../traffic.ts';
import { parseAccept } from './accept.ts';
import { type Access, isAllowed, type User } from './access.ts';
import { JSON_BODY, readJson } from './body.ts';
import { Exchange } from './exchange.ts';
import { type ListingOptions, Listings } from './listings.ts';
import { answerObject } from './objects.ts';
import { type Parsed, parsePath, type Target } from './paths.ts';
import { errorReply, jsonReply, type Reply } from './reply.ts';
import { answerReview, REVIEWS, type Review } from './reviews.ts';
import { answerStatic } from './static-paths.ts';
import { faultStatus, forbidden, forbiddenPath, noSuchResource, StatusError } from './status.ts';

export interface HandlerOptions extends ListingOptions {
  readonly store: Store;
  readonly access: Access;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly clock: Clock;
  /** What `/version` says. */
  readonly gitVersion: string;
}

const WRITE_VERBS: Readonly<Record<string, Verb>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Answers every request of the simulated API server. */
export class Handler {
  readonly #options: HandlerOptions;
  readonly #listings: Listings;

  constructor(options: HandlerOptions) {
    this.#options = options;
    this.#listings = new Listings(options);
  }

  /** Resolves when the answer is complete; rejects only for a bug of the simulator. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { store, faults, access, clock, traffic } = this.#options;
    const url = new URL(request.url ?? '/', 'http://simulator');
    const parsed = parsePath(url.pathname, store.kinds);
    const verb = verbOf(request.method ?? 'GET', parsed?.target, url.searchParams);
    const resource = parsed?.target?.kind.key ?? '';
    const clauses = parseAccept(request.headers.accept);
    const strike = faults.take(verb, resource);
    const exchange = new Exchange(
      { request, response, url, clauses, verb, resource, strike },
      clock,
      traffic,
    );
    try {
      await exchange.delay();
      const user = access.authenticate(request);
      exchange.user = user;
      const status = strike.get('status');
      if (status !== undefined) throw faultStatus(status.code, status.message, status.retryAfterSeconds);
      const reply = await this.#answer(exchange, parsed, user);
      if (reply !== undefined) await exchange.send(reply);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      await exchange.send(errorReply(error, clauses));
    }
  }

  /** The reply, or `undefined` when the answer has been streamed. */
  async #answer(exchange: Exchange, parsed: Parsed | undefined, user: User): Promise<Reply | undefined> {
    const { store } = this.#options;
    if (parsed === undefined) return this.#static(exchange, user);
    const review = parsed.rest[0] as Review | undefined;
    if (review !== undefined && REVIEWS[review] === parsed.groupVersion)
      return this.#review(exchange, review, user);
    if (parsed.rest.length === 0 || !store.kinds.servesGroupVersion(parsed.groupVersion))
      return this.#static(exchange, user);
    const { target } = parsed;
    if (target === undefined) throw noSuchResource();
    authorize(exchange, target, user);
    if (exchange.verb === 'list') return this.#listings.list(exchange, target);
    if (exchange.verb === 'watch') return this.#listings.watch(exchange, target);
    return answerObject(exchange, target, store);
  }

  #static({ url, request }: Exchange, user: User): Reply {
    const path = url.pathname;
    if (!isAllowed(user, { verb: 'get', path })) throw forbiddenPath(user.name, path);
    const { store, gitVersion } = this.#options;
    return answerStatic(path, store.kinds, gitVersion, request.headers.host ?? '');
  }

  async #review({ request }: Exchange, review: Review, user: User): Promise<Reply> {
    if (request.method !== 'POST') throw noSuchResource();
    const question = await readJson(request, JSON_BODY);
    return jsonReply(201, answerReview(review, question, user, this.#options.access));
  }
}

function authorize({ verb }: Exchange, { kind, namespace, name }: Target, user: User): void {
  if (!isAllowed(user, { verb, resource: kind.plural, key: kind.key, namespace }))
    throw forbidden(user.name, verb, kind, namespace, name);
}

function verbOf(method: string, target: Target | undefined, query: URLSearchParams): Verb {
  if (target === undefined) return 'other';
  const write = WRITE_VERBS[method];
  if (write !== undefined) return write;
  if (['1', 'true'].includes(query.get('watch') ?? '')) return 'watch';
  return target.name === '' ? 'list' : 'get';
}
