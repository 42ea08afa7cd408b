import { objectMeta } from '../shape/meta.ts';
import { message, optional, string } from '../shape/shape.ts';
import { admissionLabels, admissionResource, paramKind } from './admission.ts';
import { created } from './common.ts';
import { resource, rowsOf } from './define.ts';

const policy = message({
  metadata: [1, objectMeta],
  spec: [2, message({ paramKind: [1, paramKind], failurePolicy: [4, optional(string)] })],
});
const { gauge } = rowsOf(policy);

export const validatingadmissionpolicies = resource({
  ...admissionResource,
  name: 'validatingadmissionpolicies',
  kind: 'ValidatingAdmissionPolicy',
  proto: 'admissionregistration.v1.ValidatingAdmissionPolicy',
  shape: policy,
  baseLabels: admissionLabels('validatingadmissionpolicy'),
  families: [
    gauge({
      name: 'kube_validatingadmissionpolicy_info',
      stability: 'ALPHA',
      help: 'Information about the validating admission policy: what parametrises it, what happens when it fails.',
      labels: ['param_api_version', 'param_kind', 'failure_policy'],
      when: 'Always one sample with value 1. What is not set has an empty label.',
      reads: ['spec.paramKind', 'spec.failurePolicy'],
      distinct: true,
      render({ spec }, samples) {
        const { paramKind, failurePolicy = '' } = spec;
        samples.add(1, paramKind?.apiVersion ?? '', paramKind?.kind ?? '', failurePolicy);
      },
    }),
    created('validatingadmissionpolicy', 'ALPHA'),
  ],
});
