import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import { hasMagic, openUnknown } from '../../../src/workers/shape/unknown.ts';
import { bytes, number } from './proto-writer.ts';

const MAGIC = [...Buffer.from('k8s\0')];
const typeMeta = bytes(1, [...bytes(1, 'apps/v1'), ...bytes(2, 'Deployment')]);

function rawOf(content: readonly number[]) {
  const envelope = Uint8Array.from(content);
  const { rawStart, rawEnd, ...rest } = openUnknown(envelope);
  return { ...rest, raw: Buffer.from(envelope.subarray(rawStart, rawEnd)).toString() };
}

test('an envelope tells the type and where the object is', () => {
  const tail = [...bytes(3, ''), ...bytes(4, '')];
  assert.deepEqual(rawOf([...MAGIC, ...typeMeta, ...bytes(2, 'message'), ...tail]), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    raw: 'message',
  });
});

test('fields in another order and unknown ones make no difference', () => {
  const content = [...number(9, 1), ...bytes(2, 'message'), ...bytes(10, 'x'), ...typeMeta];
  assert.deepEqual(rawOf([...MAGIC, ...content]), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    raw: 'message',
  });
});

test('an envelope without type or object holds an empty object of no type', () => {
  assert.deepEqual(rawOf(MAGIC), { apiVersion: '', kind: '', raw: '' });
});

test('an envelope is found inside of a larger buffer', () => {
  const envelope = [...MAGIC, ...bytes(2, 'message')];
  const buffer = Uint8Array.from([1, 2, ...envelope, 3]);
  assert.equal(hasMagic(buffer, 2), true);
  assert.equal(hasMagic(buffer), false);
  const { rawStart, rawEnd } = openUnknown(buffer, 2, 2 + envelope.length);
  assert.equal(Buffer.from(buffer.subarray(rawStart, rawEnd)).toString(), 'message');
});

for (const [what, content] of [
  ['nothing', []],
  ['a part of the magic', MAGIC.slice(0, 3)],
  ['JSON', [...Buffer.from('{"kind":"Pod"}')]],
  ['another magic', [...Buffer.from('k8s1')]],
  ['a cut-off envelope', [...MAGIC, ...bytes(2, 'message').slice(0, -1)]],
  ['a raw that is a number', [...MAGIC, ...number(2, 1)]],
  ['a compressed raw', [...MAGIC, ...bytes(2, 'message'), ...bytes(3, 'gzip')]],
] as const) {
  test(`${what} is refused as malformed`, () => {
    assert.throws(
      () => openUnknown(Uint8Array.from(content)),
      (error: unknown) => codeOf(error) === 'KSE_OBJECT_MALFORMED',
    );
  });
}
