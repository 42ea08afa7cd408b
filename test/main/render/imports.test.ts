import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Static imports that are there at run time; those of types are erased. */
const IMPORT = /^(?:import|export)\s+(?!type\b)[^'"]*?from\s+'([^']+)'/gm;

/** The packages that `start` loads before it does anything. */
function packagesOf(start: URL): readonly string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (url: URL) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    for (const [, from = ''] of readFileSync(url, 'utf8').matchAll(IMPORT)) {
      if (from.startsWith('.')) visit(new URL(from, url));
      else if (!from.startsWith('node:')) packages.add(from);
    }
  };
  visit(start);
  return [...packages].sort();
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const RENDER = new URL(`../../../src/main/render/render.${extension}`, import.meta.url);

test('render starts without the packages that only a cluster or a listener needs, and YAML waits for YAML', () => {
  assert.deepEqual(packagesOf(RENDER), ['comlink', 'piscina', 're2js']);
});
