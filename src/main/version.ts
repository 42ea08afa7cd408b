import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version in the package's own package.json, found upwards from here: sources and builds lie at different depths. */
export const VERSION: string = findVersion(dirname(fileURLToPath(import.meta.url)));

function findVersion(folder: string): string {
  const version = versionIn(folder);
  if (version !== undefined) return version;
  if (dirname(folder) === folder) throw new Error('no package.json with a version above this file');
  return findVersion(dirname(folder));
}

function versionIn(folder: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return undefined;
    return String(manifest.version);
  } catch {
    // None here, or none that can be read: it is further up.
    return undefined;
  }
}
