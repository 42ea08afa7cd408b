import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { parseQuery } from '../../../src/main/http/query.ts';

const QUERIES: readonly [text: string, entries: [string, string[]][] | undefined][] = [
  ['', []],
  [
    'a=1&b=2&a=3',
    [
      ['a', ['1', '3']],
      ['b', ['2']],
    ],
  ],
  ['a', [['a', ['']]]],
  [
    'a=&&=b',
    [
      ['a', ['']],
      ['', ['b']],
    ],
  ],
  ['a=b=c', [['a', ['b=c']]]],
  ['a+b=c%20d', [['a b', ['c d']]]],
  ['%61=%C3%A9', [['a', ['é']]]],
  ['__proto__=x', [['__proto__', ['x']]]],
  ['a=%', undefined],
  ['a=%zz', undefined],
  ['%ff=a', undefined],
];

for (const [text, entries] of QUERIES) {
  it(`the query ${JSON.stringify(text)} is ${entries === undefined ? 'malformed' : 'read'}`, () => {
    const query = parseQuery(text);
    assert.deepEqual(query === undefined ? undefined : [...query], entries);
  });
}

it('a query that URLSearchParams writes is read as it was', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))),
      (pairs) => {
        const query = parseQuery(new URLSearchParams(pairs).toString());
        const expected = new Map<string, string[]>();
        for (const [name, value] of pairs) expected.set(name, [...(expected.get(name) ?? []), value]);
        assert.deepEqual(query, expected);
      },
    ),
  );
});
