import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText } from '../../../src/protocol/fragment.ts';
import { GROUP_SLOTS, type Page } from '../../../src/protocol/page.ts';
import { type Patch, pagesIn, readPatch } from '../../../src/protocol/patch.ts';
import { Part } from '../../../src/workers/part/part.ts';

const FAMILIES = 3;

/** As the renderer's: a Buffer, longer than what it holds, and used again for every object. */
const SCRATCH = Buffer.alloc(200);

/** The text of an object as three families' lines; a version may leave families out. */
function textOf(key: string, version: number) {
  const lines = [
    `a{o="${key}"} ${version}\n`,
    version % 3 === 0 ? '' : `b{o="${key}"} 1\nb{o="${key}",v="${version}"} 0\n`,
    `c{o="${key}"} 1\n`,
  ];
  const ends = new Uint32Array(FAMILIES);
  const samples = new Uint32Array(FAMILIES);
  let length = 0;
  for (const [i, line] of lines.entries()) {
    length += line.length;
    ends[i] = length;
    samples[i] = line.split('\n').length - 1;
  }
  SCRATCH.fill('x');
  SCRATCH.write(lines.join(''));
  return { bytes: SCRATCH, ends, samples, lines };
}

/** What main knows of the part: the pages of all patches so far. */
class Mirror {
  readonly pages = new Map<string, Page>();
  objects = 0;
  touched = 0;

  apply(patch: Patch): void {
    if (patch.reset) this.pages.clear();
    this.objects = patch.objects;
    this.touched = pagesIn(patch);
    readPatch(patch, (family, group, page) => {
      if (page === undefined) this.pages.delete(`${family}/${group}`);
      else this.pages.set(`${family}/${group}`, page);
    });
  }

  lines(family: number): string[] {
    const pages = [...this.pages].filter(([key]) => key.startsWith(`${family}/`));
    const text = pages.map(([, page]) => Buffer.from(plainText(page)).toString()).join('');
    const lines = text.split('\n').slice(0, -1);
    const samples = pages.reduce((sum, [, page]) => sum + page.samples, 0);
    assert.equal(samples, lines.length);
    return lines.sort();
  }
}

function expected(objects: ReadonlyMap<string, number>, family: number): string[] {
  return [...objects]
    .flatMap(([key, version]) => (textOf(key, version).lines[family] ?? '').split('\n').slice(0, -1))
    .sort();
}

function check(mirror: Mirror, objects: ReadonlyMap<string, number>): void {
  assert.equal(mirror.objects, objects.size);
  for (let family = 0; family < FAMILIES; family++)
    assert.deepEqual(mirror.lines(family), expected(objects, family));
}

function started(): Part {
  const part = new Part(7, FAMILIES);
  part.begin();
  part.complete(1);
  part.take(0);
  return part;
}

type Step =
  | { kind: 'upsert'; key: number; version: number }
  | { kind: 'remove'; key: number }
  | { kind: 'publish' }
  | { kind: 'compress' }
  | { kind: 'relist'; listed: [key: number, version: number][] };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('upsert' as const), key: fc.nat(400), version: fc.nat(8) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), key: fc.nat(400) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'publish' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'compress' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('relist' as const),
      listed: fc.array(fc.tuple(fc.nat(400), fc.nat(8)), { maxLength: 300 }),
    }),
  },
);

test('after any sequence of changes, compactions and relists the patches add up to the objects', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const part = started();
      const mirror = new Mirror();
      const objects = new Map<string, number>();
      let now = 0;
      let stage = 1;
      const publish = () => {
        if (part.publishable) mirror.apply(part.take(++now));
      };
      publish();
      for (const s of steps) {
        if (s.kind === 'upsert') {
          objects.set(`o${s.key}`, s.version);
          part.upsert(`o${s.key}`, textOf(`o${s.key}`, s.version), now);
        } else if (s.kind === 'remove') {
          objects.delete(`o${s.key}`);
          part.remove(`o${s.key}`, now);
        } else if (s.kind === 'publish') publish();
        else if (s.kind === 'compress') part.compressOne(now, now);
        else {
          part.begin();
          objects.clear();
          for (const [key, version] of s.listed) {
            objects.set(`o${key}`, version);
            part.upsert(`o${key}`, textOf(`o${key}`, version), now);
            assert.equal(part.publishable, false);
          }
          part.complete(++stage);
        }
      }
      publish();
      check(mirror, objects);
    }),
    { numRuns: 150 },
  );
});

test('a large part that shrinks, grows and is listed anew adds up to its objects, and stays as large as they are', () => {
  // 0: gone. 1: changes its text. 2: comes malformed, so its last lines stand. 3: as it was.
  const fates = fc.array(fc.nat(3), { minLength: 1, maxLength: 40 });
  const rounds = fc.array(fc.record({ keep: fc.integer({ min: 1, max: 40 }), fates, relist: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.integer({ min: 500, max: 1_500 }), rounds, (count, steps) => {
      const part = started();
      const mirror = new Mirror();
      const objects = new Map<string, number>();
      let now = 1;
      const put = (key: string, version: number) => {
        objects.set(key, version);
        part.upsert(key, textOf(key, version), now);
      };
      for (let i = 0; i < count; i++) put(`o${i}`, 1);
      mirror.apply(part.take(now));
      for (const [round, { keep, fates: fate, relist }] of steps.entries()) {
        if (relist) part.begin();
        for (const [i, [key, version]] of [...objects].entries()) {
          const what = i % keep === 0 ? (fate[i % fate.length] ?? 0) : 0;
          if (what === 0) {
            objects.delete(key);
            if (!relist) part.remove(key, now);
          } else if (what === 1) put(key, version + 1);
          else if (what === 2) part.keep(key);
          else put(key, version);
        }
        for (let i = 0; i < 20; i++) put(`new-${round}-${i}`, round);
        if (relist) part.complete(round + 2);
        if (part.publishable) mirror.apply(part.take(++now));
        check(mirror, objects);
      }
      // Merged when three quarters are empty: at most four times the groups, and what is needed for 512 slots.
      const groups = new Set([...mirror.pages.keys()].map((page) => page.split('/')[1]));
      assert.ok(groups.size <= Math.max(4, Math.ceil((4 * objects.size) / GROUP_SLOTS)));
    }),
    { numRuns: 40 },
  );
});

test('an update that changes no text publishes nothing', () => {
  const part = started();
  part.upsert('a', textOf('a', 1), 1);
  part.take(1);
  part.upsert('a', textOf('a', 1), 2);
  assert.equal(part.publishable, false);
});

test('an update sends only the pages whose text it changes', () => {
  const part = started();
  const mirror = new Mirror();
  for (let i = 0; i < 300; i++) part.upsert(`o${i}`, textOf(`o${i}`, 0), 1);
  mirror.apply(part.take(1));
  // Version 3 differs from 0 in family 0 alone, and one object lies in one group.
  part.upsert('o5', textOf('o5', 3), 2);
  mirror.apply(part.take(2));
  assert.equal(mirror.touched, 1);
});

test('a part on hold publishes nothing until its list is complete, however often it begins again', () => {
  const part = started();
  part.upsert('old', textOf('old', 1), 1);
  part.take(1);
  part.begin();
  part.upsert('new', textOf('new', 1), 2);
  assert.equal(part.publishable, false);
  part.begin();
  part.upsert('other', textOf('other', 1), 3);
  part.complete(5);
  const patch = part.take(2);
  assert.equal(patch.closes, 5);
  assert.equal(patch.objects, 1);
});

test('an object whose new text is unknown keeps its last lines through a relist', () => {
  const part = started();
  const mirror = new Mirror();
  part.upsert('a', textOf('a', 1), 1);
  part.upsert('b', textOf('b', 1), 1);
  mirror.apply(part.take(1));
  part.begin();
  part.keep('a');
  part.complete(2);
  mirror.apply(part.take(2));
  check(mirror, new Map([['a', 1]]));
});

test('a part that has shrunk gives its groups back', () => {
  const part = started();
  const mirror = new Mirror();
  const objects = new Map<string, number>();
  const count = GROUP_SLOTS * 20;
  for (let i = 0; i < count; i++) {
    part.upsert(`o${i}`, textOf(`o${i}`, 1), 1);
    objects.set(`o${i}`, 1);
  }
  mirror.apply(part.take(1));
  // One object of each group stays: the worst case for memory.
  for (let i = 0; i < count; i++) {
    if (i % GROUP_SLOTS === 0) continue;
    part.remove(`o${i}`, 2);
    objects.delete(`o${i}`);
  }
  mirror.apply(part.take(2));
  check(mirror, objects);
  assert.equal(mirror.pages.size, FAMILIES);
});

test('stored pages are compressed once their group is quiet, or has been stored for long', () => {
  const part = started();
  const mirror = new Mirror();
  part.upsert('a', textOf('a', 1), 1);
  mirror.apply(part.take(100));
  assert.equal(part.warm, true);
  assert.equal(part.compressOne(99, 99), false);
  assert.equal(part.compressOne(100, 0), true);
  mirror.apply(part.take(101));
  assert.ok([...mirror.pages.values()].every((page) => page.compressed));
  assert.equal(part.warm, false);
  check(mirror, new Map([['a', 1]]));
});

test('an object without a line is counted from when it comes to when it goes', () => {
  const part = started();
  const silent = { bytes: SCRATCH, ends: new Uint32Array(FAMILIES), samples: new Uint32Array(FAMILIES) };
  part.upsert('silent', silent, 1);
  assert.equal(part.publishable, true);
  const patch = part.take(1);
  assert.deepEqual([patch.objects, pagesIn(patch)], [1, 0]);
  part.upsert('silent', silent, 2);
  assert.equal(part.publishable, false);
  part.remove('silent', 3);
  assert.equal(part.take(2).objects, 0);
});

test('the age of a patch is that of its oldest change', () => {
  const part = started();
  part.upsert('a', textOf('a', 1), 30);
  part.upsert('b', textOf('b', 1), 20);
  part.upsert('c', textOf('c', 1), 40);
  assert.equal(part.take(1).oldestAt, 20);
  part.upsert('a', textOf('a', 2), undefined);
  assert.equal(part.take(2).oldestAt, undefined);
});
