/** Rows whose one sample is a number that the object holds. */
import type { AnyKind, Value } from '../shape/shape.ts';
import type { Family, Stability } from './family.ts';

/** A family that reports one field. */
interface NumberRow<T> {
  readonly name: string;
  readonly help: string;
  /** Dotted path of the field that `value` gives. */
  readonly field: string;
  readonly value: (object: T) => number | undefined;
  /** STABLE where it isn't given. */
  readonly stability?: Stability;
}

/** Makes the rows of one shape's objects: `const { always, whereSet } = numbersOf(shape)`. */
export interface NumberRows<T> {
  /** Always one sample; an absent field is 0. */
  readonly always: (row: NumberRow<T>) => Family<T>;
  /** One sample where the field is set, an explicit 0 included. For Go's pointers, and times. */
  readonly whereSet: (row: NumberRow<T>) => Family<T>;
}

/** Number rows for the objects that `shape` describes. */
export function numbersOf<S extends AnyKind>(_shape: S): NumberRows<Value<S>> {
  return {
    always: (row) => ({
      ...common(row),
      when: `Always one sample, the value of ${row.field}, which is 0 where it is absent.`,
      render: (object, samples) => samples.add(row.value(object)),
    }),
    whereSet: (row) => ({
      ...common(row),
      when: `One sample with the value of ${row.field} where it is set.`,
      render(object, samples) {
        const value = row.value(object);
        if (value !== undefined) samples.add(value);
      },
    }),
  };
}

function common<T>({
  name,
  help,
  field,
  stability = 'STABLE',
}: NumberRow<T>): Omit<Family<T>, 'when' | 'render'> {
  return { name, type: 'gauge', stability, help, labels: [], reads: [field], distinct: true };
}
