import { type AnyKind, known, type MessageKind } from './shape.ts';

/** An object that a reader makes, while it is made. */
export type Struct = Record<string, unknown>;

/** What every absent list and map is. Shared: typed read-only everywhere, so nobody may add to them. */
export const EMPTY_LIST: readonly never[] = [];
export const EMPTY_MAP: ReadonlyMap<string, never> = new Map<string, never>();

/** Go's zero value of a kind, as `shape.ts` describes it. */
export function zeroOf(kind: AnyKind): unknown {
  const it = known(kind);
  switch (it.kind) {
    case 'string':
    case 'quantity':
      return '';
    case 'bool':
      return false;
    case 'int':
    case 'intOrString':
    case 'byteLength':
      return 0;
    case 'time':
    case 'optional':
      return undefined;
    case 'list':
      return EMPTY_LIST;
    case 'map':
      return EMPTY_MAP;
    case 'inline':
    case 'unread':
      return zeroOf(it.of);
    case 'message':
      return zeroMessage(it);
  }
}

const zeroMessages = new WeakMap<MessageKind<unknown>, Struct>();

/**
 * The zero message of a shape: all its properties, in the shape's order. There is one per shape, so
 * a reader can tell it from a message that was there. Readers copy it and fill the copy in, so that
 * all objects of a shape have one hidden class. It is not frozen: frozen objects are a hidden class
 * of their own.
 */
export function zeroMessage(shape: MessageKind<unknown>): Struct {
  const made = zeroMessages.get(shape);
  if (made !== undefined) return made;
  const zero: Struct = {};
  for (const [name, [, kind]] of Object.entries(shape.fields)) zero[name] = zeroOf(kind);
  zeroMessages.set(shape, zero);
  return zero;
}
