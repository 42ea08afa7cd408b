import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetOf, thisMachine } from '../../src/main/budget.ts';

const GIB = 1024 ** 3;

test('there are as many workers as CPUs, up to four, and always one', () => {
  const workers = (cpus: number) => budgetOf({ cpus, memoryBytes: GIB }, 0).workers;
  assert.deepEqual([0.5, 1, 2, 3.7, 64].map(workers), [1, 1, 2, 3, 4]);
});

test('a number that is asked for is taken', () => {
  assert.equal(budgetOf({ cpus: 1, memoryBytes: GIB }, 7).workers, 7);
});

test('heaps share a part of the memory, within bounds', () => {
  const heap = (memoryBytes: number, workers: number) =>
    budgetOf({ cpus: 1, memoryBytes }, workers).workerHeapMiB;
  assert.equal(heap(GIB, 2), 204);
  assert.equal(heap(GIB / 8, 2), 64);
  assert.equal(heap(256 * GIB, 1), 2048);
});

test('this machine has something to divide', () => {
  const { cpus, memoryBytes } = thisMachine();
  assert.ok(cpus >= 1 && memoryBytes > 64 * 1024 * 1024);
});
