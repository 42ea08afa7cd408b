import type { AnyResource } from '../../workers/families/family.ts';
import { resources } from '../../workers/families/index.ts';

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
export function itemKind(listKind: string | undefined): string | undefined {
  if (listKind === undefined || listKind === 'List' || !listKind.endsWith('List')) return undefined;
  return listKind.slice(0, -'List'.length);
}
