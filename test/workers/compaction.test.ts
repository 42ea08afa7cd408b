import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Compaction } from '../../src/workers/compaction.ts';
import { Part } from '../../src/workers/part/part.ts';
import { FakeClock } from '../support/clock.ts';

let clock: FakeClock;
let parts: Part[];
let compaction: Compaction;
let compressed: number;

function textOf(text: string) {
  const bytes = Buffer.from(text);
  return { bytes, ends: Uint32Array.of(bytes.length), samples: Uint32Array.of(1) };
}

/** A change that is published: a stored page. */
function change(part: Part, text: string): void {
  part.upsert('o', textOf(text), clock.monotonic());
  part.take(clock.monotonic());
  compaction.request();
}

function part(): Part {
  const it = new Part(parts.length + 1, 1);
  it.begin();
  it.complete(1);
  it.take(clock.monotonic());
  parts.push(it);
  return it;
}

const stored = () => parts.reduce((sum, one) => sum + one.measure().storedPages, 0);

beforeEach(() => {
  clock = new FakeClock();
  parts = [];
  compressed = 0;
  compaction = new Compaction(
    clock,
    () => parts,
    () => {
      compressed++;
      for (const one of parts) if (one.publishable) one.take(clock.monotonic());
    },
  );
});

test('a page that has been quiet for five seconds is compressed, and then nothing is looked for', () => {
  change(part(), 'a 1\n');
  clock.advance(4_900);
  assert.equal(stored(), 1);
  clock.advance(1_100);
  assert.equal(stored(), 0);
  assert.equal(compressed, 1);
  assert.equal(clock.pending, 0);
});

test('a page that is never quiet is compressed once in twenty seconds', () => {
  const busy = part();
  for (let second = 0; second < 60; second++) {
    change(busy, `a ${second}\n`);
    clock.advance(1_000);
  }
  assert.ok(compressed >= 2 && compressed <= 3, String(compressed));
});

test('all parts get their turn', () => {
  for (const one of [part(), part(), part()]) change(one, 'a 1\n');
  clock.advance(6_000);
  assert.equal(stored(), 0);
});

test('a part on hold is left alone until its list is over', () => {
  const held = part();
  change(held, 'a 1\n');
  held.begin();
  clock.advance(30_000);
  assert.equal(stored(), 1);
  held.upsert('o', textOf('a 1\n'), clock.monotonic());
  held.complete(2);
  held.take(clock.monotonic());
  clock.advance(6_000);
  assert.equal(stored(), 0);
});

test('a round that takes long gives way, and goes on in the next turn', () => {
  for (let i = 0; i < 4; i++) change(part(), 'a 1\n');
  // Compressing one page takes six milliseconds of this clock.
  let now = 10_000;
  let turns: (() => void)[] = [];
  const slow = new Compaction(
    {
      monotonic: () => now,
      after: (ms, task) => {
        turns.push(task);
        assert.ok(turns.length === 1, `one turn at a time, after ${ms} ms`);
        return { cancel: () => {} };
      },
    },
    function* () {
      for (const one of parts) {
        now += 6;
        yield one;
      }
    },
    () => {},
  );
  slow.request(0);
  let rounds = 0;
  while (turns.length > 0) {
    const [turn] = turns;
    turns = [];
    turn?.();
    rounds++;
  }
  assert.equal(stored(), 0);
  assert.ok(rounds >= 4, `${rounds} rounds`);
});

test('after a stop nothing happens any more', () => {
  change(part(), 'a 1\n');
  compaction.stop();
  compaction.request();
  clock.advance(60_000);
  assert.equal(stored(), 1);
  assert.equal(clock.pending, 0);
});
