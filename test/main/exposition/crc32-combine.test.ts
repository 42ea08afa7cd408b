import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { crc32Combine } from '../../../src/main/exposition/crc32-combine.ts';

test('the combined checksum is that of the texts put together', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      assert.equal(crc32Combine(crc32(a), crc32(b), b.length), crc32(Buffer.concat([a, b])));
    }),
  );
});

test('lengths of many megabytes combine as well, and in any grouping', () => {
  const a = Buffer.alloc(9_000_001, 'abc');
  const b = Buffer.alloc(3_333_333, 'de');
  const c = Buffer.from('f');
  const whole = crc32(Buffer.concat([a, b, c]));
  const left = crc32Combine(crc32Combine(crc32(a), crc32(b), b.length), crc32(c), c.length);
  const right = crc32Combine(crc32(a), crc32Combine(crc32(b), crc32(c), c.length), b.length + c.length);
  assert.equal(left, whole);
  assert.equal(right, whole);
});
