/** Writes every generated file of `docs` anew: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './errors.ts';
import './metrics.ts';
import { optionsPage } from './options.ts';
import { selfMetricsPage } from './self-metrics.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs');
const pages = {
  'options.md': optionsPage(),
  'errors.md': errorsPage(),
  'self-metrics.md': selfMetricsPage(),
};
for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, name), text);
console.log(`${Object.keys(pages).length} files in ${folder}`);
