import type { AnyResource } from '../../workers/families/family.ts';
import { isJsonObject } from '../../workers/shape/json-reader.ts';
import type { Options } from '../options/table.ts';

type Json = Readonly<Record<string, unknown>>;

/** Whether an object is one that the exporter would ask the API server for. */
export type Selects = (resource: AnyResource, namespace: string, json: Json) => boolean;

/**
 * What `--namespaces`, `--namespaces-denylist`, `--node` and `--track-unscheduled-pods` select: the
 * exporter has the API server do it, with requests and field selectors of the same meaning.
 */
export function selection(
  options: Pick<Options, 'namespaces' | 'namespacesDenylist' | 'node' | 'trackUnscheduledPods'>,
): Selects {
  const allowed = options.namespaces.length === 0 ? undefined : new Set(options.namespaces);
  const denied = new Set(options.namespacesDenylist);
  const node = options.trackUnscheduledPods ? '' : options.node === '' ? undefined : options.node;
  return (resource, namespace, json) => {
    if (!resource.namespaced) return true;
    if (denied.has(namespace) || allowed?.has(namespace) === false) return false;
    return node === undefined || resource.name !== 'pods' || nodeOf(json) === node;
  };
}

function nodeOf({ spec }: Json): string {
  return isJsonObject(spec) && typeof spec.nodeName === 'string' ? spec.nodeName : '';
}
