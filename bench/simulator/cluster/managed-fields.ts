import { isObject, type Json, type JsonObject } from '../json.ts';

/** Which fields a manager owns, in the form of managedFields, taken from the fields themselves. */
export function fieldsV1(value: Json | undefined): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      `f:${name}`,
      Array.isArray(inner) ? listFields(inner) : fieldsV1(inner),
    ]),
  );
}

/** Lists of named things are owned by name, other lists as a whole. */
function listFields(list: readonly Json[]): JsonObject {
  const keyed = list.filter(isObject).flatMap((item): [string, JsonObject][] => {
    const key = ['name', 'type', 'ip', 'mountPath'].find((candidate) => typeof item[candidate] === 'string');
    return key === undefined
      ? []
      : [[`k:{${JSON.stringify(key)}:${JSON.stringify(item[key])}}`, { '.': {}, ...fieldsV1(item) }]];
  });
  return keyed.length === 0 ? {} : { '.': {}, ...Object.fromEntries(keyed) };
}

/** One entry of managedFields. */
export function managedBy(
  manager: string,
  apiVersion: string,
  time: string,
  fields: JsonObject,
  subresource = '',
): JsonObject {
  return {
    manager,
    operation: 'Update',
    apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource !== '' && { subresource }),
  };
}
