import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { partitionOf } from '../../../src/main/pool/partition.ts';

test('an uid has one partition wherever it lies in the bytes', () => {
  const uid = randomUUID();
  const alone = Buffer.from(uid);
  const inside = Buffer.from(`{"uid":"${uid}"}`);
  for (const partitions of [1, 2, 3, 8]) {
    const partition = partitionOf(alone, 0, alone.length, partitions);
    assert.equal(partitionOf(inside, 8, 8 + uid.length, partitions), partition);
    assert.ok(partition >= 0 && partition < partitions);
  }
});

test('uids spread evenly', () => {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) {
    const uid = Buffer.from(randomUUID());
    const partition = partitionOf(uid, 0, uid.length, counts.length);
    counts[partition] = (counts[partition] ?? 0) + 1;
  }
  // 5,000 expected each, standard deviation 61: five of them are 306.
  for (const count of counts) assert.ok(Math.abs(count - 5_000) < 306, String(counts));
});
