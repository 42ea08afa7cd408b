import fc from 'fast-check';
import { END_SECONDS, GO_ZERO_SECONDS, MIN_SECONDS } from '../../../src/workers/shape/rfc3339.ts';
import {
  type AnyKind,
  bool,
  byteLength,
  inline,
  int,
  intOrString,
  known,
  list,
  map,
  message,
  optional,
  quantity,
  string,
  time,
} from '../../../src/workers/shape/shape.ts';

const leaf = message({
  name: [1, string],
  size: [2, quantity],
  target: [16, intOrString],
  at: [40, time],
  until: [4, optional(time)],
});

/** One shape with every kind in every place where Kubernetes has one. */
export const everything = message({
  text: [1, string],
  number: [2, int],
  flag: [3, bool],
  amount: [4, quantity],
  since: [5, time],
  port: [6, intOrString],
  data: [7, byteLength],
  leaf: [8, leaf],
  maybeText: [9, optional(string)],
  maybeNumber: [10, optional(int)],
  maybeFlag: [11, optional(bool)],
  maybeLeaf: [12, optional(leaf)],
  maybeAmount: [13, optional(quantity)],
  maybePort: [14, optional(intOrString)],
  texts: [15, list(string)],
  numbers: [16, list(int)],
  flags: [17, list(bool)],
  leaves: [18, list(leaf)],
  labels: [100, map(string)],
  amounts: [101, map(quantity)],
  times: [102, map(time)],
  leafByName: [103, map(leaf)],
  source: [104, inline(message({ claim: [1, optional(leaf)], paths: [2, list(string)] }))],
});

/** Text of all kinds that UTF-8 can carry. */
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('True', 'Ready', '\ufeffbom', '\u2028', '\0', '__proto__', '7', 'a'.repeat(300)),
);

/** Years that `Date` writes with four digits, as RFC 3339 does. */
const seconds = fc
  .oneof(
    fc.integer({ min: MIN_SECONDS, max: END_SECONDS - 1 }),
    fc.constantFrom(0, -1, 1_700_000_000, MIN_SECONDS, END_SECONDS - 1),
  )
  .filter((second) => second !== GO_ZERO_SECONDS);

/** Values that a kind can have. */
export function valuesOf(kind: AnyKind): fc.Arbitrary<unknown> {
  const it = known(kind);
  switch (it.kind) {
    case 'string':
    case 'quantity':
      return text;
    case 'bool':
      return fc.boolean();
    case 'int':
      return fc.oneof(
        fc.integer(),
        fc.maxSafeInteger(),
        fc.constantFrom(0, 127, 128, -(2 ** 63), 2 ** 53 - 1),
      );
    case 'byteLength':
      return fc.nat({ max: 300 });
    case 'time':
      return fc.option(seconds, { nil: undefined });
    case 'intOrString':
      return fc.oneof(fc.integer(), text);
    case 'optional':
      return fc.option(valuesOf(it.of), { nil: undefined });
    case 'inline':
    case 'unread':
      return valuesOf(it.of);
    case 'list':
      return fc.array(valuesOf(it.of), { maxLength: 4 });
    case 'map':
      return fc
        .uniqueArray(fc.tuple(text, valuesOf(it.of)), { maxLength: 4, selector: ([key]) => key })
        .map((entries) => new Map(entries));
    case 'message':
      return (
        fc
          .record(
            Object.fromEntries(Object.entries(it.fields).map(([name, [, field]]) => [name, valuesOf(field)])),
          )
          // fast-check's records have no prototype; objects of a shape do.
          .map((record) => ({ ...record }))
      );
  }
}
