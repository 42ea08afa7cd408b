import { isDeepStrictEqual } from 'node:util';
import { type Json, type JsonObject, objectAt } from '../json.ts';
import type { Kind } from '../kinds.ts';

/** Kinds whose generation counts the changes of their spec, besides custom resources. */
const COUNTED = new Set([
  'cronjobs',
  'daemonsets',
  'deployments',
  'ingresses',
  'jobs',
  'networkpolicies',
  'poddisruptionbudgets',
  'pods',
  'replicasets',
  'replicationcontrollers',
  'statefulsets',
]);

/** The status that the server gives a new object. */
const FIRST_STATUS: Readonly<Record<string, JsonObject>> = {
  namespaces: { phase: 'Active' },
  pods: { phase: 'Pending' },
  persistentvolumes: { phase: 'Pending' },
  persistentvolumeclaims: { phase: 'Pending' },
};

const hasStatus = (kind: Kind): boolean => kind.subresources.includes('status');
const countsGenerations = (kind: Kind): boolean => kind.custom || COUNTED.has(kind.key);

type Draft = Record<string, Json | undefined>;

/** An object as it is first stored: without the client's status, at generation 1. */
export function forCreation(kind: Kind, object: JsonObject, namespace: string, name: string): JsonObject {
  const { uid: _uid, creationTimestamp: _created, ...given } = objectAt(object, 'metadata');
  const metadata: Draft = { ...given, name };
  if (kind.namespaced) metadata.namespace = namespace;
  if (countsGenerations(kind)) metadata.generation = 1;
  const draft: Draft = { ...object, metadata };
  if (hasStatus(kind)) {
    delete draft.status;
    const first = FIRST_STATUS[kind.key];
    if (first !== undefined) draft.status = first;
  }
  return draft;
}

/** What an update through the main resource or its status leaves of the client's object. */
export function forUpdate(
  kind: Kind,
  current: JsonObject,
  wanted: JsonObject,
  subresource: string,
): JsonObject {
  if (subresource === 'status') return { ...current, status: wanted.status ?? {} };
  const draft: Draft = { ...wanted };
  if (hasStatus(kind)) draft.status = current.status;
  const old = objectAt(current, 'metadata');
  const metadata: Draft = { ...objectAt(wanted, 'metadata') };
  for (const fixed of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'generation'])
    metadata[fixed] = old[fixed];
  if (countsGenerations(kind) && !isDeepStrictEqual(current.spec, draft.spec))
    metadata.generation = Number(old.generation ?? 0) + 1;
  return { ...draft, metadata };
}
