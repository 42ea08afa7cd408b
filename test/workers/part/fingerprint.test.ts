import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from '../../../src/workers/part/fingerprint.ts';

/** The two lanes of a text that starts `offset` bytes into a buffer, with other bytes around it. */
function lanesOf(text: Uint8Array, offset = 0): [number, number] {
  const bytes = new Uint8Array(offset + text.length + 5).fill(0xa5);
  bytes.set(text, offset);
  const lanes = new Uint32Array(2);
  fingerprint(new DataView(bytes.buffer), offset, offset + text.length, lanes);
  return [lanes[0] ?? 0, lanes[1] ?? 0];
}

test('equal texts have equal fingerprints, wherever they lie', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(9), (text, offset) => {
      assert.deepEqual(lanesOf(text, offset), lanesOf(text));
    }),
  );
});

test('an empty text is (0, 0), and no other is', () => {
  assert.deepEqual(lanesOf(new Uint8Array(0), 3), [0, 0]);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (text) => {
      assert.notEqual(lanesOf(text)[0], 0);
    }),
  );
});

test('a bit that changes in a text changes half of the bits of each lane', () => {
  const line = Buffer.from('kube_pod_status_phase{namespace="default",pod="web-0",phase="Running"} 1\n');
  const before = lanesOf(line);
  const flips = [0, 0];
  for (let bit = 0; bit < line.length * 8; bit++) {
    const changed = Buffer.from(line);
    changed[bit >>> 3] = (changed[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
    const after = lanesOf(changed);
    for (const lane of [0, 1]) {
      const difference = (before[lane as 0 | 1] ^ after[lane as 0 | 1]) >>> 0;
      assert.notEqual(difference, 0, `bit ${bit} is seen by lane ${lane}`);
      flips[lane] = (flips[lane] ?? 0) + difference.toString(2).replaceAll('0', '').length;
    }
  }
  // 16 of 32 expected; 584 flips make the mean's deviation 0.12.
  for (const sum of flips) assert.ok(Math.abs(sum / (line.length * 8) - 16) < 1, String(flips));
});

test('a hundred thousand texts that differ in a digit or a letter share no fingerprint', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 50_000; i++) {
    for (const text of [`a{pod="web-${i}"} 1\n`, `a{pod="web-${i}"} ${1_700_000_000 + i}\n`]) {
      const [low, high] = lanesOf(Buffer.from(text));
      seen.add(`${low}/${high}`);
    }
  }
  assert.equal(seen.size, 100_000);
});
