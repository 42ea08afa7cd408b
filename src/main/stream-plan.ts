import { type Transfer, transferOf } from '../workers/families/transfer.ts';
import type { EnabledResource } from './options/filters.ts';
import type { Options } from './options/table.ts';

/** One stream that these options ask for: what to watch, how narrow, and in which form. */
export interface PlannedStream {
  readonly enabled: EnabledResource;
  /** `''`: all namespaces, or a cluster-scoped resource. */
  readonly namespace: string;
  /** `''`: none. */
  readonly fieldSelector: string;
  readonly transfer: Transfer;
}

/**
 * The streams of all enabled resources: one a resource, or one a namespace where `--namespaces`
 * names some. A namespace named twice is watched once: its series would be doubled.
 */
export function planStreams(
  resources: readonly EnabledResource[],
  options: Pick<Options, 'namespaces' | 'namespacesDenylist' | 'node' | 'trackUnscheduledPods'>,
): readonly PlannedStream[] {
  return resources.flatMap((enabled) => {
    const { resource, families } = enabled;
    const transfer = transferOf(resource, families);
    if (!resource.namespaced) return [{ enabled, namespace: '', fieldSelector: '', transfer }];
    const fieldSelector = fieldSelectorOf(resource.name, options);
    const namespaces = options.namespaces.length === 0 ? [''] : new Set(options.namespaces);
    return [...namespaces].map((namespace) => ({ enabled, namespace, fieldSelector, transfer }));
  });
}

/** The field selector of a namespaced resource: denied namespaces in the flag's order, then the node. */
function fieldSelectorOf(
  resource: string,
  options: Pick<Options, 'namespacesDenylist' | 'node' | 'trackUnscheduledPods'>,
): string {
  const terms = options.namespacesDenylist.map((name) => `metadata.namespace!=${escapeValue(name)}`);
  // The API server knows spec.nodeName for pods only; options that would send it elsewhere are refused.
  if (resource === 'pods') {
    if (options.trackUnscheduledPods) terms.push('spec.nodeName=');
    else if (options.node !== '') terms.push(`spec.nodeName=${escapeValue(options.node)}`);
  }
  return terms.join(',');
}

/** As `fields.EscapeValue` of apimachinery: backslash, comma and equals sign. */
function escapeValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}
