/** What the kinds of admissionregistration.k8s.io share. */
import { message, optional, string, type Value } from '../shape/shape.ts';
import { type HasMetadata, nameLabel, namespaceLabel } from './common.ts';
import { rowsOf } from './define.ts';
import type { BaseLabel, Family } from './family.ts';

/** Columns that all of them agree in. */
export const admissionResource = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  namespaced: false,
  default: true,
  allowlistable: false,
} as const;

/** These kinds have no namespace, so its label is always empty. kube-state-metrics has it all the same. */
export function admissionLabels(label: string): readonly BaseLabel<HasMetadata>[] {
  return [namespaceLabel, nameLabel(label)];
}

/** A policy's `ParamKind`, a pointer: what kind of object its parameters come from. */
export const paramKind = optional(message({ apiVersion: [1, string], kind: [2, string] }));

/** A binding's `ParamRef`, a pointer: which object its parameters come from. */
export const paramRef = optional(
  message({
    name: [1, string],
    namespace: [2, string],
    parameterNotFoundAction: [4, optional(string)],
  }),
);

/** What both bindings have in common. */
const binding = message({ spec: [2, message({ policyName: [1, string], paramRef: [2, paramRef] })] });
const { gauge } = rowsOf(binding);

/** The policy that a binding puts into force, and with which parameters; `words` is the kind as people say it. */
export function bindingInfo(noun: string, words: string): Family<Value<typeof binding>> {
  return gauge({
    name: `kube_${noun}_info`,
    stability: 'ALPHA',
    help: `Information about the ${words}: its policy and where the parameters come from.`,
    labels: ['policy_name', 'param_name', 'param_namespace', 'param_not_found_action'],
    when: 'Always one sample with value 1. The labels of the parameters are empty without a `spec.paramRef`; its selector is not reported.',
    reads: [
      'spec.policyName',
      'spec.paramRef.name',
      'spec.paramRef.namespace',
      'spec.paramRef.parameterNotFoundAction',
    ],
    distinct: true,
    render({ spec }, samples) {
      const { policyName, paramRef } = spec;
      samples.add(
        1,
        policyName,
        paramRef?.name ?? '',
        paramRef?.namespace ?? '',
        paramRef?.parameterNotFoundAction ?? '',
      );
    },
  });
}
