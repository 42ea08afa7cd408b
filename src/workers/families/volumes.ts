/** Rows that persistent volumes and claims to them share. */
import type { Family, Stability } from './family.ts';

interface HasPhase {
  readonly status: { readonly phase: string };
}

/** `kube_<noun>_status_phase`: one series for each of `phases`, in this order. */
export function volumePhase(noun: string, words: string, phases: readonly string[]): Family<HasPhase> {
  return {
    name: `kube_${noun}_status_phase`,
    type: 'gauge',
    stability: 'STABLE',
    help: `The phase that the ${words} is in: 1 for that one, 0 for the others.`,
    labels: ['phase'],
    when: `Where status.phase is set, one sample for each of ${phases.join(', ')}.`,
    reads: ['status.phase'],
    distinct: true,
    render({ status: { phase } }, samples) {
      if (phase === '') return;
      // A phase of the wrong type is in none of them, and not 0 in all of them either.
      for (const known of phases) samples.add(phase === undefined ? undefined : phase === known, known);
    },
  };
}

interface HasAccessModes {
  readonly spec: { readonly accessModes: readonly string[] };
}

/** `kube_<noun>_access_mode`. */
export function accessMode(noun: string, stability: Stability, help: string): Family<HasAccessModes> {
  return {
    name: `kube_${noun}_access_mode`,
    type: 'gauge',
    stability,
    help,
    labels: ['access_mode'],
    when: 'One sample with value 1 for each entry of spec.accessModes.',
    reads: ['spec.accessModes'],
    render({ spec }, samples) {
      for (const mode of spec.accessModes) samples.add(1, mode);
    },
  };
}
