import { isObject, type JsonObject, objectAt, stringAt } from './json.ts';
import type { Kind } from './kinds.ts';

/** The kinds that a CustomResourceDefinition's served versions make; all share one key. */
export function kindsOfDefinition(definition: JsonObject): readonly Kind[] {
  const spec = objectAt(definition, 'spec');
  const names = objectAt(spec, 'names');
  const group = stringAt(spec, 'group');
  const plural = stringAt(names, 'plural');
  const versions = Array.isArray(spec.versions) ? spec.versions.filter(isObject) : [];
  return versions
    .filter((version) => version.served !== false)
    .map((version) => ({
      key: `${plural}.${group}`,
      plural,
      kind: stringAt(names, 'kind'),
      group,
      version: stringAt(version, 'name'),
      namespaced: spec.scope === 'Namespaced',
      message: undefined,
      custom: true,
      selectable: [],
      shortNames: [],
      categories: [],
      subresources: isObject(version.subresources) ? Object.keys(version.subresources) : [],
    }));
}

/**
 * The states that a new definition goes through on a real server, after it has been stored: its
 * names are accepted, then it is served.
 */
export function establishment(definition: JsonObject, time: string): readonly JsonObject[] {
  const names = objectAt(objectAt(definition, 'spec'), 'names');
  const condition = (type: string, status: string, reason: string, message: string): JsonObject => ({
    type,
    status,
    lastTransitionTime: time,
    reason,
    message,
  });
  const accepted = condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found');
  const message = 'the initial names have been accepted';
  const established = [
    condition('Established', 'False', 'Installing', message),
    condition('Established', 'True', 'InitialNamesAccepted', message),
  ];
  return established.map((last) => ({ status: { conditions: [accepted, last], acceptedNames: names } }));
}
