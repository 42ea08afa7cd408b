import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Family, FamilyContext, Samples } from '../../../src/workers/families/family.ts';
import { Renderer } from '../../../src/workers/render/renderer.ts';
import { linesByFamily } from '../../support/render.ts';

/** An object of these tests says itself what its families do. */
interface Thing {
  readonly name: string | undefined;
  readonly zone?: string;
  readonly does: Readonly<Record<string, (samples: Samples) => void>>;
}

function family(name: string, labels: readonly string[], more: Partial<Family<Thing>> = {}): Family<Thing> {
  return {
    name,
    labels,
    type: 'gauge',
    stability: 'ALPHA',
    help: 'Help.',
    when: 'Always.',
    reads: [],
    render: ({ does }, samples) => does[name]?.(samples),
    ...more,
  };
}

const NO_LISTS: FamilyContext = { labels: undefined, annotations: undefined };
const name = { label: 'name', reads: 'name', value: ({ name }: Thing) => name };
const zone = { label: 'zone', reads: 'zone', value: ({ zone }: Thing) => zone ?? '' };

/** Renders one thing, and gives all that is known of the result. */
function render(
  families: readonly Family<Thing>[],
  thing: Thing,
  baseLabels: readonly (typeof name)[] = [name],
) {
  const rendered = new Renderer<Thing>({ baseLabels }, families, NO_LISTS).render(thing);
  return { ...rendered, lines: [...linesByFamily(families, rendered).values()] };
}

test('a line has the base labels, then its own in the order of the row', () => {
  const { lines, samples } = render(
    [family('a', ['x', 'y']), family('b', [])],
    { name: 'n', zone: 'z', does: { a: (to) => to.add(2.5, '1', '2'), b: (to) => to.add(true) } },
    [name, zone],
  );
  assert.deepEqual(lines, [['a{name="n",zone="z",x="1",y="2"} 2.5'], ['b{name="n",zone="z"} 1']]);
  assert.deepEqual([...samples], [1, 1]);
});

test('named labels stand where the own labels do', () => {
  const does = {
    a: (to: Samples) => {
      to.addNamed(1, []);
      to.addNamed(false, [
        ['label_x', '1'],
        ['label_y', ''],
      ]);
    },
  };
  assert.deepEqual(render([family('a', [])], { name: 'n', does }).lines, [
    ['a{name="n"} 1', 'a{name="n",label_x="1",label_y=""} 0'],
  ]);
});

test('a resource without base labels has lines without braces', () => {
  const does = {
    a: (to: Samples) => to.add(1),
    b: (to: Samples) => to.add(1, 'v'),
    c: (to: Samples) => to.addNamed(1, [['y', 'v']]),
  };
  assert.deepEqual(
    render([family('a', []), family('b', ['x']), family('c', [])], { name: '', does }, []).lines,
    [['a 1'], ['b{x="v"} 1'], ['c{y="v"} 1']],
  );
});

test('values of all labels are escaped', () => {
  const does = { a: (to: Samples) => to.add(1, '"\n\\'), b: (to: Samples) => to.addNamed(1, [['x', '"']]) };
  assert.deepEqual(render([family('a', ['x']), family('b', [])], { name: '"', does }).lines, [
    ['a{name="\\"",x="\\"\\n\\\\"} 1'],
    ['b{name="\\"",x="\\""} 1'],
  ]);
});

test('family i is the bytes from the end of family i-1 to its own end', () => {
  const does = {
    a: (to: Samples) => to.add(1),
    c: (to: Samples) => {
      to.add(1, 'p');
      to.add(2, 'q');
    },
  };
  const { bytes, ends, samples } = render([family('a', []), family('b', []), family('c', ['x'])], {
    name: 'n',
    does,
  });
  assert.deepEqual([...ends], [14, 14, 54]);
  assert.deepEqual([...samples], [1, 0, 2]);
  assert.equal(Buffer.from(bytes.subarray(14, 54)).toString(), 'c{name="n",x="p"} 1\nc{name="n",x="q"} 2\n');
});

test('offsets are in bytes, whatever the text is made of', () => {
  const families = [family('a', ['x']), family('b', []), family('c', ['x'])];
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (first, last) => {
      const does = {
        a: (to: Samples) => to.add(1, first),
        b: (to: Samples) => to.add(1),
        c: (to: Samples) => to.add(1, last),
      };
      const { lines } = render(families, { name: 'é', does });
      const escaped = (text: string) => text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
      assert.deepEqual(lines, [
        [`a{name="é",x="${escaped(first)}"} 1`],
        ['b{name="é"} 1'],
        [`c{name="é",x="${escaped(last)}"} 1`],
      ]);
    }),
    {
      examples: [
        ['plain', '\u{1f600}'],
        ['\u0080', ''],
        ['\uffff', '"'],
      ],
    },
  );
});

test('half of a surrogate pair is written as U+FFFD, as Go does', () => {
  const does = { a: (to: Samples) => to.add(1, '\ud800'), b: (to: Samples) => to.add(1) };
  assert.deepEqual(render([family('a', ['x']), family('b', [])], { name: 'n', does }).lines, [
    ['a{name="n",x="\ufffd"} 1'],
    ['b{name="n"} 1'],
  ]);
});

test('a text larger than the buffer gets a larger buffer', () => {
  for (const character of ['a', 'é', '\uffff']) {
    const long = character.repeat(300_000);
    const does = { a: (to: Samples) => to.add(1, long), b: (to: Samples) => to.add(1) };
    const { lines } = render([family('a', ['x']), family('b', [])], { name: 'n', does });
    assert.equal(lines[0]?.[0], `a{name="n",x="${long}"} 1`);
    assert.deepEqual(lines[1], ['b{name="n"} 1']);
  }
});

for (const [what, add] of [
  ['a value that is undefined', (to: Samples) => to.add(undefined, 'v')],
  ['a value that is NaN', (to: Samples) => to.add(Number.NaN, 'v')],
  ['a label that is undefined', (to: Samples) => to.add(1, undefined)],
  ['a named label that is undefined', (to: Samples) => to.addNamed(1, [['y', undefined]])],
] as const) {
  test(`${what} costs its sample, which is counted`, () => {
    const does = {
      a: (to: Samples) => {
        to.add(1, 'before');
        add(to);
        to.add(1, 'after');
      },
    };
    const { lines, dropped } = render([family('a', ['x'])], { name: 'n', does });
    assert.deepEqual(lines, [['a{name="n",x="before"} 1', 'a{name="n",x="after"} 1']]);
    assert.deepEqual(dropped, { invalid: 1, duplicates: 0, failed: 0, firstFailure: undefined });
  });
}

test('infinities are values', () => {
  const does = { a: (to: Samples) => to.add(Number.NEGATIVE_INFINITY) };
  assert.deepEqual(render([family('a', [])], { name: 'n', does }).lines, [['a{name="n"} -Inf']]);
});

test('a base label that is undefined costs all samples of the object', () => {
  const does = { a: (to: Samples) => to.add(1), b: (to: Samples) => to.addNamed(1, []) };
  const { lines, dropped } = render([family('a', []), family('b', [])], { name: undefined, does });
  assert.deepEqual(lines, [[], []]);
  assert.equal(dropped.invalid, 2);
});

test('of samples with the same labels the first stands, whatever their values', () => {
  const does = {
    a: (to: Samples) => {
      to.add(1, 'p', 'q');
      to.add(2, 'p', 'q');
      to.add(3, 'p', 'r');
      to.addNamed(4, [
        ['x', 'p'],
        ['y', 'q'],
      ]);
    },
  };
  const { lines, samples, dropped } = render([family('a', ['x', 'y'])], { name: 'n', does });
  assert.deepEqual(lines, [['a{name="n",x="p",y="q"} 1', 'a{name="n",x="p",y="r"} 3']]);
  assert.deepEqual([...samples], [2]);
  assert.equal(dropped.duplicates, 2);
});

test('labels that differ only in where one ends and the next begins are different', () => {
  const does = {
    a: (to: Samples) => {
      to.add(1, 'a",y="b', 'c');
      to.add(1, 'a', 'b",y="c');
    },
  };
  assert.equal(render([family('a', ['x', 'y'])], { name: 'n', does }).dropped.duplicates, 0);
});

test('repetitions are found among many samples as among few', () => {
  const does = {
    a: (to: Samples) => {
      for (let round = 0; round < 2; round++) for (let i = 0; i < 100; i++) to.add(round, `${i}`);
    },
  };
  const { lines, dropped } = render([family('a', ['x'])], { name: 'n', does });
  assert.deepEqual(
    lines[0],
    Array.from({ length: 100 }, (_, i) => `a{name="n",x="${i}"} 0`),
  );
  assert.equal(dropped.duplicates, 100);
});

test("one family's samples are no repetitions of another's, nor one object's of another's", () => {
  const families = [family('a', ['x']), family('b', ['x'])];
  const renderer = new Renderer<Thing>({ baseLabels: [name] }, families, NO_LISTS);
  const does = { a: (to: Samples) => to.add(1, 'v'), b: (to: Samples) => to.add(1, 'v') };
  for (const id of ['n', 'm']) {
    const rendered = renderer.render({ name: id, does });
    assert.equal(rendered.dropped.duplicates, 0);
    assert.deepEqual(
      [...linesByFamily(families, rendered).values()],
      [[`a{name="${id}",x="v"} 1`], [`b{name="${id}",x="v"} 1`]],
    );
  }
});

test('a family that throws has no text, and costs no other', () => {
  const does = {
    a: (to: Samples) => to.add(1),
    b: (to: Samples) => {
      to.add(1, 'v');
      throw new Error('broken');
    },
    c: () => {
      throw 'not even an error';
    },
    d: (to: Samples) => to.add(4),
  };
  const { lines, samples, dropped } = render(
    [family('a', []), family('b', ['x']), family('c', []), family('d', [])],
    { name: 'n', does },
  );
  assert.deepEqual(lines, [['a{name="n"} 1'], [], [], ['d{name="n"} 4']]);
  assert.deepEqual([...samples], [1, 0, 0, 1]);
  assert.deepEqual(dropped, { invalid: 0, duplicates: 0, failed: 2, firstFailure: 'b: broken' });
});

test('a sample with more or fewer labels than its row declares fails the family', () => {
  for (const add of [(to: Samples) => to.add(1), (to: Samples) => to.add(1, 'v', 'w')]) {
    const { lines, dropped } = render([family('a', ['x'])], { name: 'n', does: { a: add } });
    assert.deepEqual(lines, [[]]);
    assert.equal(dropped.failed, 1);
  }
});

test('counts start anew with each object', () => {
  const renderer = new Renderer<Thing>({ baseLabels: [name] }, [family('a', [])], NO_LISTS);
  const bad = { name: 'n', does: { a: (to: Samples) => to.add(undefined) } };
  assert.equal(renderer.render(bad).dropped.invalid, 1);
  assert.equal(renderer.render(bad).dropped.invalid, 1);
  assert.equal(renderer.render({ name: 'n', does: {} }).dropped.invalid, 0);
});
