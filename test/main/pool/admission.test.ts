import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admission } from '../../../src/main/pool/admission.ts';

test('the first objects come in, the rest are counted', () => {
  const admission = new Admission(2);
  assert.deepEqual(
    ['a', 'b', 'c', 'a', 'd'].map((uid) => admission.admit(uid, () => `ns/${uid}`)),
    [true, true, false, true, false],
  );
  assert.equal(admission.leftOut, 2);
  assert.deepEqual(admission.names, ['ns/c', 'ns/d']);
  assert.equal(admission.admitted, 2);
});

test('a deleted object makes room for the next event of another', () => {
  const admission = new Admission(1);
  admission.admit('a', () => undefined);
  admission.remove('a');
  admission.remove('never seen');
  assert.equal(
    admission.admit('b', () => undefined),
    true,
  );
  assert.equal(
    admission.admit('a', () => undefined),
    false,
  );
});

test('a new list starts from nothing', () => {
  const admission = new Admission(1);
  admission.admit('a', () => undefined);
  admission.admit('b', () => undefined);
  admission.reset();
  assert.equal(admission.leftOut, 0);
  assert.equal(
    admission.admit('b', () => undefined),
    true,
  );
});
