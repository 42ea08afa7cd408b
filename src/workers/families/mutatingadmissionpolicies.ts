import { objectMeta } from '../shape/meta.ts';
import { message, optional, string } from '../shape/shape.ts';
import { admissionLabels, admissionResource, paramKind } from './admission.ts';
import { created } from './common.ts';
import { resource, rowsOf } from './define.ts';

const policy = message({
  metadata: [1, objectMeta],
  spec: [
    2,
    message({
      paramKind: [1, paramKind],
      failurePolicy: [5, optional(string)],
      reinvocationPolicy: [7, string],
    }),
  ],
});
const { gauge } = rowsOf(policy);

export const mutatingadmissionpolicies = resource({
  ...admissionResource,
  name: 'mutatingadmissionpolicies',
  kind: 'MutatingAdmissionPolicy',
  proto: 'admissionregistration.v1.MutatingAdmissionPolicy',
  shape: policy,
  baseLabels: admissionLabels('mutatingadmissionpolicy'),
  families: [
    gauge({
      name: 'kube_mutatingadmissionpolicy_info',
      stability: 'ALPHA',
      help: 'Information about the mutating admission policy: what parametrises it, what happens when it fails and whether it may run again.',
      labels: ['param_api_version', 'param_kind', 'failure_policy', 'reinvocation_policy'],
      when: 'Always one sample with value 1. What is not set has an empty label.',
      reads: ['spec.paramKind', 'spec.failurePolicy', 'spec.reinvocationPolicy'],
      distinct: true,
      render({ spec }, samples) {
        const { paramKind, failurePolicy = '', reinvocationPolicy } = spec;
        samples.add(1, paramKind?.apiVersion ?? '', paramKind?.kind ?? '', failurePolicy, reinvocationPolicy);
      },
    }),
    created('mutatingadmissionpolicy', 'ALPHA'),
  ],
});
