import { extname, join } from 'node:path';

/** Sources run as `.ts` under type stripping, builds as `.js`: children are of the same kind as we are. */
const EXTENSION = extname(import.meta.filename);

/** Path of a module below the folder that holds `bench` and `src`, named without its extension. */
export function moduleFile(name: string): string {
  return join(import.meta.dirname, '..', '..', `${name}${EXTENSION}`);
}

/** The exporter's entry: the bundle, which is what runs in production, or the sources beside sources. */
export function exporterFile(): string {
  return moduleFile(EXTENSION === '.ts' ? 'src/main/index' : 'bundle/main/start/index');
}
