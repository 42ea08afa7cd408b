import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { deflated, inflateInto } from '../../src/protocol/kept-zlib.ts';

const text = fc.oneof(
  fc.uint8Array({ maxLength: 5_000 }).map((bytes) => Buffer.from(bytes)),
  fc.integer({ min: 1, max: 40_000 }).map((n) => Buffer.from('kube_pod_info{pod="a"} 1\n'.repeat(n))),
);

function inflated(fragment: Uint8Array, length: number): Buffer {
  const target = Buffer.alloc(length);
  inflateInto(fragment, target);
  return target;
}

test('one text after another through the same handles comes out as it went in', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const fragments = texts.map(deflated);
      for (const [i, fragment] of fragments.entries()) {
        const plain = texts[i] ?? Buffer.alloc(0);
        assert.deepEqual(inflated(fragment, plain.length), plain);
        // And alone, by zlib's own functions: nothing of the texts before it is in it.
        assert.deepEqual(inflateRawSync(fragment, { finishFlush: constants.Z_SYNC_FLUSH }), plain);
      }
    }),
    { numRuns: 40 },
  );
});

test('the fragments are those of the one-shot functions', () => {
  const plain = Buffer.from('kube_pod_info{pod="a"} 1\n'.repeat(300));
  const options = { level: 1, finishFlush: constants.Z_FULL_FLUSH };
  assert.deepEqual(Buffer.from(deflated(plain)), deflateRawSync(plain, options));
});

test('a text larger than any scratch is deflated all the same', () => {
  const plain = Buffer.alloc(3 * 1024 * 1024, 'abcdefgh');
  assert.deepEqual(inflated(deflated(plain), plain.length), plain);
});

test('what is no fragment throws, and the next one is read all the same', () => {
  const plain = Buffer.from('kube_pod_info{pod="a"} 1\n');
  const fragment = deflated(plain);
  // Block type 3 is none (RFC 1951, 3.2.3).
  assert.throws(() => inflated(Uint8Array.of(7, 7, 7), 10), { code: 'Z_DATA_ERROR' });
  assert.deepEqual(inflated(fragment, plain.length), plain);
});

test('deflating a thousand texts makes no thousand handles', () => {
  const plain = Buffer.from('kube_pod_info{pod="a"} 1\n'.repeat(300));
  deflated(plain);
  const before = process.memoryUsage().external;
  for (let i = 0; i < 1_000; i++) deflated(plain);
  // A handle is 268 KB that V8 is told of; the thousand fragments of 60 bytes are nothing beside it.
  assert.ok(process.memoryUsage().external - before < 20 * 268_000);
});
