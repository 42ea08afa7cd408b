import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Issues } from '../../../src/workers/shape/issues.ts';
import { objectMeta } from '../../../src/workers/shape/meta.ts';
import { prune } from '../../../src/workers/shape/prune.ts';
import { message, string } from '../../../src/workers/shape/shape.ts';
import { compileTableRowReader } from '../../../src/workers/shape/table-row.ts';
import { readJson } from './readers.ts';

const secret = message({ metadata: [1, objectMeta], type: [3, string] });
const cellFields = { Type: 'type' };
const columns = ['Name', 'Type', 'Data', 'Age'];
const object = { kind: 'PartialObjectMetadata', metadata: { name: 's', labels: { x: 'y' } } };

function read(row: unknown, names: readonly string[] = columns, shape = secret) {
  const issues = new Issues();
  const value = compileTableRowReader(shape, names, cellFields)(row, issues);
  return { value, issues: issues.count, first: issues.first };
}

const full = (type: unknown) => readJson(secret, { ...object, type }).value;

test('a row gives what the full object would', () => {
  assert.deepEqual(read({ cells: ['s', 'Opaque', 2, '1s'], object }), {
    value: full('Opaque'),
    issues: 0,
    first: undefined,
  });
});

test('a column is found by its name, wherever it is', () => {
  assert.deepEqual(read({ cells: ['Opaque', 's'], object }, ['Type', 'Name']).value, full('Opaque'));
});

for (const [what, row, names] of [
  ['a Table without the column', { cells: ['s', 'Opaque'], object }, ['Name', 'Kind']],
  ['a row with too few cells', { cells: ['s'], object }, columns],
  ['a row without cells', { object }, columns],
  ['a row whose cells are no list', { cells: { 1: 'Opaque' }, object }, columns],
  ['a cell of another type', { cells: ['s', 7], object }, columns],
] as const) {
  test(`${what} costs the field, and is counted`, () => {
    const { value, issues, first } = read(row, names);
    assert.deepEqual(value, { ...full(''), type: undefined });
    assert.equal(issues, 1);
    assert.equal(first, 'cells.Type');
  });
}

test('a cell that is null is the zero value', () => {
  assert.deepEqual(read({ cells: ['s', null], object }), { value: full(null), issues: 0, first: undefined });
});

for (const row of [{ cells: ['s', 'Opaque'] }, { cells: ['s', 'Opaque'], object: null }]) {
  test(`a row with the object ${JSON.stringify('object' in row ? row.object : undefined)} is counted`, () => {
    const { value, issues, first } = read(row);
    assert.deepEqual(value, { ...readJson(secret, {}).value, type: 'Opaque' });
    assert.equal(issues, 1);
    assert.equal(first, 'object');
    // The shared zero message must not have taken the cell.
    assert.equal(readJson(secret, null).value.type, '');
  });
}

for (const row of [null, 7, 'row', [], ['s', 'Opaque']]) {
  test(`${JSON.stringify(row)} in the place of a row is counted, and does not throw`, () => {
    assert.equal(read(row).issues, 2);
  });
}

test('a cell for a field that no family reads is left alone', () => {
  const pruned = prune(secret, ['metadata.name']);
  const { value, issues } = read({ cells: ['s'], object }, columns, pruned);
  assert.equal(value.type, '');
  assert.equal(issues, 0);
});

test('a cell can only be put into a property of the shape', () => {
  assert.throws(() => compileTableRowReader(secret, columns, { Type: 'kind' }), TypeError);
});
