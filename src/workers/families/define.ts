import type { AnyKind, MessageKind, Value } from '../shape/shape.ts';
import type { Family, Resource } from './family.ts';

type Row<T> = Omit<Family<T>, 'type'>;

/** The row constructors for the objects of one shape: `const { gauge, counter } = rowsOf(shape)`. */
export interface Rows<T> {
  readonly gauge: (row: Row<T>) => Family<T>;
  readonly counter: (row: Row<T>) => Family<T>;
}

/** Families of the objects that `shape` describes. */
export function rowsOf<S extends AnyKind>(_shape: S): Rows<Value<S>> {
  return {
    gauge: (row) => ({ ...row, type: 'gauge' }),
    counter: (row) => ({ ...row, type: 'counter' }),
  };
}

/** Declares a resource; the type of its objects follows from its shape. */
export function resource<S extends MessageKind<unknown>>(
  row: Omit<Resource<Value<S>>, 'shape'> & { readonly shape: S },
): Resource<Value<S>> {
  return row as Resource<Value<S>>;
}
