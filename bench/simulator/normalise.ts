import { isObject, type Json, type JsonObject, sortKeys } from './json.ts';
import type { Kind } from './kinds.ts';
import { apiVersionOf } from './kinds.ts';
import type { FieldSpec } from './schema/notation.ts';
import { SCALARS } from './schema/notation.ts';
import { fieldsOf } from './schema/table.ts';
import { specialMessages } from './wire/special-messages.ts';

/**
 * An object in the key order that the API server would give it: Go's field order and sorted maps
 * for built-in kinds (kind and apiVersion left out: they are written where an answer needs them),
 * sorted keys throughout for custom resources. Fields that the schema doesn't know come last.
 */
export function normalise(kind: Kind, object: JsonObject): JsonObject {
  if (kind.custom) {
    return sortKeys({ ...object, kind: kind.kind, apiVersion: apiVersionOf(kind) }) as JsonObject;
  }
  const { kind: _kind, apiVersion: _apiVersion, ...body } = object;
  if (kind.message !== undefined) return order(kind.message, body);
  const { metadata, ...rest } = body;
  return { metadata: order('meta.v1.ObjectMeta', isObject(metadata) ? metadata : {}), ...rest };
}

const TYPE_META = ['kind', 'apiVersion'];

function order(message: string, object: JsonObject): JsonObject {
  const ordered: Record<string, Json | undefined> = {};
  const place = (fields: readonly FieldSpec[]): void => {
    for (const field of fields) {
      if (field.holding === 'inline') place(fieldsOf(field.type));
      else if (object[field.name] !== undefined) ordered[field.name] = orderField(field, object[field.name]);
    }
  };
  const fields = fieldsOf(message);
  // Go's TypeMeta stands first where an object is inside another, and isn't in its message.
  for (const name of TYPE_META) {
    if (object[name] !== undefined && !fields.some((field) => field.name === name))
      ordered[name] = object[name];
  }
  place(fields);
  for (const name of Object.keys(object)) {
    if (!(name in ordered) && object[name] !== undefined) ordered[name] = object[name];
  }
  return ordered;
}

function orderField(field: FieldSpec, value: Json | undefined): Json | undefined {
  const inner = (item: Json): Json => {
    if (SCALARS.has(field.type) || specialMessages.has(field.type)) return item;
    return isObject(item) ? order(field.type, item) : item;
  };
  if (value === undefined || value === null) return value;
  if (field.holding === 'list') return Array.isArray(value) ? value.map(inner) : value;
  if (field.holding !== 'map' || !isObject(value)) return inner(value);
  const sorted: Record<string, Json> = {};
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) sorted[key] = inner(item);
  }
  return sorted;
}

/** ObjectMeta in Go's field order, whatever order it is kept in. */
export function orderMetadata(metadata: JsonObject): JsonObject {
  return order('meta.v1.ObjectMeta', metadata);
}
