import type { Issues } from './issues.ts';
import { compileScalar, type Decode } from './protobuf-scalars.ts';
import { type AnyKind, known, type MessageKind } from './shape.ts';
import { malformed, Wire, WireType } from './wire.ts';
import { EMPTY_LIST, EMPTY_MAP, type Struct, zeroMessage, zeroOf } from './zero.ts';

/**
 * Reads one object from the bytes of its protobuf message. Throws `KSE_OBJECT_MALFORMED` where Go
 * would report an error; `issues` counts values that no JSON could carry.
 */
export type ProtobufReader<T> = (bytes: Uint8Array, start: number, end: number, issues: Issues) => T;

/** One for all readers, since decoding is synchronous: what it still holds when at rest is one batch. */
const sharedWire = new Wire();

/**
 * Compiles a shape into a decoder that reads the fields in it and steps over all others.
 *
 * As the Go types of Kubernetes do: a repeated field appends, the last of several scalars stands,
 * and a message that comes in parts is merged. Times, quantities and IntOrStrings in parts are
 * not (no encoder writes them so): the last part stands.
 *
 * Strings, other than the keys of maps, are slices of one string that is as long as the object. Keep
 * none of them beyond the object's own life: one uid would hold on to all of its pod's text.
 */
export function compileProtobufReader<T>(shape: MessageKind<T>): ProtobufReader<T> {
  const decode = compileMessage(shape);
  return (bytes, start, end, issues) => {
    if (!(0 <= start && start <= end && end <= bytes.length))
      throw new RangeError('no such part of the bytes');
    sharedWire.open(bytes, start, end);
    sharedWire.issues = issues;
    return decode(sharedWire, end, undefined) as T;
  };
}

interface FieldDecoder {
  readonly wireType: number;
  readonly decode: Decode;
  /** For a list of numbers written as one run of bytes. */
  readonly packed?: Decode;
}

function compile(kind: AnyKind, path: string): FieldDecoder | undefined {
  const it = known(kind);
  switch (it.kind) {
    case 'unread':
      return undefined;
    case 'optional':
    case 'inline':
      return compile(it.of, path);
    case 'message':
      return { wireType: WireType.bytes, decode: nested(compileMessage(it, path)) };
    case 'list':
      return compileList(it.of, path);
    case 'map':
      return { wireType: WireType.bytes, decode: compileMap(it.of, path) };
    default:
      return compileScalar(it, path);
  }
}

function nested(decode: Decode): Decode {
  return (wire, end, previous) => decode(wire, wire.extent(end), previous);
}

function compileList(of: AnyKind, path: string): FieldDecoder | undefined {
  const item = compile(of, path);
  if (item === undefined) return undefined;
  const { wireType, decode } = item;
  const append: Decode = (wire, end, previous) => {
    const items = listIn(previous);
    items.push(decode(wire, end, undefined));
    return items;
  };
  if (wireType !== WireType.varint) return { wireType, decode: append };
  const packed: Decode = (wire, end, previous) => {
    const stop = wire.extent(end);
    const items = listIn(previous);
    while (wire.pos < stop) items.push(decode(wire, stop, undefined));
    return items;
  };
  return { wireType, decode: append, packed };
}

function listIn(previous: unknown): unknown[] {
  return previous === undefined || previous === EMPTY_LIST ? [] : (previous as unknown[]);
}

/** A map is a list of entries `{1: key, 2: value}`; the last entry of a key stands. */
function compileMap(of: AnyKind, path: string): Decode {
  const keyTag = 1 * 8 + WireType.bytes;
  const value = compile(of, path);
  const valueTag = value === undefined ? -1 : 2 * 8 + value.wireType;
  const zero = zeroOf(of);
  return (wire, end, previous) => {
    const stop = wire.extent(end);
    const entries =
      previous === undefined || previous === EMPTY_MAP
        ? new Map<string, unknown>()
        : (previous as Map<string, unknown>);
    let k = '';
    let v = zero;
    while (wire.pos < stop) {
      const tag = wire.tag(stop);
      if (tag === keyTag) k = wire.key(wire.extent(stop));
      else if (tag === valueTag && value !== undefined) v = value.decode(wire, stop, undefined);
      else if (tag >>> 3 === 1 || (value !== undefined && tag >>> 3 === 2)) throw mismatch(wire);
      else wire.skip(tag, stop);
    }
    entries.set(k, v);
    return entries;
  };
}

function mismatch(wire: Wire): Error {
  return malformed('a known field of another wire type', wire.pos);
}

const refuse: Decode = (wire) => {
  throw mismatch(wire);
};

function compileMessage(shape: MessageKind<unknown>, path = ''): Decode {
  const zero = zeroMessage(shape);
  const names: string[] = [];
  const decoders: (Decode | undefined)[] = [];
  for (const [name, [number, kind]] of Object.entries(shape.fields)) {
    const field = compile(kind, path === '' ? name : `${path}.${name}`);
    if (field === undefined) continue;
    for (let tag = number * 8; tag < number * 8 + 8; tag++) {
      names[tag] = name;
      decoders[tag] = refuse;
    }
    if (field.packed !== undefined) decoders[number * 8 + WireType.bytes] = field.packed;
    decoders[number * 8 + field.wireType] = field.decode;
  }
  // Without holes, so that an index below the length is all there is to check.
  const byTag = Array.from(decoders);
  const nameByTag = Array.from(names);
  return (wire, end, previous) => {
    const value: Struct = previous === undefined || previous === zero ? { ...zero } : (previous as Struct);
    while (wire.pos < end) {
      const tag = wire.tag(end);
      const decode = tag < byTag.length ? byTag[tag] : undefined;
      if (decode === undefined) {
        wire.skip(tag, end);
      } else {
        const name = nameByTag[tag] as string;
        value[name] = decode(wire, end, value[name]);
      }
    }
    return value;
  };
}
