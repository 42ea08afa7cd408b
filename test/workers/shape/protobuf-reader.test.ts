import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import { Issues } from '../../../src/workers/shape/issues.ts';
import { compileProtobufReader } from '../../../src/workers/shape/protobuf-reader.ts';
import { END_SECONDS, GO_ZERO_SECONDS, MIN_SECONDS } from '../../../src/workers/shape/rfc3339.ts';
import {
  type AnyKind,
  bool,
  byteLength,
  inline,
  int,
  intOrString,
  list,
  map,
  message,
  optional,
  quantity,
  string,
  time,
  unread,
} from '../../../src/workers/shape/shape.ts';
import { bytes, number, tag, varint } from './proto-writer.ts';
import { readProtobuf } from './readers.ts';

const point = message({ x: [1, int], y: [2, string] });
const anInt = [...tag(1, 0)];

interface Row {
  readonly what: string;
  readonly kind: AnyKind;
  /** Content of a message in which field 1 is of `kind`, and the value of that field. */
  readonly reads: readonly (readonly [content: readonly number[], value: unknown])[];
}

const ROWS: readonly Row[] = [
  {
    what: 'a string',
    kind: string,
    reads: [
      [[], ''],
      [bytes(1, ''), ''],
      [bytes(1, 'abc'), 'abc'],
      [bytes(1, 'ünïcödé ☃ 日本語 🚀'), 'ünïcödé ☃ 日本語 🚀'],
      [bytes(1, '\ufeffbom'), '\ufeffbom'],
      [bytes(1, 'a'.repeat(200)), 'a'.repeat(200)],
      [bytes(1, [0x61, 0xff, 0x62]), 'a\ufffdb'],
      [[...bytes(1, 'first'), ...bytes(1, 'last')], 'last'],
      // A length with more bytes than it needs.
      [[...tag(1, 2), 0x81, 0x80, 0x00, 0x61], 'a'],
    ],
  },
  {
    what: 'an int',
    kind: int,
    reads: [
      [[], 0],
      [number(1, 0), 0],
      [number(1, 127), 127],
      [number(1, 128), 128],
      [number(1, 2 ** 28 - 1), 2 ** 28 - 1],
      [number(1, 2 ** 28), 2 ** 28],
      [number(1, 2 ** 31 - 1), 2 ** 31 - 1],
      [number(1, 2 ** 53 - 1), 2 ** 53 - 1],
      [number(1, 2n ** 56n), 2 ** 56],
      [number(1, 2n ** 63n - 1n), 2 ** 63],
      [number(1, -1), -1],
      [number(1, -128), -128],
      [number(1, -(2 ** 31)), -(2 ** 31)],
      [number(1, -(2 ** 53) + 1), -(2 ** 53) + 1],
      [number(1, -(2n ** 63n)), -(2 ** 63)],
      [[...anInt, 0x85, 0x80, 0x80, 0x80, 0x80, 0x00], 5],
      // Bits beyond the 64th are dropped, as Go drops them.
      [[...anInt, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], -1],
      [[...number(1, 1), ...number(1, 2)], 2],
    ],
  },
  {
    what: 'a bool',
    kind: bool,
    reads: [
      [[], false],
      [number(1, 0), false],
      [number(1, 1), true],
      [number(1, 2), true],
      [[...number(1, 1), ...number(1, 0)], false],
    ],
  },
  {
    what: 'bytes',
    kind: byteLength,
    reads: [
      [[], 0],
      [bytes(1, [1, 2, 3]), 3],
    ],
  },
  {
    what: 'a quantity',
    kind: quantity,
    reads: [
      [[], ''],
      [bytes(1, []), ''],
      [bytes(1, bytes(1, '100m')), '100m'],
      [bytes(1, [...bytes(7, 'unknown'), ...bytes(1, '1Gi')]), '1Gi'],
    ],
  },
  {
    what: 'an int or string',
    kind: intOrString,
    reads: [
      [[], 0],
      [bytes(1, []), 0],
      [bytes(1, [...number(1, 0), ...number(2, 8080), ...bytes(3, 'x')]), 8080],
      [bytes(1, [...number(1, 1), ...number(2, 8080), ...bytes(3, '25%')]), '25%'],
      [bytes(1, number(2, -3)), -3],
      [bytes(1, number(1, 1)), ''],
    ],
  },
  {
    what: 'a time',
    kind: time,
    reads: [
      [[], undefined],
      // Go's zero time has no bytes; 1970 has its zeros written.
      [bytes(1, []), undefined],
      [bytes(1, number(1, 0)), 0],
      [bytes(1, [...number(1, 0), ...number(2, 0)]), 0],
      [bytes(1, number(2, 5)), 0],
      [bytes(1, [...number(1, 1_700_000_000), ...number(2, 999_999_999)]), 1_700_000_000],
      [bytes(1, [...number(1, -2), ...number(2, 500_000_000)]), -2],
      [bytes(1, number(1, GO_ZERO_SECONDS)), undefined],
      [[...bytes(1, number(1, 7)), ...bytes(1, [])], undefined],
    ],
  },
  {
    what: 'an optional int',
    kind: optional(int),
    reads: [
      [[], undefined],
      [number(1, 0), 0],
    ],
  },
  {
    what: 'an optional message',
    kind: optional(point),
    reads: [
      [[], undefined],
      [bytes(1, []), { x: 0, y: '' }],
      [[...bytes(1, number(1, 4)), ...bytes(1, bytes(2, 'y'))], { x: 4, y: 'y' }],
    ],
  },
  {
    what: 'a message',
    kind: point,
    reads: [
      [[], { x: 0, y: '' }],
      [bytes(1, []), { x: 0, y: '' }],
      [[...bytes(1, [...number(1, 4), ...bytes(2, 'a')]), ...bytes(1, bytes(2, 'b'))], { x: 4, y: 'b' }],
    ],
  },
  {
    what: 'an inline message',
    kind: inline(point),
    reads: [
      [[], { x: 0, y: '' }],
      [bytes(1, number(1, 4)), { x: 4, y: '' }],
    ],
  },
  {
    what: 'a list of ints',
    kind: list(int),
    reads: [
      [[], []],
      [
        [...number(1, 1), ...number(1, -2)],
        [1, -2],
      ],
      [bytes(1, [...varint(1), ...varint(-2), ...varint(300)]), [1, -2, 300]],
      [
        [...number(1, 1), ...bytes(1, [2, 3]), ...bytes(1, []), ...number(1, 4)],
        [1, 2, 3, 4],
      ],
    ],
  },
  {
    what: 'a list of bools',
    kind: list(bool),
    reads: [
      [
        [...bytes(1, [1, 0]), ...number(1, 1)],
        [true, false, true],
      ],
    ],
  },
  {
    what: 'a list of strings',
    kind: list(string),
    reads: [
      [
        [...bytes(1, 'a'), ...bytes(9, 'between'), ...bytes(1, '')],
        ['a', ''],
      ],
    ],
  },
  {
    what: 'a list of messages',
    kind: list(point),
    reads: [
      [
        [...bytes(1, number(1, 4)), ...bytes(1, [])],
        [
          { x: 4, y: '' },
          { x: 0, y: '' },
        ],
      ],
    ],
  },
  {
    what: 'a map of strings',
    kind: map(string),
    reads: [
      [[], new Map()],
      [bytes(1, []), new Map([['', '']])],
      [bytes(1, bytes(1, 'k')), new Map([['k', '']])],
      [bytes(1, [...bytes(2, 'v'), ...bytes(1, 'k')]), new Map([['k', 'v']])],
      [bytes(1, [...bytes(1, 'k'), ...bytes(9, 'unknown'), ...bytes(2, 'v')]), new Map([['k', 'v']])],
      [
        ['1', '2'].flatMap((value) => bytes(1, [...bytes(1, '__proto__'), ...bytes(2, value)])),
        new Map([['__proto__', '2']]),
      ],
    ],
  },
  {
    what: 'a map of messages',
    kind: map(point),
    reads: [
      [bytes(1, bytes(1, 'k')), new Map([['k', { x: 0, y: '' }]])],
      [bytes(1, [...bytes(1, 'k'), ...bytes(2, number(1, 4))]), new Map([['k', { x: 4, y: '' }]])],
    ],
  },
  {
    what: 'a map of times',
    kind: map(time),
    reads: [
      [bytes(1, [...bytes(1, 'k'), ...bytes(2, number(1, 4))]), new Map([['k', 4]])],
      [bytes(1, [...bytes(1, 'k'), ...bytes(2, [])]), new Map([['k', undefined]])],
    ],
  },
  {
    what: 'a field that is not read',
    kind: unread(point),
    reads: [
      [bytes(1, number(1, 4)), { x: 0, y: '' }],
      // It is stepped over whatever it is.
      [number(1, 4), { x: 0, y: '' }],
    ],
  },
];

for (const { what, kind, reads } of ROWS) {
  for (const [content, value] of reads) {
    test(`${what} from bytes ${Buffer.from(content).toString('hex').slice(0, 60) || '(none)'}`, () => {
      const reading = readProtobuf(message({ it: [1, kind] }), content);
      assert.deepEqual(reading, { value: { it: value }, issues: 0, first: undefined });
    });
  }
}

test('a time that RFC 3339 has no year for is an issue', () => {
  const shape = message({ spec: [1, message({ at: [1, time] })] });
  for (const seconds of [MIN_SECONDS - 1, END_SECONDS, -(2n ** 63n), 2n ** 63n - 1n]) {
    const reading = readProtobuf(shape, bytes(1, bytes(1, number(1, seconds))));
    assert.deepEqual(reading, { value: { spec: { at: undefined } }, issues: 1, first: 'spec.at' });
  }
});

test('the strings of an object too large for one text are the same', () => {
  const shape = message({ a: [1, string], rest: [2, unread(string)], b: [3, string] });
  const content = [...bytes(1, 'first'), ...bytes(2, new Uint8Array(100_000)), ...bytes(3, 'ünd last')];
  assert.deepEqual(readProtobuf(shape, content).value, { a: 'first', rest: '', b: 'ünd last' });
});

test('keys that are kept between objects are never taken for one another', () => {
  const read = compileProtobufReader(message({ labels: [1, map(string)] }));
  const issues = new Issues();
  // More than are kept, of all lengths around the greatest that is kept, twice over.
  const keys = Array.from({ length: 6000 }, (_, i) =>
    `k${i % 3000}`.padEnd(i % 140, i % 7 === 0 ? 'é' : 'x'),
  );
  for (const key of keys) {
    const entry = Uint8Array.from(bytes(1, [...bytes(1, key), ...bytes(2, key)]));
    assert.deepEqual(read(entry, 0, entry.length, issues).labels, new Map([[key, key]]));
  }
});

const everyField = message({
  text: [1, string],
  number: [2, int],
  amount: [3, quantity],
  at: [4, time],
  port: [5, intOrString],
  point: [6, point],
  numbers: [7, list(int)],
  labels: [8, map(string)],
  data: [9, byteLength],
});
const group = [...tag(50, 3), ...number(1, 1), ...tag(50, 4)];
const tenBytes = Array.from({ length: 10 }, () => 0x80);

const MALFORMED: readonly (readonly [what: string, content: readonly number[]])[] = [
  ['a lone tag', tag(1, 2)],
  ['a tag that is cut off', [0x80]],
  ['a tag of eleven bytes', [...tenBytes, 0x01]],
  ['field number 0', [...tag(0, 2), 0]],
  ['field number 0 written long', [0x82, 0x00, 0x00]],
  ['a field number above 2^29', number(2 ** 29, 1)],
  ['a negative tag', varint(-1)],
  ['a group', group],
  ['the end of a group', tag(50, 4)],
  ['wire type 6', [...tag(50, 6), 0]],
  ['wire type 7', [...tag(1, 7), 0]],
  ['a varint of eleven bytes', [...tag(2, 0), ...tenBytes, 0x01]],
  ['a varint that is cut off', [...tag(2, 0), 0xff]],
  ['no varint', tag(2, 0)],
  ['a length past the end', [...tag(1, 2), 2, 0x61]],
  ['a length of 2^31', [...tag(1, 2), ...varint(2 ** 31)]],
  ['a length of 2^62', [...tag(1, 2), ...varint(2n ** 62n)]],
  ['a negative length', [...tag(1, 2), ...varint(-1)]],
  ['a negative length to be skipped', [...tag(50, 2), ...varint(-1)]],
  ['a skipped varint that is cut off', [...tag(50, 0), 0x80]],
  ['a fixed64 that is cut off', [...tag(50, 1), 1, 2, 3, 4, 5, 6, 7]],
  ['a fixed32 that is cut off', [...tag(50, 5), 1, 2, 3]],
  ['a string of wire type 0', number(1, 1)],
  ['an int of wire type 2', bytes(2, 'x')],
  ['an int of wire type 5', [...tag(2, 5), 1, 2, 3, 4]],
  ['a message of wire type 0', number(6, 1)],
  ['a map of wire type 0', number(8, 1)],
  ['bytes of wire type 0', number(9, 1)],
  ['a quantity whose text is a number', bytes(3, number(1, 1))],
  ['a time whose seconds are text', bytes(4, bytes(1, '1'))],
  ['an IntOrString whose type is text', bytes(5, bytes(1, '1'))],
  ['an IntOrString whose text is a number', bytes(5, number(3, 1))],
  ['a nested string past the end of its message', bytes(6, [...tag(2, 2), 5, 0x61])],
  ['packed ints that are cut off', bytes(7, [1, 0x80])],
  ['a map key that is a number', bytes(8, number(1, 1))],
  ['a map value that is a number', bytes(8, number(2, 1))],
  ['a map value past the end of its entry', bytes(8, [...tag(2, 2), 9])],
];

for (const [what, content] of MALFORMED) {
  test(`${what} makes the object malformed, at a byte inside of it`, () => {
    // Good fields on both sides: what is around the object must not help it.
    const before = number(2, 1);
    const around = Uint8Array.from([...before, ...content, ...new Uint8Array(20)]);
    const read = compileProtobufReader(everyField);
    assert.throws(
      () => read(around, before.length, before.length + content.length, new Issues()),
      (error: unknown) => {
        assert.equal(codeOf(error), 'KSE_OBJECT_MALFORMED');
        const at = Number(/at byte (\d+)$/.exec(String(error))?.[1]);
        assert.ok(at >= before.length && at <= before.length + content.length, String(error));
        return true;
      },
    );
  });
}

test('a malformed object leaves nothing behind for the next one', () => {
  const read = compileProtobufReader(everyField);
  const bad = Uint8Array.from([...bytes(1, 'left'), ...number(7, 1), ...bytes(6, number(1, 5)), 0x80]);
  assert.throws(() => read(bad, 0, bad.length, new Issues()));
  const good = Uint8Array.from(number(2, 9));
  assert.deepEqual(read(good, 0, good.length, new Issues()), {
    text: '',
    number: 9,
    amount: '',
    at: undefined,
    port: 0,
    point: { x: 0, y: '' },
    numbers: [],
    labels: new Map(),
    data: 0,
  });
});

test('one reader goes from one buffer to another, and to the same buffer with other bytes', () => {
  const read = compileProtobufReader(message({ a: [1, string] }));
  const issues = new Issues();
  const buffer = Uint8Array.from(bytes(1, 'one'));
  assert.equal(read(buffer, 0, buffer.length, issues).a, 'one');
  buffer.set(bytes(1, 'two'));
  assert.equal(read(buffer, 0, buffer.length, issues).a, 'two');
  const part = Uint8Array.from([9, 9, ...bytes(1, 'three'), 9]).subarray(2, 9);
  assert.equal(read(part, 0, part.length, issues).a, 'three');
});

test('a range that is not in the bytes is refused', () => {
  const read = compileProtobufReader(message({ a: [1, string] }));
  for (const [start, end] of [
    [-1, 0],
    [2, 1],
    [0, 5],
    [Number.NaN, 1],
    [0, Number.NaN],
  ] as const) {
    assert.throws(() => read(new Uint8Array(4), start, end, new Issues()), RangeError);
  }
});
