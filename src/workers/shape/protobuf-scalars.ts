import { END_SECONDS, GO_ZERO_SECONDS, MIN_SECONDS } from './rfc3339.ts';
import type { ScalarKind } from './shape.ts';
import { malformed, type Wire, WireType } from './wire.ts';

/**
 * Decodes the value of a field whose tag has just been read. `end` is where the message around it
 * ends, `previous` what the field holds so far.
 */
export type Decode = (wire: Wire, end: number, previous: unknown) => unknown;

/** How a scalar is written: its wire type, and what reads it. */
export interface ScalarDecoder {
  readonly wireType: number;
  readonly decode: Decode;
}

export function compileScalar(scalar: ScalarKind<unknown>, path: string): ScalarDecoder {
  switch (scalar.kind) {
    case 'string':
      return { wireType: WireType.bytes, decode: text };
    case 'int':
      return { wireType: WireType.varint, decode: (wire, end) => wire.int(end) };
    case 'bool':
      return { wireType: WireType.varint, decode: (wire, end) => wire.int(end) !== 0 };
    case 'byteLength':
      return { wireType: WireType.bytes, decode: byteLength };
    case 'quantity':
      return { wireType: WireType.bytes, decode: quantity };
    case 'intOrString':
      return { wireType: WireType.bytes, decode: intOrString };
    case 'time':
      return { wireType: WireType.bytes, decode: (wire, end) => time(wire, end, path) };
  }
}

const STRING_1 = 1 * 8 + WireType.bytes;
const INT_1 = 1 * 8 + WireType.varint;
const INT_2 = 2 * 8 + WireType.varint;
const STRING_3 = 3 * 8 + WireType.bytes;

function text(wire: Wire, end: number): string {
  const stop = wire.extent(end);
  return wire.text(stop);
}

function byteLength(wire: Wire, end: number): number {
  const stop = wire.extent(end);
  const length = stop - wire.pos;
  wire.pos = stop;
  return length;
}

/** `resource.Quantity`: `{1: text}`. */
function quantity(wire: Wire, end: number): string {
  const stop = wire.extent(end);
  let value = '';
  while (wire.pos < stop) {
    const tag = wire.tag(stop);
    if (tag === STRING_1) value = text(wire, stop);
    else skipOther(wire, tag, stop, 1);
  }
  return value;
}

/** `intstr.IntOrString`: `{1: type, 2: intVal, 3: strVal}`; type 1 is the string. */
function intOrString(wire: Wire, end: number): number | string {
  const stop = wire.extent(end);
  let type = 0;
  let number = 0;
  let string = '';
  while (wire.pos < stop) {
    const tag = wire.tag(stop);
    if (tag === INT_1) type = wire.int(stop);
    else if (tag === INT_2) number = wire.int(stop);
    else if (tag === STRING_3) string = text(wire, stop);
    else skipOther(wire, tag, stop, 3);
  }
  return type === 1 ? string : number;
}

/**
 * `meta.v1.Time` and `MicroTime`: `{1: seconds, 2: nanoseconds}`. No bytes at all are Go's zero
 * time, while the message `{1: 0}` is 1970. Nanoseconds only add to a second, so they are left out.
 */
function time(wire: Wire, end: number, path: string): number | undefined {
  const stop = wire.extent(end);
  if (wire.pos === stop) return undefined;
  let seconds = 0;
  while (wire.pos < stop) {
    const tag = wire.tag(stop);
    if (tag === INT_1) seconds = wire.int(stop);
    else skipOther(wire, tag, stop, 1);
  }
  if (seconds === GO_ZERO_SECONDS) return undefined;
  if (seconds >= MIN_SECONDS && seconds < END_SECONDS) return seconds;
  // A year that RFC 3339 can't write: JSON could not carry it, so it is wrong here as well.
  wire.issues.add(path);
  return undefined;
}

/** Skips an unknown field; a known one, up to number `last`, is here with a wire type that is not its own. */
function skipOther(wire: Wire, tag: number, end: number, last: number): void {
  if (tag >>> 3 <= last) throw malformed('a known field of another wire type', wire.pos);
  wire.skip(tag, end);
}
