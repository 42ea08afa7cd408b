import { onlyMetadata } from '../shape/prune.ts';
import type { AnyResource, Family } from './family.ts';

/**
 * In which form objects are asked for, smallest last: `full` is all of it, `table` is a
 * `meta.k8s.io/v1` Table with the metadata in each row, `metadata` is `PartialObjectMetadata`.
 */
export type Transfer = 'full' | 'table' | 'metadata';

/**
 * By resource, the Table column that stands for a field outside of the metadata: the type of a
 * secret is told by a cell, so its data never has to leave the API server.
 */
export const TABLE_CELLS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  secrets: { Type: 'type' },
};

/** The smallest form that holds everything that these families of the resource read. */
export function transferOf(
  resource: Pick<AnyResource, 'name' | 'baseLabels'>,
  families: readonly Pick<Family<never>, 'reads'>[],
): Transfer {
  const paths = [...resource.baseLabels, ...families].flatMap(({ reads }) => reads);
  if (onlyMetadata(paths)) return 'metadata';
  const cells = Object.values(TABLE_CELLS[resource.name] ?? {});
  return onlyMetadata(paths.filter((path) => !cells.includes(path))) ? 'table' : 'full';
}
