import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../src/main/clock.ts';
import type { Faults, Strike, Verb } from '../faults.ts';
import { parseFieldSelector, SelectorError } from '../field-selector.ts';
import { type Item, withoutUid } from '../item.ts';
import { parseShardSelector, ShardSelectorError } from '../shard-selector.ts';
import type { Store } from '../store.ts';
import type { Traffic } from '../traffic.ts';
import type { View } from '../wire/view.ts';
import { type Clause, parseAccept } from './accept.ts';
import { type Access, isAllowed, type User } from './access.ts';
import { readJson } from './body.ts';
import { expiredContinue, listPage, scopeOf } from './list.ts';
import { type ListOptions, parseListOptions } from './list-options.ts';
import { negotiate } from './negotiate.ts';
import { Outlet } from './outlet.ts';
import { type Parsed, parsePath, type Target } from './paths.ts';
import { errorReply, jsonReply, type Reply, writeHead } from './reply.ts';
import { answerReview, REVIEWS, type Review } from './reviews.ts';
import { answerStatic } from './static-paths.ts';
import { badRequest, forbidden, noSuchResource, notFound, StatusError } from './status.ts';
import { Watch } from './watch.ts';
import { createObject, deleteObject, patchObject, replaceObject } from './writes.ts';

export interface HandlerOptions {
  readonly store: Store;
  readonly access: Access;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly clock: Clock;
  readonly gitVersion: string;
  /** Time between bookmarks of a watch that allows them. */
  readonly bookmarkMs: number;
  /** Answers `shardSelector`, as a server with that feature gate does. */
  readonly sharding: boolean;
  /** Called when a watch opens, and the returned function when it has ended. */
  readonly opened: (resource: string, watch: Watch) => () => void;
}

const JSON_BODY = ['application/json'];
const PATCH_BODY = ['application/merge-patch+json'];
const UNKNOWN_FAULT = 'simulated fault';

const WRITE_VERBS: Readonly<Record<string, Verb>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** What is known of a request before it is answered. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly clauses: readonly Clause[];
  readonly verb: Verb;
  /** Key of the resource, or `''`. */
  readonly resource: string;
  readonly strike: Strike;
}

/** Answers every request of the simulated API server. */
export class Handler {
  readonly #options: HandlerOptions;

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  /** Resolves when the answer is complete; never rejects for what a client does. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { store, faults, access } = this.#options;
    const url = new URL(request.url ?? '/', 'http://simulator');
    const parsed = parsePath(url.pathname, store.kinds);
    const verb = verbOf(request.method ?? 'GET', parsed?.target, url.searchParams);
    const resource = parsed?.target?.kind.key ?? '';
    const exchange: Exchange = {
      request,
      response,
      path: url.pathname,
      query: url.searchParams,
      clauses: parseAccept(request.headers.accept),
      verb,
      resource,
      strike: faults.take(verb, resource),
    };
    let user: User | undefined;
    try {
      await this.#delay(exchange);
      user = access.authenticate(request);
      const status = exchange.strike.get('status');
      if (status !== undefined) throw statusFault(status);
      const reply = await this.#answer(exchange, parsed, user);
      if (reply !== undefined) await this.#send(exchange, reply, user);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      await this.#send(exchange, errorReply(error, exchange.clauses), user);
    }
  }

  /** The reply, or `undefined` when the answer has been streamed. */
  async #answer(exchange: Exchange, parsed: Parsed | undefined, user: User): Promise<Reply | undefined> {
    const { store } = this.#options;
    if (parsed === undefined) {
      if (exchange.path !== '/' && !isAllowed(user, { verb: 'get', path: exchange.path }))
        throw new StatusError(
          403,
          'Forbidden',
          `forbidden: User "${user.name}" cannot get path "${exchange.path}"`,
          { details: {} },
        );
      return answerStatic(
        exchange.path,
        store.kinds,
        this.#options.gitVersion,
        exchange.request.headers.host ?? '',
      );
    }
    const review = parsed.rest[0] as Review | undefined;
    if (review !== undefined && REVIEWS[review] === parsed.groupVersion)
      return this.#review(exchange, review, user);
    if (parsed.rest.length === 0 || !store.kinds.servesGroupVersion(parsed.groupVersion))
      return answerStatic(
        exchange.path,
        store.kinds,
        this.#options.gitVersion,
        exchange.request.headers.host ?? '',
      );
    const { target } = parsed;
    if (target === undefined) throw noSuchResource();
    this.#authorize(exchange, target, user);
    if (exchange.verb in { list: 0, watch: 0 }) return this.#listOrWatch(exchange, target, user);
    return this.#object(exchange, target);
  }

  #authorize({ verb }: Exchange, { kind, namespace, name }: Target, user: User): void {
    const wanted = { verb, resource: kind.plural, key: kind.key, namespace };
    if (!isAllowed(user, wanted)) throw forbidden(user.name, verb, kind, namespace, name);
  }

  async #review(exchange: Exchange, review: Review, user: User): Promise<Reply> {
    if (exchange.request.method !== 'POST') throw noSuchResource();
    const question = await readJson(exchange.request, JSON_BODY);
    return jsonReply(201, answerReview(review, question, user, this.#options.access));
  }

  /** GET, POST, PUT, PATCH and DELETE of single objects. */
  async #object(exchange: Exchange, target: Target): Promise<Reply> {
    const { store } = this.#options;
    const { request, verb } = exchange;
    const { kind, subresource, name } = target;
    if (subresource !== '' && (subresource !== 'status' || !kind.subresources.includes('status')))
      throw noSuchResource();
    const view = this.#view(exchange, target);
    const reply = (item: Item, status = 200): Reply => ({
      status,
      contentType: view.contentType,
      body: view.object(item),
    });
    switch (verb) {
      case 'get': {
        const item = store.get(kind.key, target.namespace, name);
        if (item === undefined) throw notFound(kind, name);
        return reply(item);
      }
      case 'create':
        return reply(createObject(store, target, await readJson(request, JSON_BODY)), 201);
      case 'update':
        return reply(replaceObject(store, target, await readJson(request, JSON_BODY)));
      case 'patch':
        return reply(patchObject(store, target, await readJson(request, PATCH_BODY)));
      case 'delete':
        if (name === '') throw badRequest('the simulator deletes no collections');
        return jsonReply(200, deleteObject(store, target));
      default:
        throw new StatusError(
          405,
          'MethodNotAllowed',
          'the server does not allow this method on the requested resource',
          { details: {} },
        );
    }
  }

  async #listOrWatch(exchange: Exchange, target: Target, user: User): Promise<undefined> {
    const { kind, name, namespace } = target;
    const view = this.#view(exchange, target);
    const options = oneName(parseListOptions(exchange.query), name);
    const shard =
      this.#options.sharding && options.shardSelector !== '' ? parseShard(options.shardSelector) : undefined;
    const selects = parseSelector(kind, options.fieldSelector);
    const matches = shard === undefined ? selects : (item: Item) => shard.includes(item.uid) && selects(item);
    const collection = this.#options.store.collection(kind.key);
    if (options.watch) {
      await this.#watch(exchange, user, view, options, (outlet) =>
        this.#openWatch(exchange, target, options, view, matches, outlet),
      );
      return undefined;
    }
    const expiredFault = exchange.strike.get('expired-continue');
    if (expiredFault !== undefined && options.continueToken !== '')
      throw expiredContinue(options.continueToken, expiredFault.inconsistent);
    const current = this.#options.store.resourceVersion;
    const selected = options.fieldSelector !== '' || shard !== undefined;
    const page = listPage(collection, scopeOf(namespace), options, current, selected ? matches : undefined);
    const meta = shard === undefined ? page.meta : { ...page.meta, shardInfo: { selector: shard.text } };
    const outlet = this.#begin(exchange, 200, view.contentType, user);
    const items =
      exchange.strike.get('no-uid') === undefined ? page.items : withoutUidAt(page.items, exchange.strike);
    for (const chunk of view.list(meta, items)) {
      if (outlet.item(chunk)) await outlet.flush();
      if (outlet.closed) break;
    }
    await outlet.end();
    return undefined;
  }

  async #watch(
    exchange: Exchange,
    user: User,
    view: View,
    options: ListOptions,
    open: (outlet: Outlet) => Watch,
  ): Promise<void> {
    const refusal = exchange.strike.get('no-streaming-list');
    if (options.sendInitialEvents !== undefined && refusal !== undefined && refusal.answer !== 'plain-watch')
      throw new StatusError(
        refusal.answer,
        refusal.answer === 400 ? 'BadRequest' : 'Invalid',
        'sendInitialEvents is unknown to this server',
      );
    const outlet = this.#begin(exchange, 200, view.watchContentType, user);
    exchange.response.flushHeaders();
    const watch = open(outlet);
    const ended = this.#options.opened(exchange.resource, watch);
    try {
      await watch.run();
    } finally {
      ended();
    }
  }

  #openWatch(
    exchange: Exchange,
    { kind, namespace }: Target,
    options: ListOptions,
    view: View,
    matches: (item: Item) => boolean,
    outlet: Outlet,
  ): Watch {
    const { store, clock, bookmarkMs } = this.#options;
    const streaming =
      options.sendInitialEvents === true && exchange.strike.get('no-streaming-list') === undefined;
    // A watch from no version, or from any, begins with what is there, as it always has.
    const fromNow = options.resourceVersion === undefined || options.resourceVersion === 0;
    return new Watch({
      collection: store.collection(kind.key),
      scope: scopeOf(namespace),
      matches,
      view,
      outlet,
      clock,
      current: () => store.resourceVersion,
      resourceVersion: fromNow ? undefined : options.resourceVersion,
      initialEvents: streaming || (fromNow && options.sendInitialEvents !== false),
      initialBookmark: streaming && options.bookmarks,
      bookmarkMs: options.bookmarks ? bookmarkMs : undefined,
      timeoutMs: options.timeoutSeconds === undefined ? undefined : options.timeoutSeconds * 1000,
    });
  }

  #view({ clauses, query, strike }: Exchange, { kind }: Target): View {
    return negotiate(kind, clauses, {
      includeObject: query.get('includeObject') ?? '',
      protobuf: strike.get('no-protobuf') === undefined,
      now: () => this.#options.clock.now(),
    });
  }

  async #send(exchange: Exchange, reply: Reply, user: User | undefined): Promise<void> {
    const outlet = this.#begin(exchange, reply.status, reply.contentType, user, reply.headers);
    outlet.add(reply.body);
    await outlet.end();
  }

  #begin(
    exchange: Exchange,
    status: number,
    contentType: string,
    user: User | undefined,
    headers?: Reply['headers'],
  ): Outlet {
    const { traffic, clock } = this.#options;
    const { request, response, resource, verb, strike } = exchange;
    writeHead(response, status, contentType, headers);
    traffic.record({
      method: request.method ?? '',
      path: request.url ?? '',
      accept: request.headers.accept ?? '',
      user: user?.name ?? '',
      resource,
      verb,
      status,
    });
    return new Outlet(response, { clock, strike, sent: (bytes) => traffic.sent(resource, bytes) });
  }

  #delay({ strike, response }: Exchange): Promise<void> {
    const latency = strike.get('latency');
    if (latency === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(latency.ms, resolve);
      response.once('close', () => {
        timer.cancel();
        resolve();
      });
    });
  }
}

function verbOf(method: string, target: Target | undefined, query: URLSearchParams): Verb {
  if (target === undefined) return 'other';
  const write = WRITE_VERBS[method];
  if (write !== undefined) return write;
  if (['1', 'true'].includes(query.get('watch') ?? '')) return 'watch';
  return target.name === '' ? 'list' : 'get';
}

/** A watch of `…/pods/name` is one of the collection narrowed to that name. */
function oneName(options: ListOptions, name: string): ListOptions {
  if (name === '') return options;
  return { ...options, fieldSelector: `metadata.name=${name}` };
}

function parseSelector(kind: Target['kind'], text: string): (item: Item) => boolean {
  try {
    return parseFieldSelector(kind, text);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

function parseShard(text: string) {
  try {
    return parseShardSelector(text);
  } catch (error) {
    if (error instanceof ShardSelectorError) throw new StatusError(500, undefined, error.message);
    throw error;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  403: 'Forbidden',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

function statusFault(effect: NonNullable<ReturnType<Strike['get']>> & { kind: 'status' }): StatusError {
  const { code, message, retryAfterSeconds } = effect;
  const details = retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } };
  return new StatusError(code, REASONS[code], message ?? UNKNOWN_FAULT, details);
}

function withoutUidAt(items: readonly Item[], strike: Strike): readonly Item[] {
  const index = strike.get('no-uid')?.afterItems ?? -1;
  return items.map((item, i) => (i === index ? withoutUid(item) : item));
}
