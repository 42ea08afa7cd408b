import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProtobufWatchFramer } from '../../../../src/main/kube/frames/watch-protobuf.ts';
import { Collector, cut, Encoding, watch } from './collect.ts';
import { bookmarkObject, envelope, event, field, intField, lengthFrame, object, varint } from './protobuf.ts';

const { protobuf } = Encoding;

test('each event type becomes what it means', () => {
  const stream = Buffer.concat([
    event('ADDED', object('a')),
    event('MODIFIED', object('b')),
    event('DELETED', object('c')),
    event('BOOKMARK', bookmarkObject('17')),
    event('BOOKMARK', bookmarkObject('18', true)),
    event('ERROR', Buffer.concat([field(3, 'too old'), field(4, 'Expired'), intField(6, 410)])),
  ]);
  assert.deepEqual(watch(protobuf, [stream]).found, [
    { op: 'upsert', object: object('a'), uid: 'a' },
    { op: 'upsert', object: object('b'), uid: 'b' },
    { op: 'remove', object: object('c'), uid: 'c' },
    { bookmark: { resourceVersion: '17', initialEventsEnd: false } },
    { bookmark: { resourceVersion: '18', initialEventsEnd: true } },
    { error: { code: 410, reason: 'Expired', message: 'too old', causes: [], retryAfterSeconds: 0 } },
  ]);
});

test('events are counted by type, and bad ones are not among them', () => {
  const framer = new ProtobufWatchFramer(new Collector());
  framer.push(
    Buffer.concat([event('ADDED', object('a')), event('ADDED', object('b')), event('DELETED', object('a'))]),
  );
  framer.push(Buffer.concat([event('BOOKMARK', bookmarkObject('1')), event('WHATEVER', object('a'))]));
  assert.deepEqual({ ...framer.counts }, { added: 2, modified: 0, deleted: 1, bookmark: 1, error: 0 });
});

const unknownField = fc.oneof(
  fc
    .tuple(fc.integer({ min: 20, max: 536_870_911 }), fc.uint8Array({ maxLength: 20 }))
    .map(([number, bytes]) => field(number, bytes)),
  fc
    .tuple(fc.integer({ min: 20, max: 3000 }), fc.maxSafeNat())
    .map(([number, value]) => intField(number, value)),
  fc
    .integer({ min: 20, max: 3000 })
    .map((number) => Buffer.concat([varint(number * 8 + 1), Buffer.alloc(8, 5)])),
  fc
    .integer({ min: 20, max: 3000 })
    .map((number) => Buffer.concat([varint(number * 8 + 5), Buffer.alloc(4, 5)])),
);

test('the uid is found among unknown, repeated and reordered fields, in any chunking', () => {
  const someObject = fc
    .tuple(
      fc.uuid(),
      fc.array(unknownField),
      fc.array(unknownField),
      fc.array(unknownField),
      fc.option(fc.uuid()),
    )
    .map(([uid, before, after, outer, earlier]) => {
      // ownerReferences (13) have a uid in field 4; managedFields (17) and names are noise.
      const noise = [field(13, field(4, 'owner')), field(1, 'name'), ...after];
      const first = earlier === null ? [] : [field(5, earlier)];
      const meta = Buffer.concat([...before, ...first, ...noise, field(5, uid), ...noise]);
      return {
        uid,
        message: Buffer.concat([...outer, field(1, meta), field(2, field(5, 'a spec')), ...outer]),
      };
    });
  fc.assert(
    fc.property(fc.array(someObject, { maxLength: 5 }), fc.array(fc.nat()), (objects, positions) => {
      const stream = Buffer.concat(objects.map((one) => event('MODIFIED', one.message)));
      const { found } = watch(protobuf, cut(stream, positions));
      assert.deepEqual(
        found,
        objects.map((one) => ({ op: 'upsert', object: one.message, uid: one.uid })),
      );
    }),
  );
});

test('an object without a uid or without metadata is passed on with an empty uid', () => {
  for (const message of [Buffer.alloc(0), field(2, 'x'), field(1, ''), field(1, field(1, 'name'))]) {
    assert.deepEqual(watch(protobuf, [event('ADDED', message)]).found, [
      { op: 'upsert', object: message, uid: '' },
    ]);
  }
});

test('a bad event costs itself only, whatever is wrong with it', () => {
  const long = Buffer.alloc(11, 0x80);
  const bad: Record<string, Buffer> = {
    'no magic': Buffer.concat([field(1, 'ADDED'), field(2, field(1, 'k9s\0'))]),
    'no object': field(1, 'ADDED'),
    'no type': field(2, field(1, envelope(object('x')))),
    'an unknown type': Buffer.concat([field(1, 'ADDEDD'), field(2, field(1, envelope(object('x'))))]),
    'a length beyond the frame': Buffer.concat([varint(1 * 8 + 2), varint(5), Buffer.from('AD')]),
    'a huge length': Buffer.concat([varint(1 * 8 + 2), varint(2 ** 52), Buffer.from('AD')]),
    'an endless varint': Buffer.concat([varint(1 * 8 + 2), long]),
    'a cut varint': Buffer.concat([varint(1 * 8 + 2), Buffer.from([0x80])]),
    'a group': Buffer.from([1 * 8 + 3]),
    'field 0': Buffer.from([2, 0]),
    'a cut object': Buffer.concat([
      field(1, 'ADDED'),
      field(2, field(1, envelope(field(1, Buffer.from([5 * 8 + 2, 9, 1]))))),
    ]),
    'a cut bookmark': Buffer.concat([
      field(1, 'BOOKMARK'),
      field(2, field(1, envelope(field(1, Buffer.from([6 * 8 + 2, 9, 1]))))),
    ]),
    'an empty frame': Buffer.alloc(0),
  };
  for (const [what, payload] of Object.entries(bad)) {
    const stream = Buffer.concat([
      event('ADDED', object('before')),
      lengthFrame(payload),
      event('ADDED', object('after')),
    ]);
    const collector = watch(protobuf, [stream]);
    assert.deepEqual(collector.uids, ['before', 'after'], what);
    assert.equal(collector.found.filter((one) => 'malformed' in one).length, 1, what);
  }
});

test('random bytes never do more than be reported or end the stream', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const framed = lengthFrame(bytes);
      const collector = watch(protobuf, [framed]);
      assert.ok(collector.found.length <= 1);
    }),
  );
});

test('an object of 5 MB passes in chunks of 16 KiB', () => {
  const big = object('big', { rest: field(9, Buffer.alloc(5_000_000, 7)) });
  const stream = Buffer.concat([event('ADDED', big), event('ADDED', object('small'))]);
  const chunks = cut(
    stream,
    Array.from({ length: 320 }, (_, i) => i * 16_384),
  );
  const { objects } = watch(protobuf, chunks);
  assert.deepEqual(
    objects.map((one) => one.uid),
    ['big', 'small'],
  );
  assert.ok(objects[0]?.object.equals(big));
});

test('a stream that ends inside of a frame says so, and between frames does not', () => {
  const stream = event('ADDED', object('a'));
  assert.equal(watch(protobuf, [stream]).truncated, false);
  assert.equal(watch(protobuf, [stream, stream.subarray(0, 9)]).truncated, true);
});
