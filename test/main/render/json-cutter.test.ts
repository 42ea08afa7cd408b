import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { JsonCutter } from '../../../src/main/render/json-cutter.ts';

/** Pieces as text: `value 1:1 {…}`, items with a dash; so that they can be compared at a glance. */
function cut(
  text: string | Uint8Array,
  chunk = Number.POSITIVE_INFINITY,
  cutter = new JsonCutter(),
): string[] {
  const bytes = Buffer.from(text);
  const found: string[] = [];
  const take = () => {
    for (let piece = cutter.next(); piece !== undefined; piece = cutter.next()) {
      const place = `${piece.place.line}:${piece.place.column}`;
      if (piece.type === 'value') {
        const body = Buffer.from(piece.bytes.subarray(piece.start, piece.end)).toString();
        found.push(`${piece.list === undefined ? '' : '- '}${place} ${body}`);
      } else if (piece.type === 'fault') found.push(`${place} fault: ${piece.what}`);
      else if (piece.type === 'list') {
        found.push(
          `${place} list ${piece.envelope === undefined ? '' : Buffer.from(piece.envelope).toString()}`,
        );
      } else {
        found.push(`${place} yaml`);
        return false;
      }
    }
    return true;
  };
  for (let at = 0; at < bytes.length; at += chunk) {
    cutter.append(bytes.subarray(at, Math.min(bytes.length, at + chunk)));
    if (!take()) return found;
  }
  cutter.end();
  take();
  return found;
}

describe('JSON is cut into objects', () => {
  it('one a line, in a row, and indented, each with its place', () => {
    assert.deepEqual(cut('{"a":1}\n{"b":"}"} {"c":[{}]}\n\n{\n  "d": {}\n}\n'), [
      '1:1 {"a":1}',
      '2:1 {"b":"}"}',
      '2:11 {"c":[{}]}',
      '4:1 {\n  "d": {}\n}',
    ]);
  });

  it('with columns that count characters, not bytes', () => {
    assert.deepEqual(cut('{"ä":"€😀"} {"b":2}'), ['1:1 {"ä":"€😀"}', '1:12 {"b":2}']);
  });

  it('item by item where they are in a list, whatever the order of its keys', () => {
    assert.deepEqual(
      cut('{"kind":"PodList","items":[{"a":1}, {"b":{"items":[1]}}],"metadata":{"items":[3]}}'),
      [
        '- 1:28 {"a":1}',
        '- 1:37 {"b":{"items":[1]}}',
        '1:1 list {"kind":"PodList","items":[],"metadata":{"items":[3]}}',
      ],
    );
    assert.deepEqual(cut('{"items":[],"kind":"List"}'), ['1:1 list {"items":[],"kind":"List"}']);
    assert.deepEqual(cut('[{"a":1},\n{"a":2}]'), ['- 1:2 {"a":1}', '- 2:1 {"a":2}', '1:1 list ']);
  });

  it('and not into the items of what says that it is no list', () => {
    const text = '{"kind":"Basket","items":[{"a":1}]}';
    assert.deepEqual(cut(text), [`1:1 ${text}`]);
    const nested = '{"kind":"Pod","metadata":{"items":[{"a":1}]},"x":["items",[{}]]}';
    assert.deepEqual(cut(nested), [`1:1 ${nested}`]);
  });

  it('the same whatever the chunks they come in', () => {
    const text =
      '{"é":"\\"}{"}\n{"kind":"List","items":[\n{"a":[1,{"b":"\\\\"}]},\n{"c":"😀"}\n]}\n[{"x":1}]{"z":{}}';
    const whole = cut(text);
    assert.equal(whole.length, 7);
    for (let chunk = 1; chunk < Buffer.byteLength(text); chunk++) assert.deepEqual(cut(text, chunk), whole);
  });

  it('of any form and in any chunks', () => {
    const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.array(object),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(0, 2),
        (objects, chunk, indent) => {
          const plain = objects.map((value) => ({ kind: 'X', ...value }));
          const text = plain.map((value) => JSON.stringify(value, undefined, indent)).join('\n');
          const bodies = cut(text, chunk).map((line) => JSON.parse(line.slice(line.indexOf(' '))));
          assert.deepEqual(bodies, JSON.parse(JSON.stringify(plain)));
        },
      ),
    );
  });
});

describe('what is cut off or does not add up costs itself only', () => {
  const [first, last] = ['{"first":{}}', '{"last":[]}'];
  const CASES: readonly (readonly [name: string, text: string, fault: RegExp])[] = [
    ['in a name', '{"ki', /^2:5 fault: a line break inside of a string$/],
    ['behind a name', '{"kind"', /^2:1 fault: an object that is cut off/],
    ['behind a colon', '{"kind":', /^2:1 fault: an object that is cut off/],
    ['behind a comma', '{"kind":"x",', /^2:1 fault: an object that is cut off/],
    ['in a value', '{"kind":"x', /^2:11 fault: a line break/],
    ['in an escape', '{"kind":"x\\', /^2:12 fault: a line break/],
    ['in an array', '{"a":[1,', /^2:1 fault: an object that is cut off/],
    ['behind an object in an array', '{"a":[{},', /^2:1 fault: an object that is cut off/],
    ['in an inner object', '{"a":{"b":1}', /^2:1 fault: an object that is cut off/],
    ['with a bracket of the wrong kind', '{"a":[1}}', /^2:8 fault: a } that closes nothing$/],
    ['with text', 'Error from server', /^2:1 fault: neither an object nor a list$/],
    ['with a number', '17', /^2:1 fault: neither/],
  ];
  for (const [name, text, fault] of CASES) {
    it(`a line ${name}`, () => {
      const [before, found, after, ...rest] = cut(`${first}\n${text}\n${last}\n`);
      assert.equal(before, `1:1 ${first}`);
      assert.match(found ?? '', fault);
      assert.equal(after, `3:1 ${last}`);
      assert.deepEqual(rest, []);
    });
  }

  it('a line at any place, of any object', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 3 }),
        object,
        fc.nat(),
        fc.nat(),
        (objects, victim, index, place) => {
          const lines = objects.map((value, i) => JSON.stringify({ ...value, i, kind: 'X' }));
          const whole = JSON.stringify({ ...victim, kind: 'X' });
          // The first line tells that a line is an object.
          lines.splice(1 + (index % lines.length), 0, whole.slice(0, 1 + (place % (whole.length - 1))));
          const found = cut(lines.join('\n')).filter((line) => !line.includes(' fault: '));
          assert.deepEqual(
            found.map((line) => JSON.parse(line.slice(line.indexOf(' '))).i),
            objects.map((_, i) => i),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('an indented object that is cut off before another one', () => {
    assert.deepEqual(cut('{\n  "a": [\n    {\n      "b": 1\n{\n  "c": 2\n}\n'), [
      '1:1 fault: an object that is cut off: the next one starts before its end',
      '5:1 {\n  "c": 2\n}',
    ]);
  });

  it('the end of the input in an object, and in a list', () => {
    assert.deepEqual(cut('{"a":1}\n{"b":\n'), [
      '1:1 {"a":1}',
      '2:1 fault: an object that is cut off (the input ends at line 3)',
    ]);
    assert.deepEqual(cut('{"items":[{"a":1},\n{"b"'), [
      '- 1:11 {"a":1}',
      '1:1 fault: a list that is cut off (the input ends at line 2)',
    ]);
  });

  it('items that are not separated, or are no objects', () => {
    assert.deepEqual(cut('[{"a":1} {"b":2}]\n{"c":3}'), [
      '- 1:2 {"a":1}',
      '1:10 fault: no comma between two items',
      '2:1 {"c":3}',
    ]);
    for (const item of ['1', '"x"', 'null', ',', '']) {
      const [, fault, after] = cut(`[{"a":1},${item}]\n{"c":3}`);
      assert.match(fault ?? '', /^1:10 fault: (?:an item that is no object|no item)/, item);
      assert.equal(after, '2:1 {"c":3}', item);
    }
  });

  it('an object beyond the limit, without holding it', () => {
    const cutter = new JsonCutter(1000);
    assert.deepEqual(cut(`{"a":"${'x'.repeat(5000)}"}\n{"b":2}\n`, 64, cutter), [
      '1:1 fault: an object of more than 1000 bytes',
      '2:1 {"b":2}',
    ]);
  });

  it('more levels than a decoder takes', () => {
    const text = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}\n{"b":2}`;
    assert.deepEqual(cut(text), ['1:10005 fault: more than 10,000 levels of nesting', '2:1 {"b":2}']);
  });

  it('never throws and always ends, whatever the bytes', () => {
    const soup = fc.array(fc.constantFrom(...'{}[]",:\\\n -#%aé'.split(''), '{"items":[', '"kind":"List"'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 7 }), (parts, chunk) => {
        const text = parts.join('');
        assert.deepEqual(cut(text, chunk), cut(text));
      }),
      { numRuns: 2000 },
    );
  });
});

it('a separator or a comment between JSON documents is where YAML begins', () => {
  for (const line of ['---', '# comment', '%YAML 1.1']) {
    assert.deepEqual(cut(`{"a":1}\n${line}\n{"b":2}`), ['1:1 {"a":1}', '2:1 yaml']);
  }
});
