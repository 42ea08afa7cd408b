import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The folder of conformance vectors and recorded exchanges, where it is at hand: `$SHARED_DIR`, or
 * `shared` beside the checkout. The project stands without it; tests that use it skip.
 */
export function sharedDir(): string | undefined {
  const folder = process.env.SHARED_DIR ?? resolve(process.cwd(), '..', 'shared');
  return existsSync(folder) ? folder : undefined;
}

/** For node:test's `skip` option. */
export const skipWithoutShared: string | false =
  sharedDir() === undefined
    ? 'no conformance data: set SHARED_DIR or put shared/ beside the checkout'
    : false;
