import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BatchWriter, readBatch } from '../../src/protocol/batch.ts';
import { Op } from '../../src/protocol/op.ts';

interface Entry {
  op: Op;
  uid: Uint8Array;
  body: Uint8Array;
}

const entry: fc.Arbitrary<Entry> = fc.record({
  op: fc.constantFrom(Op.upsert, Op.remove),
  uid: fc.uint8Array({ maxLength: 300 }),
  body: fc.uint8Array({ maxLength: 2_000 }),
});

function write(writer: BatchWriter, entries: readonly Entry[]): ArrayBuffer {
  for (const { op, uid, body } of entries) {
    // The uid lies inside the object's bytes, as it does in what the framers pass.
    const bytes = new Uint8Array([...uid, ...body, 0xee]);
    writer.add(op, bytes, uid.length, uid.length + body.length, 0, uid.length);
  }
  return writer.take();
}

function read(buffer: ArrayBuffer): Entry[] {
  const bytes = new Uint8Array(buffer);
  const entries: Entry[] = [];
  readBatch(bytes, ({ op, uidStart, uidEnd, start, end }) => {
    entries.push({ op, uid: bytes.slice(uidStart, uidEnd), body: bytes.slice(start, end) });
  });
  return entries;
}

test('what goes into a batch comes out of it, in order', () => {
  const writer = new BatchWriter();
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
      const expected = entries.map((e) => ({ ...e, uid: e.uid.length > 255 ? new Uint8Array(0) : e.uid }));
      assert.deepEqual(read(write(writer, entries)), expected);
      assert.equal(writer.count, 0);
      assert.equal(writer.length, 0);
    }),
  );
});

test('an object larger than the scratch passes whole, and the scratch shrinks again', () => {
  const writer = new BatchWriter();
  const body = new Uint8Array(5 * 1024 * 1024).fill(7);
  const [huge] = read(write(writer, [{ op: Op.upsert, uid: Uint8Array.of(1), body }]));
  assert.deepEqual(huge?.body, body);
  assert.deepEqual(read(write(writer, [])), []);
});

test('a torn batch is refused by name at whatever byte it ends', () => {
  const whole = new Uint8Array(
    write(new BatchWriter(), [{ op: Op.upsert, uid: Uint8Array.of(1, 2), body: Uint8Array.of(3, 4, 5) }]),
  );
  for (let length = 1; length < whole.length; length++) {
    assert.throws(() => readBatch(whole.subarray(0, length), () => {}), { code: 'KSE_PROTOCOL' });
  }
  assert.throws(() => readBatch(Uint8Array.of(9, 0, 0, 0, 0, 0), () => {}), { code: 'KSE_PROTOCOL' });
});
