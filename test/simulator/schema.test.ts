import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { builtinKinds } from '../../bench/simulator/kinds.ts';
import { parseFields } from '../../bench/simulator/schema/notation.ts';
import { fieldsOf, messageNames } from '../../bench/simulator/schema/table.ts';
import { sharedDir, skipWithoutShared } from '../support/shared.ts';

type Facts = Record<string, [number: number, name: string, type: string, cardinality: string][]>;

/** JSON names are the protobuf names but for capitals. */
const comparable = (name: string): string => name.toLowerCase();

describe('the schema of the simulated server', { skip: skipWithoutShared }, () => {
  const facts: Facts =
    sharedDir() === undefined
      ? {}
      : JSON.parse(readFileSync(join(sharedDir() ?? '', 'spec/protobuf-fields.json'), 'utf8'));

  test('has the messages that Kubernetes has, and no others', () => {
    assert.deepEqual([...messageNames].sort(), Object.keys(facts).sort());
  });

  test('has every field with its number, name, type and cardinality, and no others', () => {
    for (const message of messageNames) {
      const ours = fieldsOf(message).map(({ number, name, type, holding }) => {
        const cardinality = holding === 'list' ? 'repeated' : holding === 'map' ? 'map' : 'one';
        return [number, comparable(name), type, cardinality];
      });
      const theirs = (facts[message] ?? []).map(([number, name, ...rest]) => [
        number,
        comparable(name),
        ...rest,
      ]);
      const byNumber = (a: unknown[], b: unknown[]): number => Number(a[0]) - Number(b[0]);
      assert.deepEqual(ours.toSorted(byNumber), theirs.toSorted(byNumber), message);
    }
  });
});

test('every built-in kind but the definitions has a message with metadata first', () => {
  for (const { message, plural } of builtinKinds) {
    if (message === undefined) assert.equal(plural, 'customresourcedefinitions');
    else assert.deepEqual(fieldsOf(message)[0]?.number, 1, plural);
  }
});

test('a field that the notation does not know is refused with its message and text', () => {
  const parse = (text: string) => parseFields('a.v1.M', text, (name) => name === 'meta.v1.Time');
  assert.deepEqual(parse('3 at []Time'), [{ number: 3, name: 'at', holding: 'list', type: 'meta.v1.Time' }]);
  assert.throws(() => parse('3 at'), /a\.v1\.M: can't read "3 at"/);
  assert.throws(() => parse('3 at Nothing'), /a\.v1\.M: unknown type Nothing/);
});
