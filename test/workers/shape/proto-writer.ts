import { type AnyKind, known, type MessageKind } from '../../../src/workers/shape/shape.ts';

/** A varint of any 64-bit integer, negative ones in two's complement as Go writes them. */
export function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return bytes;
}

export function tag(number: number, wireType: number): number[] {
  return varint(number * 8 + wireType);
}

/** A field of wire type 0. */
export function number(field: number, value: number | bigint): number[] {
  return [...tag(field, 0), ...varint(value)];
}

/** A field of wire type 2. */
export function bytes(field: number, content: Iterable<number> | string): number[] {
  const data = typeof content === 'string' ? [...Buffer.from(content)] : [...content];
  return [...tag(field, 2), ...varint(data.length), ...data];
}

/** What may be put between the fields of every message, to see that it is stepped over. */
export interface WriteOptions {
  readonly noise?: () => number[];
}

/** A value of a shape as the API server would write it: zero scalars and all, absent pointers left out. */
export function writeMessage(
  shape: MessageKind<unknown>,
  value: unknown,
  { noise = () => [] }: WriteOptions = {},
): number[] {
  const object = value as Readonly<Record<string, unknown>>;
  const out: number[] = noise();
  for (const [name, [field, kind]] of Object.entries(shape.fields)) {
    out.push(...writeField(field, kind, object[name], { noise }), ...noise());
  }
  return out;
}

function writeField(field: number, kind: AnyKind, value: unknown, options: WriteOptions): number[] {
  const it = known(kind);
  switch (it.kind) {
    case 'string':
      return bytes(field, value as string);
    case 'quantity':
      return bytes(field, bytes(1, value as string));
    case 'byteLength':
      return bytes(field, new Uint8Array(value as number));
    case 'bool':
      return number(field, value === true ? 1 : 0);
    case 'int':
      return number(field, value as number);
    case 'time':
      return bytes(field, value === undefined ? [] : [...number(1, value as number), ...number(2, 0)]);
    case 'intOrString':
      return bytes(
        field,
        typeof value === 'string'
          ? [...number(1, 1), ...number(2, 0), ...bytes(3, value)]
          : [...number(1, 0), ...number(2, value as number), ...bytes(3, '')],
      );
    case 'optional':
      return value === undefined ? [] : writeField(field, it.of, value, options);
    case 'inline':
    case 'unread':
      return writeField(field, it.of, value, options);
    case 'message':
      return bytes(field, writeMessage(it, value, options));
    case 'list':
      return (value as readonly unknown[]).flatMap((item) => writeField(field, it.of, item, options));
    case 'map':
      return [...(value as ReadonlyMap<string, unknown>)].flatMap(([key, item]) =>
        bytes(field, [...bytes(1, key), ...writeField(2, it.of, item, options)]),
      );
  }
}
