import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Publisher } from '../../../src/main/snapshot/publisher.ts';
import type { Snapshot } from '../../../src/main/snapshot/snapshot.ts';
import { plainText, storedPage } from '../../../src/protocol/fragment.ts';
import { type Patch, PatchWriter } from '../../../src/protocol/patch.ts';
import { FakeClock } from '../../support/clock.ts';

const PODS = 1;
const NODES = 2;

let published: Snapshot[];
let committed: [number, number][];
let publisher: Publisher;

const page = (text: string) => storedPage(Buffer.from(text), text.split('\n').length - 1);
const header = (name: string) =>
  Object.freeze({ name, text: page(`# ${name}\n`), openmetrics: page(`# ${name}\n`) });

interface Change {
  family: number;
  group: number;
  text: string | undefined;
}

function patch(stream: number, changes: readonly Change[], head: Partial<Patch> = {}): Patch {
  const writer = new PatchWriter();
  for (const { family, group, text } of changes) {
    writer.add(family, group, text === undefined ? undefined : page(text));
  }
  return writer.take({ stream, closes: undefined, reset: false, objects: 1, oldestAt: undefined, ...head });
}

function text(snapshot: Snapshot, resource: string): string {
  const found = snapshot.resources.find(({ name }) => name === resource);
  return (found?.families ?? [])
    .flatMap(({ parts }) => parts.flat())
    .map((p) => (p === undefined ? '' : Buffer.from(plainText(p)).toString()))
    .join('');
}

beforeEach(() => {
  published = [];
  committed = [];
  const resources = [
    { name: 'pods', headers: [header('a'), header('b')] },
    { name: 'nodes', headers: [header('n')] },
  ];
  publisher = new Publisher(new FakeClock(), 2, resources, {
    published: (snapshot) => void published.push(snapshot),
    committed: (stream, stage) => void committed.push([stream, stage]),
  });
  publisher.open(PODS, 'pods');
  publisher.open(NODES, 'nodes');
});

/** Takes the pods through their first stage, with one page a partition. */
function committedPods(): void {
  publisher.begin(PODS, 1);
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'a0\n' }], { closes: 1, reset: true }));
  publisher.apply(1, patch(PODS, [{ family: 0, group: 0, text: 'a1\n' }], { closes: 1, reset: true }));
}

test('nothing of a stage is seen before every partition has closed it, then all of it at once', () => {
  publisher.begin(PODS, 1);
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'a0\n' }], { closes: 1, reset: true }));
  assert.equal(published.length, 0);
  assert.equal(publisher.hasPublished(PODS), false);
  publisher.apply(1, patch(PODS, [{ family: 1, group: 2, text: 'b1\n' }], { closes: 1, reset: true }));
  assert.equal(published.length, 1);
  assert.equal(text(publisher.current, 'pods'), 'a0\nb1\n');
  assert.deepEqual(committed, [[PODS, 1]]);
  assert.equal(publisher.hasPublished(PODS), true);
});

test('a patch outside a stage is published at once, and leaves the snapshot before it as it was', () => {
  committedPods();
  const before = publisher.current;
  publisher.apply(1, patch(PODS, [{ family: 0, group: 0, text: 'new\n' }]));
  assert.equal(text(publisher.current, 'pods'), 'a0\nnew\n');
  assert.equal(text(before, 'pods'), 'a0\na1\n');
  assert.equal(publisher.current.generation, before.generation + 1);
});

test('only the path to what changed is copied', () => {
  committedPods();
  const before = publisher.current;
  publisher.apply(0, patch(PODS, [{ family: 1, group: 0, text: 'b\n' }]));
  const [nodes, pods] = publisher.current.resources;
  assert.equal(nodes, before.resources[0]);
  assert.notEqual(pods, before.resources[1]);
  assert.equal(pods?.families[0], before.resources[1]?.families[0]);
  assert.notEqual(pods?.families[1], before.resources[1]?.families[1]);
});

test('snapshots are frozen all the way down', () => {
  committedPods();
  const check = (value: object): void => {
    if (value instanceof Uint8Array) return;
    assert.ok(Object.isFrozen(value));
    for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) check(child);
  };
  check(publisher.current);
});

test('during a relist the last generation is served, live changes of a partition that is done included only later', () => {
  committedPods();
  publisher.begin(PODS, 2);
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'relisted\n' }], { closes: 2 }));
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'later\n' }]));
  assert.equal(text(publisher.current, 'pods'), 'a0\na1\n');
  publisher.apply(1, patch(PODS, [], { closes: 2 }));
  assert.equal(text(publisher.current, 'pods'), 'later\na1\n');
});

test('a stage that is begun again loses nothing that a worker has already sent', () => {
  committedPods();
  publisher.begin(PODS, 2);
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'once\n' }], { closes: 2 }));
  publisher.begin(PODS, 3);
  publisher.apply(1, patch(PODS, [{ family: 0, group: 0, text: 'void\n' }], { closes: 2 }));
  publisher.apply(0, patch(PODS, [], { closes: 3 }));
  assert.equal(text(publisher.current, 'pods'), 'a0\na1\n');
  publisher.apply(1, patch(PODS, [{ family: 0, group: 0, text: 'done\n' }], { closes: 3 }));
  assert.equal(text(publisher.current, 'pods'), 'once\ndone\n');
});

test("a replaced worker's first patch takes the place of all that its predecessor had sent", () => {
  committedPods();
  publisher.apply(0, patch(PODS, [{ family: 1, group: 4, text: 'old\n' }]));
  publisher.begin(PODS, 2);
  publisher.apply(1, patch(PODS, [], { closes: 2 }));
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'fresh\n' }], { closes: 2, reset: true }));
  assert.equal(text(publisher.current, 'pods'), 'fresh\na1\n');
});

test('a worker that dies in a stage holds nobody up: what was served of it stands, what it began is void', () => {
  committedPods();
  publisher.begin(PODS, 2);
  publisher.apply(1, patch(PODS, [{ family: 0, group: 0, text: 'half of a list\n' }]));
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'new\n' }], { closes: 2 }));
  assert.equal(text(publisher.current, 'pods'), 'a0\na1\n');
  publisher.vacate(1);
  assert.equal(text(publisher.current, 'pods'), 'new\na1\n');
  assert.deepEqual(committed.at(-1), [PODS, 2]);
  publisher.begin(PODS, 3);
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'newer\n' }], { closes: 3 }));
  assert.equal(
    text(publisher.current, 'pods'),
    'newer\na1\n',
    'nor does a stage that begins without it wait',
  );
  publisher.occupy(1);
  publisher.begin(PODS, 4);
  publisher.apply(0, patch(PODS, [], { closes: 4 }));
  assert.equal(committed.length, 3, 'a worker that is back counts again');
  publisher.apply(1, patch(PODS, [{ family: 0, group: 0, text: 'refilled\n' }], { closes: 4, reset: true }));
  assert.equal(text(publisher.current, 'pods'), 'newer\nrefilled\n');
});

test('a worker that had closed the stage when it died has sent all of it', () => {
  committedPods();
  publisher.begin(PODS, 2);
  publisher.apply(1, patch(PODS, [{ family: 0, group: 0, text: 'whole\n' }], { closes: 2 }));
  publisher.vacate(1);
  publisher.apply(0, patch(PODS, [], { closes: 2 }));
  assert.equal(text(publisher.current, 'pods'), 'a0\nwhole\n');
});

test('nothing is served before every partition has had its say once', () => {
  publisher.begin(PODS, 1);
  publisher.vacate(1);
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: 'a0\n' }], { closes: 1, reset: true }));
  publisher.begin(PODS, 2);
  publisher.apply(0, patch(PODS, [], { closes: 2 }));
  assert.equal(published.length, 0);
  assert.deepEqual(committed, []);
});

test('an empty page takes a page away, and objects are counted over partitions', () => {
  committedPods();
  publisher.apply(0, patch(PODS, [{ family: 0, group: 0, text: undefined }], { objects: 0 }));
  assert.equal(text(publisher.current, 'pods'), 'a1\n');
  assert.equal(publisher.current.resources.find(({ name }) => name === 'pods')?.objects, 1);
});

test('streams of one resource keep their order and their own parts, whoever is complete first or goes', () => {
  const SHOP = 3;
  const BANK = 4;
  publisher.open(SHOP, 'pods');
  publisher.open(BANK, 'pods');
  const commit = (stream: number, name: string) => {
    publisher.begin(stream, 1);
    for (const partition of [0, 1]) {
      const change = { family: 0, group: 0, text: `${name}${partition}\n` };
      publisher.apply(partition, patch(stream, [change], { closes: 1, reset: true, objects: 2 }));
    }
  };
  commit(BANK, 'bank');
  commit(PODS, 'pods');
  assert.equal(text(publisher.current, 'pods'), 'pods0\npods1\nbank0\nbank1\n');
  commit(SHOP, 'shop');
  publisher.apply(1, patch(BANK, [{ family: 0, group: 0, text: 'new\n' }], { objects: 5 }));
  assert.equal(text(publisher.current, 'pods'), 'pods0\npods1\nshop0\nshop1\nbank0\nnew\n');
  publisher.close(SHOP);
  publisher.apply(0, patch(BANK, [{ family: 1, group: 0, text: 'b\n' }], { objects: 1 }));
  assert.equal(text(publisher.current, 'pods'), 'pods0\npods1\nbank0\nnew\nb\n');
  const pods = publisher.current.resources.find(({ name }) => name === 'pods');
  assert.equal(pods?.objects, 2 + 2 + 1 + 5);
});

test('closing a stream takes its series away in one step; unknown streams change nothing', () => {
  committedPods();
  const before = publisher.current.generation;
  publisher.close(PODS);
  publisher.close(PODS);
  assert.equal(text(publisher.current, 'pods'), '');
  assert.equal(publisher.current.generation, before + 1);
  publisher.apply(0, patch(99, [{ family: 0, group: 0, text: 'x\n' }]));
  publisher.begin(99, 1);
  assert.equal(publisher.current.generation, before + 1);
});
