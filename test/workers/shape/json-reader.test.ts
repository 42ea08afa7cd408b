import assert from 'node:assert/strict';
import { test } from 'node:test';
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
} from '../../../src/workers/shape/shape.ts';
import { readJson } from './readers.ts';

const point = message({ x: [1, int] });
const zeroPoint = { x: 0 };
const empty = new Map();

interface Row {
  readonly what: string;
  readonly kind: AnyKind;
  /** Absent and null give this. */
  readonly zero: unknown;
  readonly good: readonly (readonly [json: unknown, value: unknown])[];
  /** Each counts one issue and gives `wrongValue`. */
  readonly wrong: readonly unknown[];
  readonly wrongValue?: unknown;
}

const ROWS: readonly Row[] = [
  {
    what: 'a string',
    kind: string,
    zero: '',
    good: [
      ['', ''],
      ['\ud800', '\ud800'],
    ],
    wrong: [1, true, {}, []],
  },
  {
    what: 'a bool',
    kind: bool,
    zero: false,
    good: [
      [true, true],
      [false, false],
    ],
    wrong: [0, 1, 'true', {}, []],
  },
  {
    what: 'an int',
    kind: int,
    zero: 0,
    good: [
      [7, 7],
      [-(2 ** 63), -(2 ** 63)],
      [JSON.parse('9223372036854775807'), 2 ** 63],
      [-0, 0],
    ],
    wrong: [1.5, 1e300, -(2 ** 64), '7', true, {}, []],
  },
  {
    what: 'a quantity',
    kind: quantity,
    zero: '',
    good: [
      ['100m', '100m'],
      [2, '2'],
      [0.5, '0.5'],
      [1e21, '1e+21'],
    ],
    wrong: [true, {}, []],
  },
  {
    what: 'an int or string',
    kind: intOrString,
    zero: 0,
    good: [
      [80, 80],
      ['25%', '25%'],
      ['80', '80'],
      [-(2 ** 31), -(2 ** 31)],
    ],
    wrong: [2 ** 31, 1.5, true, {}, []],
  },
  {
    what: 'a time',
    kind: time,
    zero: undefined,
    good: [
      ['2024-01-01T00:00:00Z', 1_704_067_200],
      ['1970-01-01T00:00:00.5Z', 0],
      ['0001-01-01T00:00:00Z', undefined],
    ],
    wrong: ['', 'yesterday', 0, true, {}, []],
  },
  {
    what: 'bytes',
    kind: byteLength,
    zero: 0,
    good: [
      ['', 0],
      ['QQ==', 1],
      ['QUI=', 2],
      ['QUJD', 3],
      ['QU\r\nJD\n', 3],
      ['+/+/', 3],
    ],
    wrong: ['Q', 'QQ', 'QQ=', 'QQ===', '=QQQ', 'Q=Q=', '-_-_', 'QU D', 1, {}],
  },
  {
    what: 'an optional bool',
    kind: optional(bool),
    zero: undefined,
    good: [[false, false]],
    wrong: ['false', 0],
  },
  {
    what: 'an optional message',
    kind: optional(point),
    zero: undefined,
    good: [
      [{}, zeroPoint],
      [{ x: 3 }, { x: 3 }],
    ],
    wrong: ['x', 1, []],
  },
  {
    what: 'an optional list',
    kind: optional(list(int)),
    zero: undefined,
    good: [
      [[], []],
      [[1], [1]],
    ],
    wrong: [{}, 'x'],
  },
  {
    what: 'a message',
    kind: point,
    zero: zeroPoint,
    good: [
      [{ x: 1, y: 'unknown' }, { x: 1 }],
      [{ x: null }, zeroPoint],
    ],
    wrong: ['x', 1, true, []],
    wrongValue: zeroPoint,
  },
  {
    what: 'a list',
    kind: list(string),
    zero: [],
    good: [
      [[], []],
      [
        ['a', null],
        ['a', ''],
      ],
    ],
    wrong: [{}, 'a', 1],
    wrongValue: [],
  },
  {
    what: 'a list of messages',
    kind: list(point),
    zero: [],
    good: [
      [
        [{ x: 1 }, null],
        [{ x: 1 }, zeroPoint],
      ],
    ],
    wrong: [{ 0: { x: 1 } }],
    wrongValue: [],
  },
  {
    what: 'a map',
    kind: map(string),
    zero: empty,
    good: [
      [{}, empty],
      [
        { b: '1', a: null },
        new Map([
          ['b', '1'],
          ['a', ''],
        ]),
      ],
      [
        JSON.parse('{"__proto__":"x","constructor":"y"}'),
        new Map([
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ]),
      ],
    ],
    wrong: [[], 'a', 1],
    wrongValue: empty,
  },
  {
    what: 'a map of times',
    kind: map(time),
    zero: empty,
    good: [
      [
        { a: '1970-01-01T00:00:00Z', b: null },
        new Map([
          ['a', 0],
          ['b', undefined],
        ]),
      ],
    ],
    wrong: [[]],
    wrongValue: empty,
  },
];

for (const { what, kind, zero, good, wrong, wrongValue } of ROWS) {
  const shape = message({ before: [1, string], it: [2, kind], after: [3, string] });
  const read = (json: object) => readJson(shape, { before: 'b', ...json, after: 'a' });

  test(`${what} that is absent or null is its zero value`, () => {
    for (const json of [{}, { it: null }, { it: undefined }]) {
      assert.deepEqual(read(json), {
        value: { before: 'b', it: zero, after: 'a' },
        issues: 0,
        first: undefined,
      });
    }
  });

  for (const [json, value] of good) {
    test(`${what} written ${JSON.stringify(json)} is read`, () => {
      assert.deepEqual(read({ it: json }), {
        value: { before: 'b', it: value, after: 'a' },
        issues: 0,
        first: undefined,
      });
    });
  }

  for (const json of wrong) {
    test(`${what} can't be ${JSON.stringify(json)}, which harms nothing beside it`, () => {
      assert.deepEqual(read({ it: json }), {
        value: { before: 'b', it: wrongValue, after: 'a' },
        issues: 1,
        first: 'it',
      });
    });
  }
}

test('an inlined message is read from the object around it', () => {
  const volume = message({
    name: [1, string],
    source: [2, inline(message({ claim: [1, optional(point)], size: [2, int] }))],
  });
  assert.deepEqual(readJson(volume, { name: 'v', claim: { x: 1 }, size: 'big' }), {
    value: { name: 'v', source: { claim: { x: 1 }, size: undefined } },
    issues: 1,
    first: 'source.size',
  });
});

test('a wrong item or entry leaves the others, and issues name the field without index or key', () => {
  const shape = message({
    items: [1, list(message({ at: [1, time] }))],
    byName: [2, map(message({ deep: [1, inline(point)] }))],
    numbers: [3, list(int)],
  });
  const json = {
    items: [{ at: 'never' }, 7, { at: '1970-01-01T00:00:01Z' }],
    byName: { secret: { x: true }, other: 'no', good: { x: 2 } },
    numbers: [1, 'two', 3],
  };
  const { value, issues, first } = readJson(shape, json);
  assert.deepEqual(value, {
    items: [{ at: undefined }, { at: undefined }, { at: 1 }],
    byName: new Map([
      ['secret', { deep: { x: undefined } }],
      ['other', { deep: { x: 0 } }],
      ['good', { deep: { x: 2 } }],
    ]),
    numbers: [1, undefined, 3],
  });
  assert.equal(issues, 5);
  assert.equal(first, 'items.at');
});

for (const json of ['text', 1, true, []]) {
  test(`${JSON.stringify(json)} in the place of an object is one issue and the zero message`, () => {
    assert.deepEqual(readJson(point, json), { value: zeroPoint, issues: 1, first: '(object)' });
  });
}

test('JSON nested a million deep is read as far as the shape goes', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 1_000_000; i++) deep = { x: deep };
  const outer = message({ x: [1, message({ x: [1, int] })] });
  assert.deepEqual(readJson(outer, { x: deep }), { value: { x: { x: undefined } }, issues: 1, first: 'x.x' });
});

test('what an object inherits is not a field of it', () => {
  assert.throws(() => message({ toString: [1, string] }), TypeError);
  assert.throws(() => message({ ['__proto__']: [1, string] }), TypeError);
});

test('a shape that protobuf could not carry is refused', () => {
  assert.throws(() => message({ a: [1, string], b: [1, string] }), /twice/);
  assert.throws(() => message({ a: [0, string] }), TypeError);
  assert.throws(() => message({ a: [1, list(list(string))] }), /lists or maps/);
  assert.throws(() => message({ a: [1, map(list(string))] }), /lists or maps/);
});
