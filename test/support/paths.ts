import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Tests run from sources (`.ts`) and from the build (`dist/**.js`), which lies one folder deeper. */
const built = import.meta.url.endsWith('.js');

/** The checkout: where `docs`, `src` and `package.json` are. */
export const ROOT = resolve(import.meta.dirname, built ? '../../..' : '../..');

/** The file that a module is run from, by its path in the checkout without an ending: `src/main/index`. */
export function moduleFile(path: string): string {
  return built ? join(ROOT, 'dist', `${path}.js`) : join(ROOT, `${path}.ts`);
}

/** The same, to be imported. */
export function moduleUrl(path: string): string {
  return pathToFileURL(moduleFile(path)).href;
}
