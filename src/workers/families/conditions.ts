/** `status.conditions`: the three series by which a condition's status is told. */
import { message, string } from '../shape/shape.ts';
import type { Family, Samples, Stability } from './family.ts';

/** The fields that all kinds' condition messages have under the same numbers. */
export const condition = message({ type: [1, string], status: [2, string] });

interface Conditioned {
  readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
}

/**
 * Three samples, whose last label is `true`, `false` and `unknown`: 1 for the one that `status` says,
 * 0 for the rest. A status that is none of the three gives three zeros.
 */
export function addStatus(samples: Samples, status: string, ...labels: readonly string[]): void {
  // A status of the wrong type says nothing: neither 1 nor 0.
  const known = typeof status === 'string';
  samples.add(known ? status === 'True' : undefined, ...labels, 'true');
  samples.add(known ? status === 'False' : undefined, ...labels, 'false');
  samples.add(known ? status === 'Unknown' : undefined, ...labels, 'unknown');
}

/** `kube_<noun>_status_condition`: every condition of the object, whatever its type. */
export function statusConditions(noun: string, stability: Stability): Family<Conditioned> {
  return {
    name: `kube_${noun}_status_condition`,
    type: 'gauge',
    stability,
    help: 'Whether a condition of the object is true, false or unknown: 1 for the status that it has, 0 for the others.',
    labels: ['condition', 'status'],
    when: 'Three samples for each entry of status.conditions, with status true, false and unknown.',
    reads: ['status.conditions.type', 'status.conditions.status'],
    render({ status }, samples) {
      for (const entry of status.conditions) addStatus(samples, entry.status, entry.type);
    },
  };
}
