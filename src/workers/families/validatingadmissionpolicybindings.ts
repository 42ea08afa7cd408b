import { objectMeta } from '../shape/meta.ts';
import { list, message, string } from '../shape/shape.ts';
import { admissionLabels, admissionResource, bindingInfo, paramRef } from './admission.ts';
import { created } from './common.ts';
import { resource, rowsOf } from './define.ts';

const binding = message({
  metadata: [1, objectMeta],
  spec: [
    2,
    message({ policyName: [1, string], paramRef: [2, paramRef], validationActions: [4, list(string)] }),
  ],
});
const { gauge } = rowsOf(binding);

export const validatingadmissionpolicybindings = resource({
  ...admissionResource,
  name: 'validatingadmissionpolicybindings',
  kind: 'ValidatingAdmissionPolicyBinding',
  proto: 'admissionregistration.v1.ValidatingAdmissionPolicyBinding',
  shape: binding,
  baseLabels: admissionLabels('validatingadmissionpolicybinding'),
  families: [
    bindingInfo('validatingadmissionpolicybinding', 'validating admission policy binding'),
    created('validatingadmissionpolicybinding', 'ALPHA'),
    gauge({
      name: 'kube_validatingadmissionpolicybinding_validation_action',
      stability: 'ALPHA',
      help: 'An action that the binding takes when a validation of its policy fails.',
      labels: ['action'],
      when: 'One sample with value 1 for each entry of `spec.validationActions`: Deny, Warn or Audit.',
      reads: ['spec.validationActions'],
      render({ spec }, samples) {
        for (const action of spec.validationActions) samples.add(1, action);
      },
    }),
  ],
});
