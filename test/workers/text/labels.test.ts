import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { labelPicker, mapLabeler } from '../../../src/workers/text/labels.ts';

function namesOf(...keys: string[]): readonly string[] {
  return mapLabeler('l')(new Map(keys.map((key) => [key, key]))).map(([name]) => name);
}

/** Values are the keys, so that a sample shows which key got which name. */
function picked(
  allowList: readonly string[],
  ...keys: string[]
): readonly (string | undefined)[] | undefined {
  return labelPicker('l', allowList)?.(new Map(keys.map((key) => [key, key]))).map(([, value]) => value);
}

test('entries come in byte order of their keys, under the prefix, with their values as they are', () => {
  assert.deepEqual(
    mapLabeler('label')(
      new Map([
        ['b', 'x"y'],
        ['app.kubernetes.io/name', 'web'],
        ['B', ''],
      ]),
    ),
    [
      ['label_b_conflict1', ''],
      ['label_app_kubernetes_io_name', 'web'],
      ['label_b_conflict2', 'x"y'],
    ],
  );
});

test('an empty key is the prefix and an underscore', () => assert.deepEqual(namesOf(''), ['l_']));

test('at a clash the first is renamed where it stands, and the bare name is gone', () => {
  assert.deepEqual(namesOf('a-b', 'a.b', 'a/b'), ['l_a_b_conflict1', 'l_a_b_conflict2', 'l_a_b_conflict3']);
});

test('numbers whose name a label has are left out', () => {
  assert.deepEqual(namesOf('A.b.conflict1', 'a-b', 'a.b'), [
    'l_a_b_conflict1',
    'l_a_b_conflict2',
    'l_a_b_conflict3',
  ]);
});

test('a key whose own name was given as a number before clashes with it', () => {
  assert.deepEqual(namesOf('a-b', 'a.b', 'a_b_conflict1'), [
    'l_a_b_conflict1_conflict1',
    'l_a_b_conflict2',
    'l_a_b_conflict1_conflict2',
  ]);
});

test('no two labels ever have one name', () => {
  const key = fc.constantFrom(
    'a',
    'A',
    'a.b',
    'a-b',
    'a_b',
    'aB',
    'a_b_conflict1',
    'a-b_conflict1',
    'a_b_conflict2',
    'a.b.conflict2',
  );
  fc.assert(
    fc.property(fc.uniqueArray(key), (keys) => {
      const names = namesOf(...keys);
      assert.equal(names.length, keys.length);
      assert.equal(new Set(names).size, keys.length);
    }),
    { numRuns: 1000 },
  );
});

test('an empty list has no picker', () => assert.equal(labelPicker('l', []), undefined));

test('a star as the first item selects everything', () => {
  assert.deepEqual(picked(['*'], 'a', 'b'), ['a', 'b']);
  assert.deepEqual(picked(['*', 'a'], 'a', 'b'), ['a', 'b']);
});

test('a star that is not the first item selects nothing', () => {
  assert.deepEqual(picked(['a', '*'], 'a', 'b'), ['a']);
});

test('an item without a star selects its key alone', () => {
  assert.deepEqual(picked(['app', 'a.b'], 'app', 'App', 'apps', 'a.b', 'axb'), ['a.b', 'app']);
});

test('an item with a star inside selects keys with its head and tail', () => {
  assert.deepEqual(picked(['app*'], 'app', 'apps', 'my-app'), ['app', 'apps']);
  assert.deepEqual(picked(['*/name'], 'x/name', 'y/name2', '/name'), ['/name', 'x/name']);
  assert.deepEqual(picked(['aa*aa'], 'aaa', 'aaaa', 'aaxaa'), ['aaaa', 'aaxaa']);
  assert.deepEqual(picked(['a*b'], 'a\nb', 'a.*b', 'ab'), ['a.*b', 'ab']);
  assert.deepEqual(picked(['a.c*'], 'abc', 'a.c'), ['a.c']);
});

test('an item with two stars selects nothing', () => assert.deepEqual(picked(['a*b*'], 'ab', 'a*b*'), []));

test('a list that selects no key of the object still gives a sample: the empty list of labels', () => {
  assert.deepEqual(picked(['x'], 'a'), []);
  assert.deepEqual(picked(['x']), []);
});

test('many different keys do not change what comes out', () => {
  const labeler = mapLabeler('l');
  for (let i = 0; i < 10_000; i++)
    assert.deepEqual(labeler(new Map([[`k${i}.x`, 'v']])), [[`l_k${i}_x`, 'v']]);
});
