import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Publication } from '../../src/workers/publication.ts';
import { FakeClock } from '../support/clock.ts';

let clock: FakeClock;
let publication: Publication;
let published: number[];

beforeEach(() => {
  clock = new FakeClock();
  published = [];
  publication = new Publication(clock, 100, () => void published.push(clock.monotonic()));
});

test('a change after a quiet time is published in the next turn', () => {
  clock.advance(5_000);
  publication.request();
  assert.deepEqual(published, []);
  clock.advance(0);
  assert.deepEqual(published, [5_000]);
});

test('changes that follow each other share a publication, one in an interval', () => {
  for (let ms = 0; ms < 350; ms += 10) {
    publication.request();
    clock.advance(10);
  }
  assert.deepEqual(published, [0, 100, 200, 300]);
});

test('nothing is published without a request, nor after a stop', () => {
  publication.request();
  clock.advance(1_000);
  assert.equal(published.length, 1);
  publication.request();
  publication.stop();
  publication.request();
  clock.advance(1_000);
  assert.equal(published.length, 1);
  assert.equal(clock.pending, 0);
});

test('a request in the middle of a publication leads to another one', () => {
  publication = new Publication(clock, 100, () => {
    published.push(clock.monotonic());
    if (published.length === 1) publication.request();
  });
  publication.request();
  clock.advance(1_000);
  assert.deepEqual(published, [0, 100]);
});
