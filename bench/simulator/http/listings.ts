import type { Clock } from '../../../src/main/clock.ts';
import type { Strike } from '../faults.ts';
import { parseFieldSelector, SelectorError } from '../field-selector.ts';
import { type Item, withoutUid } from '../item.ts';
import type { Kind } from '../kinds.ts';
import { parseShardSelector, type ShardSelector, ShardSelectorError } from '../shard-selector.ts';
import type { Store } from '../store.ts';
import type { View } from '../wire/view.ts';
import type { Exchange } from './exchange.ts';
import { expiredContinue, listPage, scopeOf } from './list.ts';
import { type ListOptions, parseListOptions } from './list-options.ts';
import { negotiate } from './negotiate.ts';
import type { Outlet } from './outlet.ts';
import type { Target } from './paths.ts';
import { badRequest, StatusError, versionTooLarge } from './status.ts';
import { Watch } from './watch.ts';

export interface ListingOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Time between bookmarks of a watch that allows them. */
  readonly bookmarkMs: number;
  /** Answers `shardSelector`, as a server with that feature gate does. */
  readonly sharding: boolean;
  /** Called when a watch opens, and the returned function when it has ended. */
  readonly opened: (resource: string, watch: Watch) => () => void;
}

/** A request for the objects of one resource, read and checked. */
interface Listing {
  readonly options: ListOptions;
  readonly view: View;
  /** `undefined` when everything is wanted. */
  readonly matches: ((item: Item) => boolean) | undefined;
  readonly shard: ShardSelector | undefined;
}

/** Answers lists and watches. Throws `StatusError` before the head is sent. */
export class Listings {
  readonly #options: ListingOptions;

  constructor(options: ListingOptions) {
    this.#options = options;
  }

  /** One list, or one page of it. */
  async list(exchange: Exchange, { kind, namespace }: Target): Promise<undefined> {
    const { store } = this.#options;
    const { options, view, matches, shard } = this.#read(exchange, kind, '');
    const fault = exchange.strike.get('expired-continue');
    if (fault !== undefined && options.continueToken !== '')
      throw expiredContinue(options.continueToken, fault.inconsistent);
    const page = listPage(
      store.collection(kind.key),
      scopeOf(namespace),
      options,
      store.resourceVersion,
      matches,
    );
    const meta = shard === undefined ? page.meta : { ...page.meta, shardInfo: { selector: shard.text } };
    const outlet = exchange.begin(200, view.contentType);
    const body = view.list(meta, struckItems(page.items, exchange.strike));
    outlet.add(body.head);
    for (const item of body.items) {
      if (outlet.item(item)) await outlet.pause();
      if (outlet.closed) break;
    }
    outlet.add(body.tail);
    await outlet.end();
    return undefined;
  }

  /** A watch or streaming list, until it ends. */
  async watch(exchange: Exchange, target: Target): Promise<undefined> {
    const { kind, name } = target;
    const listing = this.#read(exchange, kind, name);
    const { options, view } = listing;
    const refusal = exchange.strike.get('no-streaming-list')?.answer;
    if (options.sendInitialEvents !== undefined && refusal !== undefined && refusal !== 'plain-watch')
      throw new StatusError(
        refusal,
        refusal === 400 ? 'BadRequest' : 'Invalid',
        'this server knows no sendInitialEvents',
      );
    const { resourceVersion } = this.#options.store;
    if (options.sendInitialEvents === true && (options.resourceVersion ?? 0) > resourceVersion)
      throw versionTooLarge(options.resourceVersion ?? 0, resourceVersion);
    const outlet = exchange.begin(200, view.watchContentType);
    exchange.response.flushHeaders();
    const watch = this.#open(listing, target, outlet, refusal !== undefined);
    const ended = this.#options.opened(exchange.resource, watch);
    try {
      await watch.run();
    } finally {
      ended();
    }
    return undefined;
  }

  #read({ url, clauses, strike }: Exchange, kind: Kind, name: string): Listing {
    const asked = parseListOptions(url.searchParams);
    // A watch of one object's path is one of the collection, narrowed to its name.
    const options = name === '' ? asked : { ...asked, fieldSelector: `metadata.name=${name}` };
    const shard =
      this.#options.sharding && options.shardSelector !== '' ? shardOf(options.shardSelector) : undefined;
    const selects = options.fieldSelector === '' ? undefined : selectorOf(kind, options.fieldSelector);
    const matches =
      shard === undefined ? selects : (item: Item) => shard.includes(item.uid) && (selects?.(item) ?? true);
    const view = negotiate(kind, clauses, {
      includeObject: options.includeObject,
      protobuf: strike.get('no-protobuf') === undefined,
      now: () => this.#options.clock.now(),
    });
    return { options, view, matches, shard };
  }

  #open({ options, view, matches }: Listing, target: Target, outlet: Outlet, plainOnly: boolean): Watch {
    const { store, clock, bookmarkMs } = this.#options;
    const { resourceVersion, sendInitialEvents, bookmarks, timeoutSeconds } = options;
    const streaming = sendInitialEvents === true && !plainOnly;
    // A watch from no version, or from any, begins with what is there, as it always has.
    const fromNow = resourceVersion === undefined || resourceVersion === 0;
    return new Watch({
      collection: store.collection(target.kind.key),
      scope: scopeOf(target.namespace),
      matches: matches ?? (() => true),
      view,
      outlet,
      clock,
      current: () => store.resourceVersion,
      resourceVersion: fromNow ? undefined : resourceVersion,
      initialEvents: streaming || (fromNow && sendInitialEvents !== false),
      initialBookmark: streaming && bookmarks,
      bookmarkMs: bookmarks ? bookmarkMs : undefined,
      timeoutMs: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
    });
  }
}

/** A list whose item after `afterItems` has lost its uid, if a fault says so. */
function struckItems(items: readonly Item[], strike: Strike): readonly Item[] {
  const index = strike.get('no-uid')?.afterItems;
  return index === undefined ? items : items.map((item, i) => (i === index ? withoutUid(item) : item));
}

function selectorOf(kind: Kind, text: string): (item: Item) => boolean {
  try {
    return parseFieldSelector(kind, text);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

function shardOf(text: string): ShardSelector {
  try {
    return parseShardSelector(text);
  } catch (error) {
    if (error instanceof ShardSelectorError) throw new StatusError(500, undefined, error.message);
    throw error;
  }
}
