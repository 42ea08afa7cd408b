/** Every resource there is, in byte order by plural name: the order in which they are written. */
import type { AnyResource } from './family.ts';

export const resources: readonly AnyResource[] = [];

const byName = new Map(resources.map((resource) => [resource.name, resource]));

/** The resource with this plural name. */
export function resourceByName(name: string): AnyResource | undefined {
  return byName.get(name);
}
