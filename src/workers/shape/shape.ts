/**
 * Shapes: the one table per kind from which come its TypeScript type, its protobuf decoder, its
 * JSON reader and the set of fields that are skipped.
 *
 * A shape lists only what families read. Both encodings of an object give the same value, with
 * Go's zero-value rules: an absent scalar is its zero, an absent pointer is `undefined`, an
 * absent list or map is empty, an absent embedded message is its zero message.
 */

/** Names the reader that handles a field; `T` exists only for the type checker. */
export interface Kind<T> {
  readonly kind: string;
  readonly type?: T;
}

export interface ScalarKind<T> extends Kind<T> {
  readonly kind: 'string' | 'bool' | 'int' | 'quantity' | 'time' | 'intOrString' | 'byteLength';
}
export interface OptionalKind<T> extends Kind<T | undefined> {
  readonly kind: 'optional';
  readonly of: Kind<T>;
}
export interface ListKind<T> extends Kind<readonly T[]> {
  readonly kind: 'list';
  readonly of: Kind<T>;
}
export interface MapKind<T> extends Kind<ReadonlyMap<string, T>> {
  readonly kind: 'map';
  readonly of: Kind<T>;
}
/** A nested message that JSON writes into its parent's object (Go's `json:",inline"`). */
export interface InlineKind<T> extends Kind<T> {
  readonly kind: 'inline';
  readonly of: MessageKind<T>;
}
export interface MessageKind<T> extends Kind<T> {
  readonly kind: 'message';
  /** By property name, which is the JSON name: protobuf field number and kind. */
  readonly fields: Fields;
}

/** A field that no enabled family reads: it keeps its place in the value and is always its zero value. */
export interface UnreadKind<T> extends Kind<T> {
  readonly kind: 'unread';
  readonly of: Kind<T>;
}

/** Every kind there is, for switches over `kind`. */
export type KnownKind =
  | ScalarKind<unknown>
  | OptionalKind<unknown>
  | ListKind<unknown>
  | MapKind<unknown>
  | InlineKind<unknown>
  | MessageKind<unknown>
  | UnreadKind<unknown>;

/** Any kind at all. `unknown` would lose the inference of `Value`. */
export type AnyKind = Kind<unknown>;
export type Field = readonly [number: number, kind: AnyKind];
export type Fields = Readonly<Record<string, Field>>;

/** The TypeScript type of the objects that a kind describes. */
export type Value<K> = K extends Kind<infer T> ? T : never;
type MessageValue<F extends Fields> = { readonly [P in keyof F]: Value<F[P][1]> };

/** Go `string`; zero is `''`. */
export const string: ScalarKind<string> = { kind: 'string' };
/** Go `bool`; zero is `false`. */
export const bool: ScalarKind<boolean> = { kind: 'bool' };
/** Go `int32` or `int64`; zero is 0. Values beyond 2^53 lose their last digits, as float64 does. */
export const int: ScalarKind<number> = { kind: 'int' };
/** `resource.Quantity` as its text; zero is `''`, which reads as quantity 0. */
export const quantity: ScalarKind<string> = { kind: 'quantity' };
/** `meta.v1.Time` or `MicroTime` in whole unix seconds (floor); absent, null and Go's zero time are `undefined`. */
export const time: ScalarKind<number | undefined> = { kind: 'time' };
/** `intstr.IntOrString`; zero is the number 0. */
export const intOrString: ScalarKind<number | string> = { kind: 'intOrString' };

/**
 * Go `[]byte`, as its length in bytes: families count bytes and never print them, so they are not
 * kept. JSON writes padded base64 (RFC 4648, section 4; Go ignores CR and LF in it); absent or null is 0.
 */
export const byteLength: ScalarKind<number> = { kind: 'byteLength' };

/** A Go pointer (or an optional slice element): absent or null is `undefined`. */
export function optional<T>(of: Kind<T>): OptionalKind<T> {
  return { kind: 'optional', of };
}
/** A Go slice; absent or null is empty. */
export function list<T>(of: Kind<T>): ListKind<T> {
  return { kind: 'list', of };
}
/** A Go map with string keys, in the order the server sent; absent or null is empty. */
export function map<T>(of: Kind<T>): MapKind<T> {
  return { kind: 'map', of };
}
/** A struct that JSON inlines while protobuf nests it. */
export function inline<T>(of: MessageKind<T>): InlineKind<T> {
  return { kind: 'inline', of };
}
/** Marks a field as not to be read; see `prune`. */
export function unread<T>(of: Kind<T>): UnreadKind<T> {
  return { kind: 'unread', of };
}
/** The kind as a union that can be switched over: the functions of this file make no other kinds. */
export function known(kind: AnyKind): KnownKind {
  return kind as KnownKind;
}
/** A struct: `{ name: [fieldNumber, kind] }`. Throws where no reader could be compiled. */
export function message<const F extends Fields>(fields: F): MessageKind<MessageValue<F>> {
  const numbers = new Set<number>();
  for (const [name, [number, kind]] of Object.entries(fields)) {
    // `__proto__` would set a prototype, and the rest would be found in objects that lack them.
    if (name in Object.prototype) throw new TypeError(`a shape can't have a field named ${name}`);
    if (!Number.isInteger(number) || number < 1 || number > MAX_FIELD_NUMBER || numbers.has(number))
      throw new TypeError(`field ${name} can't have the number ${number}, or has it twice`);
    if (manyOf(manyOf(kind)) !== undefined)
      throw new TypeError(`field ${name}: protobuf has no lists or maps of lists or maps`);
    numbers.add(number);
  }
  return { kind: 'message', fields };
}

/** Decoders are tables by field number; no Kubernetes message comes near this. */
const MAX_FIELD_NUMBER = 2000;

/** What a list or map holds. */
function manyOf(kind: AnyKind | undefined): AnyKind | undefined {
  const it = kind && known(kind);
  return it?.kind === 'list' || it?.kind === 'map' ? it.of : undefined;
}
