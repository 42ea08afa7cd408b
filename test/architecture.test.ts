import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

/** The emitted JavaScript: types are erased there, so that only what is loaded at run time counts. */
const ROOT = resolve('dist/src');

/** Which files may import each package of weight, and nobody else. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@kubernetes/client-node': ['main/kube/credentials.js'],
  undici: ['main/kube/transport.js'],
  piscina: ['main/pool/pool.js'],
  comlink: ['protocol/worker-api.js'],
  'prom-client': ['main/telemetry/registry.js'],
};

/** What each room may import of the others. */
const ROOMS: Readonly<Record<string, readonly RegExp[]>> = {
  protocol: [/^protocol\//],
  workers: [/^workers\//, /^protocol\//],
  main: [/^main\//, /^protocol\//, /^workers\/(families|shape)\//],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function imports(): Import[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  return files.flatMap((from) => {
    const code = readFileSync(join(ROOT, from), 'utf8');
    const pattern =
      /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;
    return [...code.matchAll(pattern)].map((match) => ({ from, to: match[1] ?? match[2] ?? match[3] ?? '' }));
  });
}

const all = imports();

test('there is something to look at', () => {
  assert.ok(all.length > 200, `only ${all.length} imports found in ${ROOT}`);
});

test('a room imports only what it may of the others', () => {
  const broken = all
    .filter(({ to }) => to.startsWith('.'))
    .map(({ from, to }) => ({ from, to: relative(ROOT, resolve(ROOT, dirname(from), to)) }))
    .filter(({ from, to }) => !(ROOMS[from.split('/')[0] ?? ''] ?? []).some((allowed) => allowed.test(to)));
  assert.deepEqual(broken, []);
});

test('a package of weight is imported only where it is the job', () => {
  const broken = all.filter(({ from, to }) =>
    Object.entries(PACKAGES).some(
      ([name, allowed]) => (to === name || to.startsWith(`${name}/`)) && !allowed.includes(from),
    ),
  );
  assert.deepEqual(broken, []);
});

test('each package of weight is imported where it is expected', () => {
  for (const [name, files] of Object.entries(PACKAGES)) {
    for (const file of files) {
      assert.ok(
        all.some(({ from, to }) => from === file && (to === name || to.startsWith(`${name}/`))),
        `${file} does not import ${name}: correct the table`,
      );
    }
  }
});

/** Everything that a file loads, directly or not; dynamic imports count as loads. */
function reach(start: string): Set<string> {
  const seen = new Set<string>();
  const next = [start];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { from, to } of all) {
      if (from !== file) continue;
      next.push(to.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(from), to)) : to);
    }
  }
  return seen;
}

test('a worker loads comlink and what Node has, and no package of main', () => {
  const packages = [...reach('workers/worker.js')].filter(
    (name) => !name.endsWith('.js') && !name.startsWith('node:'),
  );
  assert.deepEqual(packages, ['comlink']);
});
