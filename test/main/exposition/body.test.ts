import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openBody } from '../../../src/main/exposition/body.ts';
import { CHUNK_BYTES } from '../../../src/main/exposition/chunks.ts';
import type { ExpositionRequest } from '../../../src/main/exposition/exposition.ts';
import type { ResourceSnapshot, Snapshot } from '../../../src/main/snapshot/snapshot.ts';
import { compressedPage, storedPage } from '../../../src/protocol/fragment.ts';
import { within } from '../../support/deadline.ts';

const NOW = 1_700_000_000_000;

function page(text: string, compressed = true) {
  const samples = text.split('\n').length - 1;
  return compressed ? compressedPage(Buffer.from(text), samples) : storedPage(Buffer.from(text), samples);
}

function family(name: string, parts: readonly (readonly (string | undefined)[])[]) {
  return {
    header: { name, text: page(`# HELP ${name} t\n`), openmetrics: page(`# HELP ${name} o\n`) },
    parts: parts.map((part) =>
      part.map((text, i) => (text === undefined ? undefined : page(text, i % 2 === 0))),
    ),
  };
}

function snapshot(resources: readonly ResourceSnapshot[]): Snapshot {
  return { generation: 42, publishedAt: NOW - 250, resources };
}

const nodes = { name: 'nodes', objects: 1, families: [family('n', [['n 1\n']])] };
const pods = {
  name: 'pods',
  objects: 2,
  families: [family('a', [['a 1\n', undefined, 'a 2\n'], ['a 3\n']]), family('empty', [[], [undefined]])],
};
const secrets = { name: 'secrets', objects: 0, families: [family('s', [])] };

async function bodyOf(from: Snapshot, request: Partial<ExpositionRequest> = {}): Promise<string> {
  const body = openBody(from, { format: 'text', encoding: 'gzip', ...request }, NOW);
  const pieces: Uint8Array[] = [];
  const read = async () => {
    for await (const chunk of body.chunks()) {
      assert.ok(chunk.length <= CHUNK_BYTES);
      pieces.push(Uint8Array.from(chunk));
    }
  };
  await within(read(), 'the body ends');
  const bytes = Buffer.concat(pieces);
  assert.equal(bytes.length, body.length);
  return (request.encoding === 'identity' ? bytes : gunzipSync(bytes)).toString();
}

const ALL = '# HELP n t\nn 1\n# HELP a t\na 1\na 2\na 3\n# HELP empty t\n';

test('resources with objects are written with all their headers, the others not at all', async () => {
  assert.equal(await bodyOf(snapshot([nodes, pods, secrets])), ALL);
});

test('a plain response is the same text', async () => {
  assert.equal(await bodyOf(snapshot([nodes, pods, secrets]), { encoding: 'identity' }), ALL);
});

test('OpenMetrics has its own headers and an end', async () => {
  const expected = `${ALL.replaceAll(' t\n', ' o\n')}# EOF\n`;
  for (const encoding of ['gzip', 'identity'] as const) {
    assert.equal(
      await bodyOf(snapshot([nodes, pods, secrets]), { format: 'openmetrics', encoding }),
      expected,
    );
  }
});

test('an empty snapshot is an empty text, and only the end in OpenMetrics', async () => {
  for (const encoding of ['gzip', 'identity'] as const) {
    assert.equal(await bodyOf(snapshot([]), { encoding }), '');
    assert.equal(await bodyOf(snapshot([secrets]), { format: 'openmetrics', encoding }), '# EOF\n');
  }
});

test('resources can be picked and left out', async () => {
  const from = snapshot([nodes, pods]);
  const named = (...names: string[]) => ({ resources: new Set(names) });
  assert.equal(await bodyOf(from, named('nodes')), '# HELP n t\nn 1\n');
  assert.equal(await bodyOf(from, { exclude: new Set(['pods']) }), '# HELP n t\nn 1\n');
  assert.equal(await bodyOf(from, { ...named('nodes', 'pods'), exclude: new Set(['nodes', 'pods']) }), '');
  assert.equal(await bodyOf(from, named()), '');
});

function noise(seed: number): string {
  let x = seed;
  const words: string[] = [];
  for (let i = 0; i < 40_000; i++) {
    x = (x * 48_271) % 2_147_483_647;
    words.push(x.toString(36));
  }
  return words.join('');
}

test('any pages give a body of the announced length that is the same in both encodings', async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 50 }),
    // Larger than a chunk, and hard to compress.
    fc.integer({ min: 1, max: 1_000_000 }).map(noise),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 }), async (parts) => {
      const from = snapshot([{ name: 'x', objects: 1, families: [family('x', parts)] }]);
      const plain = await bodyOf(from, { encoding: 'identity' });
      assert.equal(plain, `# HELP x t\n${parts.flat().join('')}`);
      assert.equal(await bodyOf(from), plain);
    }),
    { numRuns: 25 },
  );
});

test('a body says which generation it is of and how old', () => {
  const body = openBody(snapshot([pods]), { format: 'text', encoding: 'gzip' }, NOW);
  assert.equal(body.generation, 42);
  assert.equal(body.ageMs, 250);
  assert.ok(body.pinnedBytes > 0);
});

test('a body that is closed in the middle ends, and its inflater with it', async () => {
  const big = 'x'.repeat(3_000_000);
  const from = snapshot([{ name: 'x', objects: 1, families: [family('x', [[big, big]])] }]);
  const body = openBody(from, { format: 'text', encoding: 'identity' }, NOW);
  const read = async () => {
    for await (const _ of body.chunks()) {
      body.close();
      break;
    }
  };
  await within(read(), 'leaving the body');
});
