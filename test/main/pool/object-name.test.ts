import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectName } from '../../../src/main/pool/object-name.ts';
import { Encoding } from '../../../src/protocol/op.ts';

const named = { metadata: { name: 'web', namespace: 'shop' }, spec: { name: 'another' } };

/** ObjectMeta is field 1 of every object; name and namespace are 1 and 3 of it. */
const protobuf = Buffer.from([
  0x0a,
  0x0b,
  0x0a,
  0x03,
  ...Buffer.from('web'),
  0x1a,
  0x04,
  ...Buffer.from('shop'),
]);

/** With other bytes before and behind, as in a chunk. */
function nameOf(encoding: Encoding, bytes: Uint8Array): string | undefined {
  const chunk = Buffer.concat([Buffer.from('before'), bytes, Buffer.from('behind')]);
  return objectName(encoding, chunk, 6, 6 + bytes.length);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

test('an object is named in every encoding', () => {
  assert.equal(nameOf(Encoding.json, json(named)), 'shop/web');
  assert.equal(nameOf(Encoding.protobuf, protobuf), 'shop/web');
  assert.equal(nameOf(Encoding.tableRow, json({ cells: [], object: named })), 'shop/web');
});

test('without a namespace the name stands alone', () => {
  assert.equal(nameOf(Encoding.json, json({ metadata: { name: 'node-1' } })), 'node-1');
});

test('what has no name has none, malformed or not', () => {
  for (const value of [{}, { metadata: {} }, { metadata: { name: 7 } }, null, 7, []]) {
    assert.equal(nameOf(Encoding.json, json(value)), undefined, JSON.stringify(value));
    assert.equal(nameOf(Encoding.tableRow, json(value)), undefined);
    assert.equal(nameOf(Encoding.tableRow, json({ object: value })), undefined);
  }
  assert.equal(nameOf(Encoding.json, Buffer.from('{"metadata"')), undefined);
  assert.equal(nameOf(Encoding.protobuf, Buffer.from([0x0a, 0x7f, 0x0a])), undefined);
  assert.equal(nameOf(Encoding.protobuf, Buffer.alloc(0)), undefined);
});
