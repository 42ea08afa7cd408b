import type { Item } from '../item.ts';
import type { Store } from '../store.ts';
import { JSON_BODY, PATCH_BODY, readJson } from './body.ts';
import type { Exchange } from './exchange.ts';
import { negotiate } from './negotiate.ts';
import type { Target } from './paths.ts';
import { jsonReply, type Reply } from './reply.ts';
import { badRequest, methodNotAllowed, noSuchResource, notFound } from './status.ts';
import { createObject, deleteObject, patchObject, replaceObject } from './writes.ts';

/** GET, POST, PUT, PATCH and DELETE of single objects and their status. Throws `StatusError`. */
export async function answerObject(exchange: Exchange, target: Target, store: Store): Promise<Reply> {
  const { request, verb, url, clauses, strike } = exchange;
  const { kind, namespace, name, subresource } = target;
  const known = subresource === '' || (subresource === 'status' && kind.subresources.includes('status'));
  if (!known) throw noSuchResource();
  const view = negotiate(kind, clauses, {
    includeObject: url.searchParams.get('includeObject') ?? '',
    protobuf: strike.get('no-protobuf') === undefined,
    now: () => store.clock.now(),
  });
  const reply = (item: Item, status = 200): Reply => {
    return { status, contentType: view.contentType, body: view.object(item) };
  };
  switch (verb) {
    case 'get': {
      const item = store.get(kind.key, namespace, name);
      if (item === undefined) throw notFound(kind, name);
      return reply(item);
    }
    case 'create':
      if (name !== '') throw methodNotAllowed();
      return reply(createObject(store, target, await readJson(request, JSON_BODY)), 201);
    case 'update':
      return reply(replaceObject(store, target, await readJson(request, JSON_BODY)));
    case 'patch':
      return reply(patchObject(store, target, await readJson(request, PATCH_BODY)));
    case 'delete':
      if (name === '') throw badRequest('the simulator deletes no collections');
      return jsonReply(200, deleteObject(store, target));
    default:
      throw methodNotAllowed();
  }
}
