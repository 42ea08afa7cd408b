import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { errorsPage } from '../../scripts/docs/errors.ts';
import { optionsPage } from '../../scripts/docs/options.ts';
import { selfMetricsPage } from '../../scripts/docs/self-metrics.ts';
import { ERRORS } from '../../src/main/errors.ts';
import { IGNORED, OPTIONS, UNSUPPORTED } from '../../src/main/options/table.ts';
import { usage } from '../../src/main/options/usage.ts';
import { SELF_METRICS } from '../../src/main/telemetry/self-metrics.ts';
import { ROOT } from '../support/paths.ts';

const root = ROOT;
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

/** What the first group of `pattern` finds in `text`, each once, sorted. */
function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))].sort();
}

describe('the generated pages', () => {
  for (const [name, page] of [
    ['options.md', optionsPage()],
    ['errors.md', errorsPage()],
    ['self-metrics.md', selfMetricsPage()],
  ] as const) {
    it(`docs/${name} is what its table says`, () => {
      assert.ok(read('docs', name) === page, `docs/${name} is not up to date: run \`npm run docs\``);
    });
  }
});

describe('docs/options.md', () => {
  it('has every flag, and no other', () => {
    const flags = [...OPTIONS, ...UNSUPPORTED, ...IGNORED].map(({ flag }) => flag);
    const documented = found(read('docs', 'options.md'), /^(?:### |\| )?`--([\w-]+)[^`]*`(?=$| \|)/gm);
    const ignored = found(read('docs', 'options.md').split('without effect\n')[1] ?? '', /`--([\w-]+)`/g);
    assert.deepEqual([...documented, ...ignored].sort(), flags.sort());
  });

  it('and --help have the same flags', () => {
    const helped = found(usage(), /^ +(?:-\w, )?--([\w-]+)/gm);
    assert.deepEqual(helped, [...OPTIONS.map(({ flag }) => flag), 'help', 'version'].sort());
  });
});

describe('docs/self-metrics.md', () => {
  it('has every self-metric, and no other', () => {
    const names = Object.values(SELF_METRICS).map(({ name }) => name);
    assert.deepEqual(found(read('docs', 'self-metrics.md'), /^### (\w+)$/gm), names.sort());
  });
});

describe('the table of errors', () => {
  const codes: string[] = ERRORS.map(({ code }) => code).sort();
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== join('main', 'errors.ts'))
    .map((name) => read('src', name))
    .join('\n');

  it('has every code that the sources can throw, and no other', () => {
    assert.deepEqual(found(sources, /'(KSE_[A-Z0-9_]+)'/g), codes);
  });

  it('has every code that the sources speak of', () => {
    for (const code of found(sources, /\b(KSE_[A-Z0-9_]+[A-Z0-9])\b/g)) assert.ok(codes.includes(code), code);
  });

  it('is in docs/errors.md as a whole, and nothing else is', () => {
    assert.deepEqual(found(read('docs', 'errors.md'), /^## `(\w+)`$/gm), codes);
  });

  it('has each code once, and sentences', () => {
    assert.equal(new Set(codes).size, codes.length);
    for (const { code, meaning, hint } of ERRORS) {
      assert.match(meaning, /\.$/, code);
      assert.match(hint, /\.$/, code);
    }
  });
});
