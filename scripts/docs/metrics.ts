/** Writes `docs/metrics` anew: `npm run docs`. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../src/workers/families/index.ts';
import { metricPages } from './metric-pages.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'metrics');
const pages = metricPages(resources);

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) {
  if (name.endsWith('.md') && !pages.has(name)) rmSync(join(folder, name));
}
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
console.log(`${pages.size} files in ${folder}`);
