import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { compressedPage, FINAL_BLOCK, plainText, storedPage } from '../../src/protocol/fragment.ts';

const text = fc.oneof(
  fc.uint8Array({ maxLength: 3_000 }),
  // Longer than one stored block, and than zlib's window.
  fc.integer({ min: 65_530, max: 70_000 }).map((n) => Buffer.alloc(n, 'kube_pod_info{pod="a"} 1\n')),
);

test('any sequence of stored and compressed pages, ended by the final block, is one deflate stream', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 6 }), (parts) => {
      const pages = parts.map(([t, compress]) => (compress ? compressedPage(t, 0) : storedPage(t, 0)));
      const stream = Buffer.concat([...pages.map((page) => page.bytes), FINAL_BLOCK]);
      assert.deepEqual(inflateRawSync(stream), Buffer.concat(parts.map(([t]) => t)));
    }),
    { numRuns: 50 },
  );
});

test('a page gives its text back, and knows its length and checksum', () => {
  fc.assert(
    fc.property(text, fc.boolean(), (t, compress) => {
      const page = compress ? compressedPage(t, 3) : storedPage(t, 3);
      assert.deepEqual(Buffer.from(plainText(page)), Buffer.from(t));
      assert.equal(page.plainLength, t.length);
      assert.equal(page.crc, crc32(t));
      assert.equal(page.samples, 3);
      assert.equal(page.compressed, compress);
      assert.ok(Object.isFrozen(page));
    }),
    { numRuns: 50 },
  );
});

test('a page at rest holds no more memory than its bytes', () => {
  const page = compressedPage(Buffer.alloc(20_000, 'a'), 0);
  assert.equal(page.bytes.buffer.byteLength, page.bytes.length);
});
