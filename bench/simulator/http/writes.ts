import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../item.ts';
import { type JsonObject, mergePatch, objectAt, stringAt } from '../json.ts';
import type { Kind } from '../kinds.ts';
import { normalise } from '../normalise.ts';
import type { Store } from '../store.ts';
import { formatTime } from '../wire/timestamp.ts';
import type { Target } from './paths.ts';
import { alreadyExists, badRequest, conflict, notFound, StatusError } from './status.ts';
import { forCreation, forUpdate } from './write-rules.ts';

/** POST: stores a new object. Throws the server's 400 and 409. */
export function createObject(store: Store, { kind, namespace }: Target, object: JsonObject): Item {
  checkKind(kind, object);
  const metadata = objectAt(object, 'metadata');
  const prefix = stringAt(metadata, 'generateName');
  const generated =
    prefix === ''
      ? ''
      : prefix +
        Math.trunc(store.clock.random() * 36 ** 5)
          .toString(36)
          .padStart(5, '0');
  const name = stringAt(metadata, 'name') || generated;
  if (name === '') throw invalidName(kind);
  if (kind.namespaced && namespace === '')
    throw badRequest('an empty namespace may not be set during creation');
  if (store.get(kind.key, namespace, name) !== undefined) throw alreadyExists(kind, name);
  return store.create(kind.key, forCreation(kind, object, namespace, name));
}

/** PUT: replaces an object, or its status. Throws the server's 400, 404 and 409. */
export function replaceObject(store: Store, target: Target, object: JsonObject): Item {
  checkKind(target.kind, object);
  const current = find(store, target);
  const version = stringAt(objectAt(object, 'metadata'), 'resourceVersion');
  if (version !== '' && version !== String(current.resourceVersion)) throw conflict(target.kind, target.name);
  return settle(store, target, current, forUpdate(target.kind, current.body(), object, target.subresource));
}

/** PATCH with a merge patch. Throws the server's 404. */
export function patchObject(store: Store, target: Target, patch: JsonObject): Item {
  const current = find(store, target);
  const wanted = mergePatch(current.body(), patch);
  return settle(store, target, current, forUpdate(target.kind, current.body(), wanted, target.subresource));
}

/** DELETE: at once, or when the last finalizer goes. Throws the server's 404. */
export function deleteObject(store: Store, target: Target): JsonObject {
  const { kind, namespace, name } = target;
  const current = find(store, target);
  const metadata = objectAt(current.body(), 'metadata');
  if (finalizers(metadata) === 0) store.remove(kind.key, namespace, name);
  else if (metadata.deletionTimestamp === undefined)
    store.patch(kind.key, namespace, name, {
      metadata: { deletionTimestamp: formatTime(store.clock.now()), deletionGracePeriodSeconds: 0 },
    });
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(kind.group !== '' && { group: kind.group }), kind: kind.plural, uid: current.uid },
  };
}

function find(store: Store, { kind, namespace, name }: Target): Item {
  const item = store.get(kind.key, namespace, name);
  if (item === undefined) throw notFound(kind, name);
  return item;
}

/** Stores what differs; an update that changes nothing makes no new version and no event. */
function settle(store: Store, { kind, namespace, name }: Target, current: Item, wanted: JsonObject): Item {
  const metadata: JsonObject = {
    ...objectAt(wanted, 'metadata'),
    resourceVersion: String(current.resourceVersion),
  };
  if (isDeepStrictEqual(normalise(kind, { ...wanted, metadata }), normalise(kind, current.body())))
    return current;
  if (metadata.deletionTimestamp !== undefined && finalizers(metadata) === 0) {
    store.remove(kind.key, namespace, name);
    return current;
  }
  return store.update(kind.key, wanted);
}

function finalizers(metadata: JsonObject): number {
  const list = metadata.finalizers;
  return Array.isArray(list) ? list.length : 0;
}

function checkKind(kind: Kind, object: JsonObject): void {
  const given = stringAt(object, 'kind');
  if (given !== '' && given !== kind.kind)
    throw badRequest(`${given} in the body does not match the kind of the path, ${kind.kind}`);
}

function invalidName(kind: Kind): StatusError {
  const message = `${kind.kind} "" is invalid: metadata.name: Required value: name or generateName is required`;
  return new StatusError(422, 'Invalid', message, {
    details: {
      ...(kind.group !== '' && { group: kind.group }),
      kind: kind.kind,
      causes: [
        {
          reason: 'FieldValueRequired',
          message: 'Required value: name or generateName is required',
          field: 'metadata.name',
        },
      ],
    },
  });
}
