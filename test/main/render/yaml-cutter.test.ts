import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { YamlCutter } from '../../../src/main/render/yaml-cutter.ts';
import { parseYaml } from '../../../src/main/render/yaml-parse.ts';

interface Cut {
  readonly type: string;
  readonly line: number;
  readonly text: string;
  readonly item: boolean;
}

function cut(text: string, cutter = new YamlCutter(), chunk = Number.POSITIVE_INFINITY): Cut[] {
  const bytes = Buffer.from(text);
  const found: Cut[] = [];
  const take = () => {
    for (let piece = cutter.next(); piece !== undefined; piece = cutter.next()) {
      const bytes =
        piece.type === 'value'
          ? piece.bytes.subarray(piece.start, piece.end)
          : piece.type === 'list'
            ? (piece.envelope ?? Buffer.from(''))
            : Buffer.from(piece.type === 'fault' ? piece.what : '');
      const item = piece.type === 'value' && piece.list !== undefined;
      found.push({ type: piece.type, line: piece.place.line, text: Buffer.from(bytes).toString(), item });
    }
  };
  for (let at = 0; at < bytes.length; at += chunk) {
    cutter.append(bytes.subarray(at, Math.min(bytes.length, at + chunk)));
    take();
  }
  cutter.end();
  take();
  return found;
}

const value = (text: string) => {
  const result = parseYaml(text, { line: 1, column: 1 });
  assert.ok('value' in result, JSON.stringify(result));
  return result.value;
};

describe('YAML is cut into documents', () => {
  it('at its separators, with the line that each starts on', () => {
    const found = cut('# head\na: 1\n---\nb: |\n  --- x\n  text\n--- # c\nc: 3\n...\n--- {d: 4}\n---\n');
    assert.deepEqual(
      found.map(({ line, text }) => [line, value(text)]),
      [
        [1, { a: 1 }],
        [3, { b: '--- x\ntext\n' }],
        [7, { c: 3 }],
        [10, { d: 4 }],
      ],
    );
  });

  it('and what is blank or comment is none', () => {
    assert.deepEqual(cut(''), []);
    assert.deepEqual(cut('\n# x\n---\n\n---\n # y\n...\n'), []);
  });

  it('with a directive as a part of the document behind it', () => {
    const [only, ...rest] = cut('%YAML 1.1\n---\na: yes\n');
    assert.deepEqual(rest, []);
    assert.deepEqual(value(only?.text ?? ''), { a: true });
  });

  it('written with CRLF, and without a last line feed', () => {
    assert.deepEqual(
      cut('a: 1\r\n---\r\nb: 2').map(({ text }) => value(text)),
      [{ a: 1 }, { b: 2 }],
    );
  });

  it('the same whatever the chunks', () => {
    const text = 'a: 1\n---\nb: é\n...\n# c\n---\nd: "x\n  y"\n';
    const whole = cut(text);
    for (let chunk = 1; chunk < text.length; chunk++)
      assert.deepEqual(cut(text, new YamlCutter(), chunk), whole);
  });
});

describe('a list beyond the limit is cut into its items', () => {
  const splitting = () => new YamlCutter({ line: 1, column: 1 }, { split: 0 });

  for (const [name, text] of [
    [
      'as kubectl writes it',
      'apiVersion: v1\nitems:\n- a: 1\n  b:\n  - c\n  - d\n\n# x\n- e: |\n    - f\n    g\nkind: List\nmetadata:\n  x: ""\n',
    ],
    [
      'with indented items',
      'apiVersion: v1\nkind: List\nitems:\n  - a: 1\n    b:\n      - c\n      - d\n  -\n    e: "- f\n      g"\n',
    ],
  ] as const) {
    it(name, () => {
      const found = cut(text, splitting());
      const whole = value(text) as { items: unknown[] };
      assert.deepEqual(
        found.filter(({ item }) => item).map(({ text }) => value(text)),
        whole.items,
      );
      const list = found.at(-1);
      assert.equal(list?.type, 'list');
      assert.deepEqual(value(list?.text ?? ''), { ...whole, items: null });
      assert.deepEqual(
        found.slice(0, 2).map(({ line }) => line),
        name.startsWith('as') ? [3, 9] : [4, 8],
      );
    });
  }

  it('of any objects, in any chunks, with documents around it', () => {
    // A key `<<` merges what it holds, and the library writes it without the quotes that would prevent it.
    const object = fc
      .dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })
      .filter((value) => !JSON.stringify(value).includes('"<<"'));
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 1 }),
        fc.integer({ min: 1, max: 99 }),
        fc.boolean(),
        (items, chunk, indentSeq) => {
          const list = { apiVersion: 'v1', items, kind: 'List' };
          const text = `a: 1\n---\n${stringify(list, { indentSeq, version: '1.1', aliasDuplicateObjects: false })}---\nz: 1\n`;
          const found = cut(text, splitting(), chunk);
          const bodies = found.filter(({ type }) => type === 'value').map(({ text }) => value(text));
          const expected = value(
            stringify(items, { version: '1.1', aliasDuplicateObjects: false }),
          ) as unknown[];
          assert.deepEqual(bodies, [{ a: 1 }, ...expected, { z: 1 }]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('and a smaller one is not, so that its anchors reach everywhere', () => {
    const text = 'kind: List\nitems:\n- a: &x {y: 1}\n- b: *x\n';
    assert.deepEqual(
      cut(text).map(({ item, text }) => [item, value(text)]),
      [[false, value(text)]],
    );
  });

  it('and so a list may be longer than any document', () => {
    const limits = { split: 200, document: 1000 };
    const items = Array.from({ length: 500 }, (_, i) => ({ kind: 'X', count: i }));
    const found = cut(stringify({ items, kind: 'List' }), new YamlCutter({ line: 1, column: 1 }, limits), 50);
    assert.deepEqual(
      found.filter(({ item }) => item).map(({ text }) => value(text)),
      items,
    );
    assert.deepEqual(
      found.filter(({ type }) => type === 'fault'),
      [],
    );
  });

  it('while any other document beyond the limit is refused, without being held, and the next one is read', () => {
    const limits = { split: 200, document: 1000 };
    for (const long of ['a: 1\n'.repeat(1000), `a: ${'x'.repeat(5000)}\n`]) {
      const found = cut(`z: 0\n---\n${long}---\nb: 2\n`, new YamlCutter({ line: 1, column: 1 }, limits), 64);
      assert.deepEqual(
        found.map(({ type, line }) => [type, line === 1 ? 1 : line === 2 ? 2 : 'later']),
        [
          ['value', 1],
          ['fault', 2],
          ['value', 'later'],
        ],
      );
      assert.match(found[1]?.text ?? '', /more than 1000 bytes/);
    }
  });
});
