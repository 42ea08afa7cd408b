/** Which unit a resource's quantity has in the `resource`/`unit` families of pods and nodes. */
import { isExtendedResource, sanitise } from '../text/names.ts';

export type Unit = 'core' | 'byte' | 'integer';

/** How a resource name is printed, and the unit of its quantity. */
export interface ResourceUnit {
  /** The name as a label value: `nvidia_com_gpu`. */
  readonly resource: string;
  readonly unit: Unit;
}

/** The unit of a container's resource; `undefined` where the resource is not reported. */
export function containerResource(name: string): ResourceUnit | undefined {
  return FIXED.get(name) ?? byName(name);
}

/** The same for a node, which also counts its pods. */
export function nodeResource(name: string): ResourceUnit | undefined {
  return name === 'pods' ? PODS : containerResource(name);
}

const PODS: ResourceUnit = { resource: 'pods', unit: 'integer' };

const FIXED: ReadonlyMap<string, ResourceUnit> = new Map([
  ['cpu', { resource: 'cpu', unit: 'core' }],
  ['memory', { resource: 'memory', unit: 'byte' }],
  ['storage', { resource: 'storage', unit: 'byte' }],
  ['ephemeral-storage', { resource: 'ephemeral_storage', unit: 'byte' }],
]);

function byName(name: string): ResourceUnit | undefined {
  if (name.startsWith('hugepages-') || name.startsWith('attachable-volumes-')) {
    return { resource: sanitise(name), unit: 'byte' };
  }
  return isExtendedResource(name) ? { resource: sanitise(name), unit: 'integer' } : undefined;
}
