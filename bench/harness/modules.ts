import { extname, join } from 'node:path';

/** Sources run as `.ts` under type stripping, builds as `.js`: children are of the same kind as we are. */
const EXTENSION = extname(import.meta.filename);

/** Path of a module below the folder that holds `bench` and `src`, named without its extension. */
export function moduleFile(name: string): string {
  return join(import.meta.dirname, '..', '..', `${name}${EXTENSION}`);
}
