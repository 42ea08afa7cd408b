import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { metricPages } from '../../scripts/docs/metric-pages.ts';
import { resources } from '../../src/workers/families/index.ts';
import { ROOT } from '../support/paths.ts';

const folder = join(ROOT, 'docs', 'metrics');
const files = readdirSync(folder).sort();
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** The families that a page has a section for, in its order. */
function documented(page: string): readonly string[] {
  return [...page.matchAll(/^## (\S+)$/gm)].map(([, name]) => name ?? '');
}

test('the pages of docs/metrics are what the tables say', () => {
  const pages = metricPages(resources);
  const command = 'docs/metrics is not up to date: run `npm run docs`';
  assert.deepEqual(files, [...pages.keys()].sort(), command);
  for (const [name, text] of pages) {
    assert.ok(Buffer.from(text).equals(readFileSync(join(folder, name))), `${command} (${name} differs)`);
  }
});

for (const resource of resources) {
  test(`every family of ${resource.name} has a section, in order, and no section has no family`, () => {
    assert.deepEqual(
      documented(read(`${resource.name}.md`)),
      resource.families.map(({ name }) => name),
    );
  });

  test(`the page of ${resource.name} says of every family what it means, when it appears and its labels`, () => {
    const sections = read(`${resource.name}.md`).split(/^## /m).slice(1);
    resource.families.forEach((family, i) => {
      const section = sections[i] ?? '';
      assert.match(section, /^- When: \S/m, family.name);
      assert.match(section, new RegExp(`^- Type and stability: ${family.type}, ${family.stability}`, 'm'));
      for (const label of family.labels)
        assert.ok(section.includes(`\`${label}\``), `${family.name} ${label}`);
      assert.equal(section.includes('opt-in'), family.optIn === true, family.name);
    });
  });
}

test('the index links to every page, and every page in it exists', () => {
  const linked = [...read('README.md').matchAll(/^\| \[(\S+)\]\((\S+)\)/gm)].map(([, name, file]) => [
    name,
    file,
  ]);
  assert.deepEqual(
    linked,
    resources.map(({ name }) => [name, `${name}.md`]),
  );
  for (const [, file] of linked) assert.ok(files.includes(file ?? ''), file);
});
