import type { Issues } from './issues.ts';
import { GO_ZERO_SECONDS, parseRfc3339 } from './rfc3339.ts';
import { type AnyKind, known, type MessageKind, type ScalarKind } from './shape.ts';
import { EMPTY_LIST, EMPTY_MAP, type Struct, zeroMessage, zeroOf } from './zero.ts';

/** Reads one object from what `JSON.parse` gave. Never throws; `issues` counts what had the wrong type. */
export type JsonReader<T> = (json: unknown, issues: Issues) => T;

/**
 * Compiles a shape into a reader of parsed JSON.
 *
 * Absent and null give the kind's zero value. A wrong type gives `undefined` for scalars and
 * pointers (whoever reads it must drop what it would have said), the empty list, the empty map or
 * the zero message; what is beside it is read all the same. The work is bounded by the shape's
 * depth, whatever the depth of the input.
 */
export function compileJsonReader<T>(shape: MessageKind<T>): JsonReader<T> {
  return compileMessage(shape, '') as JsonReader<T>;
}

type Read = JsonReader<unknown>;

/** The reader of one field; `path` is what `issues` calls it. */
export function compileJsonKind(kind: AnyKind, path: string): JsonReader<unknown> {
  const it = known(kind);
  switch (it.kind) {
    case 'optional':
      return compileOptional(it.of, path);
    case 'list':
      return compileList(it.of, path);
    case 'map':
      return compileMap(it.of, path);
    case 'inline':
      return compileMessage(it.of, path);
    case 'message':
      return compileMessage(it, path);
    case 'unread': {
      const zero = zeroOf(it);
      return () => zero;
    }
    default:
      return compileScalar(it, path);
  }
}

function compileScalar(scalar: ScalarKind<unknown>, path: string): Read {
  const parse = SCALARS[scalar.kind];
  const zero = zeroOf(scalar);
  return (json, issues) => {
    if (json === undefined || json === null) return zero;
    const value = parse(json);
    if (value !== undefined) return value === GO_ZERO_TIME ? undefined : value;
    issues.add(path);
    return undefined;
  };
}

/** A time that is present, of the right type, and yet no time. */
const GO_ZERO_TIME = Symbol('0001-01-01T00:00:00Z');

/** From JSON to value; `undefined` is the wrong type. */
const SCALARS: Readonly<Record<ScalarKind<unknown>['kind'], (json: unknown) => unknown>> = {
  string: (json) => (typeof json === 'string' ? json : undefined),
  bool: (json) => (typeof json === 'boolean' ? json : undefined),
  int: (json) => integer(json, -(2 ** 63), 2 ** 63),
  // Go takes a number's text as the quantity; JavaScript's text of a number is a quantity too (`1e+21`).
  quantity: (json) => (typeof json === 'number' ? String(json) : typeof json === 'string' ? json : undefined),
  intOrString: (json) => (typeof json === 'string' ? json : integer(json, -(2 ** 31), 2 ** 31 - 1)),
  time: (json) => {
    if (typeof json !== 'string') return undefined;
    const seconds = parseRfc3339(json);
    return seconds === GO_ZERO_SECONDS ? GO_ZERO_TIME : seconds;
  },
  byteLength: (json) => (typeof json === 'string' ? base64Length(json) : undefined),
};

const BASE64 = /^[A-Za-z0-9+/]*(={0,2})$/;

/** How many bytes padded base64 stands for, as Go's `base64.StdEncoding` reads it; `undefined` is bad base64. */
function base64Length(text: string): number | undefined {
  const code = text.replaceAll(/[\r\n]/g, '');
  const padding = BASE64.exec(code)?.[1]?.length;
  if (padding === undefined || code.length % 4 !== 0) return undefined;
  return (code.length / 4) * 3 - padding;
}

/**
 * Go refuses fractions and `1e3` for an integer. `JSON.parse` does not tell `1e3` or `1.0` from
 * integers, so these two are read as the integers they are; and it makes 2^63 of the largest int64.
 */
function integer(json: unknown, min: number, max: number): number | undefined {
  if (typeof json !== 'number' || !Number.isInteger(json) || json < min || json > max) return undefined;
  // Go has no negative zero in an integer.
  return json + 0;
}

function compileOptional(of: AnyKind, path: string): Read {
  const read = compileJsonKind(of, path);
  const inner = known(of).kind;
  const fits =
    inner === 'message'
      ? isJsonObject
      : inner === 'list'
        ? Array.isArray
        : inner === 'map'
          ? isJsonObject
          : any;
  return (json, issues) => {
    if (json === undefined || json === null) return undefined;
    if (fits(json)) return read(json, issues);
    issues.add(path);
    return undefined;
  };
}

function compileList(of: AnyKind, path: string): Read {
  const read = compileJsonKind(of, path);
  return (json, issues) => {
    if (json === undefined || json === null) return EMPTY_LIST;
    if (Array.isArray(json)) {
      return json.length === 0 ? EMPTY_LIST : json.map((item: unknown) => read(item, issues));
    }
    issues.add(path);
    return EMPTY_LIST;
  };
}

/**
 * Entries come in the order of the text, but for keys such as `7`, which JavaScript objects put
 * first. `Object.keys` and `JSON.parse` treat `__proto__` as a key like any other.
 */
function compileMap(of: AnyKind, path: string): Read {
  const read = compileJsonKind(of, path);
  return (json, issues) => {
    if (json === undefined || json === null) return EMPTY_MAP;
    if (!isJsonObject(json)) {
      issues.add(path);
      return EMPTY_MAP;
    }
    const keys = Object.keys(json);
    if (keys.length === 0) return EMPTY_MAP;
    const entries = new Map<string, unknown>();
    for (const key of keys) entries.set(key, read(json[key], issues));
    return entries;
  };
}

interface FieldReader {
  readonly name: string;
  readonly inline: boolean;
  readonly read: Read;
}

function compileMessage(shape: MessageKind<unknown>, path: string): Read {
  const zero = zeroMessage(shape);
  const fields = Object.entries(shape.fields).map(([name, [, kind]]): FieldReader => {
    const inline = known(kind).kind === 'inline';
    return {
      name,
      inline,
      read: compileJsonKind(kind, path === '' ? name : `${path}.${name}`),
    };
  });
  return (json, issues) => {
    if (json === undefined || json === null) return zero;
    if (!isJsonObject(json)) {
      issues.add(path === '' ? '(object)' : path);
      return zero;
    }
    const value: Struct = { ...zero };
    for (const field of fields)
      value[field.name] = field.read(field.inline ? json : json[field.name], issues);
    return value;
  };
}

/** A JSON object, neither an array nor null. */
export function isJsonObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function any(_json: unknown): boolean {
  return true;
}
