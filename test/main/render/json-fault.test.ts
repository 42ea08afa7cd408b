import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findJsonFault } from '../../../src/main/render/json-fault.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the place where a text stops being JSON', () => {
  const CASES: readonly (readonly [text: string, offset: number, what: RegExp])[] = [
    ['', 0, /ends where a value/],
    ['{"a":}', 5, /no value/],
    ['{"a" 1}', 5, /no colon/],
    ['{"a":1 "b":2}', 7, /no comma/],
    ['{"a":1,}', 7, /no key/],
    ['[1,]', 3, /no value/],
    ['{"a":tru}', 5, /no value/],
    ['{"a":01}', 6, /no comma/],
    ['{"a":"x\ny"}', 7, /line break/],
    ['{"a":"x\u0001"}', 7, /control character/],
    ['{"a":"\\x"}', 6, /escape/],
    ['{"a":"b', 7, /inside of a string/],
    ['{"a":[1,2', 9, /ends where a comma or \]/],
    ['{"a":[1}', 7, /no comma or \]/],
    ['{} x', 3, /follows/],
    ["{'a':1}", 1, /no key or }/],
  ];
  for (const [text, offset, what] of CASES) {
    it(`is character ${offset} of ${JSON.stringify(text)}`, () => {
      const fault = findJsonFault(text);
      assert.equal(fault?.offset, offset);
      assert.match(fault?.what ?? '', what);
    });
  }

  it('is nowhere in JSON, whatever is in it', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, pretty) => {
        assert.equal(
          findJsonFault(pretty ? JSON.stringify(JSON.parse(text), undefined, 2) : text),
          undefined,
        );
      }),
    );
  });

  it('is found exactly where JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[],:"\\x1 \n'), (text, place, character) => {
        const at = place % (text.length + 1);
        const broken = text.slice(0, at) + character + text.slice(at + 1);
        assert.equal(findJsonFault(broken) === undefined, isJson(broken));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes strings of any length, and any depth', () => {
    assert.equal(findJsonFault(JSON.stringify('x"é'.repeat(1_000_000))), undefined);
    assert.equal(findJsonFault('['.repeat(200_000) + ']'.repeat(200_000)), undefined);
  });
});
