import type { AnyResource } from '../../workers/families/family.ts';
import { resources } from '../../workers/families/index.ts';
import { isJsonObject } from '../../workers/shape/json-reader.ts';
import type { ListHead } from './piece.ts';

/** What an object's kind and apiVersion stand for. */
export type Kind =
  | { readonly resource: AnyResource }
  /** `hint`: what is known of a kind of that name. */
  | { readonly resource: undefined; readonly hint: string | undefined };

const BY_KIND: ReadonlyMap<string, AnyResource> = new Map(resources.map((row) => [row.kind, row]));

/** Finds the resource of a kind. Only the version that its families are written for is taken. */
export function findKind(apiVersion: string, kind: string): Kind {
  const resource = BY_KIND.get(kind);
  if (resource === undefined) return { resource, hint: undefined };
  const known = apiVersionOf(resource);
  return apiVersion === known
    ? { resource }
    : { resource: undefined, hint: `${kind} is read as ${known} only` };
}

/** `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: Pick<AnyResource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The kind of a list's items that don't say theirs: `Pod` for a `PodList`, nothing for a `List`. */
function itemKind(listKind: string | undefined): string | undefined {
  if (listKind === undefined || listKind === 'List' || !listKind.endsWith('List')) return undefined;
  return listKind.slice(0, -'List'.length);
}

/** Whether an object is a list, with items or without. */
export function isList(json: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof json.kind === 'string' &&
    json.kind.endsWith('List') &&
    !('metadata' in json && isNamed(json.metadata))
  );
}

/** Lists have no name: what has one is an object, whatever its kind ends with. */
function isNamed(metadata: unknown): boolean {
  return isJsonObject(metadata) && typeof metadata.name === 'string';
}

/** What an object says that it is, or for an item what its list says. `''` where nobody does. */
export function identify(
  json: Readonly<Record<string, unknown>>,
  list: ListHead | undefined,
): { kind: string; apiVersion: string } {
  return {
    kind: stringAt(json, 'kind') ?? itemKind(list?.kind) ?? '',
    apiVersion:
      stringAt(json, 'apiVersion') ?? (itemKind(list?.kind) === undefined ? '' : (list?.apiVersion ?? '')),
  };
}

function stringAt(json: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = json[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The `kind` and `apiVersion` of an object's own text. */
export function kindOf(json: Readonly<Record<string, unknown>>): ListHead {
  return { kind: stringAt(json, 'kind'), apiVersion: stringAt(json, 'apiVersion') };
}
