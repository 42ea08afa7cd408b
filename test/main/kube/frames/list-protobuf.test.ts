import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProtobufListFramer } from '../../../../src/main/kube/frames/list-protobuf.ts';
import { Collector, cut, Encoding, list } from './collect.ts';
import { envelope, field, intField, listBody, object, varint } from './protobuf.ts';

const { protobuf } = Encoding;

test('any chunking of a list gives its items and its metadata', () => {
  const items = fc.array(fc.tuple(fc.uuid(), fc.uint8Array({ maxLength: 300 })), { maxLength: 6 });
  const meta = fc.record({ version: fc.string(), token: fc.string(), remaining: fc.nat() });
  fc.assert(
    fc.property(items, meta, fc.array(fc.nat()), (parts, listMeta, positions) => {
      const objects = parts.map(([uid, spec]) => object(uid, { rest: field(2, spec) }));
      const result = list(protobuf, cut(listBody(listMeta, objects), positions));
      assert.deepEqual(result.meta, {
        resourceVersion: listMeta.version,
        continueToken: listMeta.token,
        remainingItemCount: listMeta.remaining,
      });
      assert.deepEqual(
        result.collector.found,
        objects.map((one, i) => ({ op: 'upsert', object: one, uid: parts[i]?.[0] })),
      );
    }),
  );
});

test('items are passed on as they complete, not at the end', () => {
  const collector = new Collector();
  const framer = new ProtobufListFramer(collector);
  const body = listBody({ version: '1' }, [object('a'), object('b')]);
  const endOfFirst = body.indexOf(object('a')) + object('a').length;
  framer.push(body.subarray(0, endOfFirst - 1));
  assert.deepEqual(collector.uids, []);
  framer.push(body.subarray(endOfFirst - 1, endOfFirst));
  assert.deepEqual(collector.uids, ['a']);
  framer.push(body.subarray(endOfFirst));
  assert.deepEqual(collector.uids, ['a', 'b']);
  assert.equal(framer.objects, 2);
});

test('metadata behind the items, fields around them and an empty item are all right', () => {
  const meta = field(2, '42');
  const noise = [
    intField(9, 2 ** 40),
    field(20, 'later'),
    Buffer.concat([varint(21 * 8 + 1), Buffer.alloc(8)]),
    Buffer.concat([varint(22 * 8 + 5), Buffer.alloc(4)]),
  ];
  const message = Buffer.concat([
    ...noise,
    field(2, object('a')),
    field(2, ''),
    ...noise,
    field(1, meta),
    ...noise,
  ]);
  const body = Buffer.concat([
    Buffer.from('k8s\0'),
    intField(7, 300),
    field(2, message),
    field(3, ''),
    ...noise,
  ]);
  for (let at = 0; at < body.length; at++) {
    const result = list(protobuf, cut(body, [at]));
    assert.deepEqual(result.collector.uids, ['a', '']);
    assert.equal(result.meta.resourceVersion, '42');
  }
});

test('a list of nothing is an empty list', () => {
  const result = list(protobuf, [envelope(Buffer.alloc(0), 'PodList')]);
  assert.deepEqual(result.collector.found, []);
  assert.deepEqual(result.meta, { resourceVersion: '', continueToken: '', remainingItemCount: undefined });
});

test('a list cut off within its message is never taken for a whole one', () => {
  const body = listBody({ version: '1' }, [object('a'), object('b')]);
  // What follows `raw` in the envelope is two empty fields of two bytes each.
  for (let length = 0; length < body.length - 4; length++) {
    assert.throws(
      () => list(protobuf, [body.subarray(0, length)]),
      { code: 'KSE_FRAME_LOST' },
      `cut at ${length}`,
    );
  }
});

test('an item that is no object costs itself only', () => {
  const bad = field(1, Buffer.from([5 * 8 + 2, 200]));
  const { collector } = list(protobuf, [listBody({ version: '1' }, [object('a'), bad, object('b')])]);
  assert.deepEqual(collector.uids, ['a', 'b']);
  assert.equal(collector.found.filter((one) => 'malformed' in one).length, 1);
});

test('bodies that are no list, and hostile lengths, are refused', () => {
  const magic = Buffer.from('k8s\0');
  const raw = (bytes: Uint8Array): Buffer => Buffer.concat([magic, field(2, bytes)]);
  const bad: Record<string, Buffer> = {
    json: Buffer.from('{"kind":"PodList"}'),
    'no raw': Buffer.concat([magic, field(1, 'type')]),
    'an item beyond the message': raw(Buffer.from([2 * 8 + 2, 100, 1])),
    'a skipped field beyond the message': raw(Buffer.from([9 * 8 + 2, 100, 1])),
    'eight bytes where three are left': Buffer.concat([
      raw(Buffer.from([9 * 8 + 1, 1, 2])),
      Buffer.alloc(20, 8),
    ]),
    'a varint that leaves the message': Buffer.concat([
      raw(Buffer.from([9 * 8, 0x80])),
      Buffer.from([1, 1, 1]),
    ]),
    'a huge item': Buffer.concat([
      magic,
      varint(2 * 8 + 2),
      varint(2 ** 50),
      varint(2 * 8 + 2),
      varint(2 ** 40),
    ]),
    'an endless varint': Buffer.concat([magic, Buffer.alloc(12, 0x80)]),
    'a group': Buffer.concat([magic, Buffer.from([11])]),
    'field 0': Buffer.concat([magic, Buffer.from([2, 0])]),
    'two lists': Buffer.concat([raw(field(2, object('a'))), field(2, field(2, object('b')))]),
  };
  for (const [what, body] of Object.entries(bad)) {
    assert.throws(() => list(protobuf, [body]), { code: /KSE_FRAME_(LOST|TOO_LARGE)/ }, what);
    assert.throws(
      () => list(protobuf, cut(body, [1, 3, 5, 6, 7])),
      { code: /KSE_FRAME_(LOST|TOO_LARGE)/ },
      what,
    );
  }
});

test('random bytes behind the magic end in a list or in an error, in any chunking alike', () => {
  const outcome = (chunks: readonly Uint8Array[]): unknown => {
    try {
      const { meta, collector } = list(protobuf, chunks);
      return { meta, found: collector.found };
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.array(fc.nat()), (bytes, positions) => {
      const body = Buffer.concat([Buffer.from('k8s\0'), bytes]);
      assert.deepEqual(outcome(cut(body, positions)), outcome([body]));
    }),
  );
});
