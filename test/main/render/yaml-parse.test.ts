import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseYaml } from '../../../src/main/render/yaml-parse.ts';

const START = { line: 1, column: 1 };

function value(text: string): unknown {
  const result = parseYaml(text, START);
  assert.ok('value' in result, JSON.stringify(result));
  return result.value;
}

describe('a scalar of YAML is what kubectl makes of it', () => {
  // As printed by `kubectl patch --local -o json` 1.32 for a file with these scalars.
  const SCALARS: readonly (readonly [text: string, value: unknown])[] = [
    ['yes', true],
    ['y', true],
    ['Y', true],
    ['on', true],
    ['off', false],
    ['n', false],
    ['"yes"', 'yes'],
    ['010', 8],
    ['0o10', 8],
    ['089', 89],
    ['0777_1', 4089],
    ['1_000', 1000],
    ['1__0', 10],
    ['0x1F', 31],
    ['0x', '0x'],
    ['0b11', 3],
    ['-0b11', -3],
    ['+5', 5],
    ['1.', 1],
    ['.5', 0.5],
    ['0.10', 0.1],
    ['1e3', 1000],
    ['1E+3', 1000],
    ['1.5e3', 1500],
    ['123e', '123e'],
    ['1:30', '1:30'],
    ['190:20:30', '190:20:30'],
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['12345678901234567890', 12345678901234567000],
    ['~', null],
    ['NULL', null],
    ['=', '='],
    ['!!str 12', '12'],
    ['!!binary aGVsbG8=', 'hello'],
  ];
  for (const [text, expected] of SCALARS) {
    it(text, () => assert.deepEqual(value(`a: ${text}`), { a: expected }));
  }

  it('and so is a key', () => {
    assert.deepEqual(value('yes: a\nn: b\n1: c\n'), { true: 'a', false: 'b', 1: 'c' });
  });

  it('and a repeated key has its last value', () => {
    assert.deepEqual(value('a: 1\na: 2\n'), { a: 2 });
  });

  it('and anchors and merges are resolved', () => {
    assert.deepEqual(value('a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n'), {
      a: { b: 1 },
      c: { b: 1 },
      d: { b: 1, e: 2 },
    });
  });
});

describe('what is no YAML', () => {
  it('has the place of its fault, counted from where the document starts', () => {
    const result = parseYaml('a: 1\nb: 2\nc: @x\n', { line: 10, column: 1 });
    assert.ok('fault' in result);
    assert.deepEqual(result.fault.place, { line: 12, column: 4 });
    assert.match(result.fault.what, /^not YAML: /);
  });

  it('is never quoted: it may be secret', () => {
    for (const text of [
      'a: "hunter2\n',
      'a: hunter2: hunter2',
      'a: *hunter2',
      'a: 1\n\thunter2: 3',
      '@hunter2',
      'a: !hunter2 x\n b',
    ]) {
      const result = parseYaml(text, START);
      assert.ok(!('fault' in result) || !result.fault.what.includes('hunter2'), text);
    }
  });

  it('aliases that grow without end are refused in no time', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 10; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(',')}]`,
      );
    const result = parseYaml(lines.join('\n'), START);
    assert.ok('fault' in result);
    assert.match(result.fault.what, /aliases/);
  });
});
