import type { Collection } from '../collection.ts';
import type { Item } from '../item.ts';
import type { ListMeta } from '../wire/view.ts';
import { formatContinue, parseContinue } from './continue-token.ts';
import type { ListOptions } from './list-options.ts';
import { expired, versionTooLarge } from './status.ts';

/** The keys of a list: all of a resource, or one namespace's. */
export interface Scope {
  readonly low: string;
  readonly high: string | undefined;
}

/** `''` is all namespaces. */
export function scopeOf(namespace: string): Scope {
  // `0` is the byte after `/`: the first that no key of the namespace begins with.
  return namespace === '' ? { low: '', high: undefined } : { low: `${namespace}/`, high: `${namespace}0` };
}

export interface Page {
  readonly meta: ListMeta;
  readonly items: readonly Item[];
}

const EXPIRED_TOKEN =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';
const EXPIRED_WITH_TOKEN =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** The 410 for a continue token, with the token that goes on without consistency if wanted. */
export function expiredContinue(token: string, inconsistent: boolean) {
  if (!inconsistent) return expired(EXPIRED_TOKEN);
  return expired(EXPIRED_WITH_TOKEN, formatContinue({ ...parseContinue(token), resourceVersion: -1 }));
}

/** Answers a list or one page of it. Throws the server's 410 and 504. */
export function listPage(
  collection: Collection,
  scope: Scope,
  options: ListOptions,
  current: number,
  matches: ((item: Item) => boolean) | undefined,
): Page {
  const { continueToken, resourceVersion: asked } = options;
  const continuation = continueToken === '' ? undefined : parseContinue(continueToken);
  if (asked !== undefined && asked > current) throw versionTooLarge(asked, current);
  const exact = exactVersion(options, continuation?.resourceVersion);
  const low = continuation === undefined ? scope.low : scope.low + continuation.start;
  const state = collection.snapshot(low, scope.high, exact ?? current);
  if (state === undefined) {
    throw continuation === undefined
      ? expired('The resourceVersion for the provided list is too old.')
      : expiredContinue(continueToken, true);
  }
  // "Any version" is answered from the watch cache, which doesn't page.
  const limit = asked === 0 ? 0 : options.limit;
  const found = matches === undefined ? state : state.filter(matches);
  const meta = { resourceVersion: String(exact ?? current) };
  if (limit <= 0 || found.length <= limit) return { meta, items: found };
  const items = found.slice(0, limit);
  const last = items[items.length - 1];
  const start = last === undefined ? '' : keyBelow(scope, last);
  return {
    items,
    meta: {
      ...meta,
      continue: formatContinue({ resourceVersion: exact ?? current, start: `${start}\0` }),
      // With a field selector the server can't tell; shards it doesn't take into account.
      ...(options.fieldSelector === '' &&
        last !== undefined && { remainingItemCount: state.length - state.indexOf(last) - 1 }),
    },
  };
}

/** The version that the answer must show, if not simply the newest. */
function exactVersion(options: ListOptions, continued: number | undefined): number | undefined {
  if (continued !== undefined) return continued === -1 ? undefined : continued;
  const { match, limit, resourceVersion } = options;
  if (resourceVersion === undefined || resourceVersion === 0) return undefined;
  // A limit with a version and no match is an exact list, for old clients' sake.
  return match === 'Exact' || (match === undefined && limit > 0) ? resourceVersion : undefined;
}

function keyBelow(scope: Scope, item: Item): string {
  return scope.low === '' && item.namespace !== '' ? `${item.namespace}/${item.name}` : item.name;
}
