import { objectMeta } from '../shape/meta.ts';
import { message, string } from '../shape/shape.ts';
import { admissionLabels, admissionResource, bindingInfo, paramRef } from './admission.ts';
import { created } from './common.ts';
import { resource } from './define.ts';

const binding = message({
  metadata: [1, objectMeta],
  spec: [2, message({ policyName: [1, string], paramRef: [2, paramRef] })],
});

export const mutatingadmissionpolicybindings = resource({
  ...admissionResource,
  name: 'mutatingadmissionpolicybindings',
  kind: 'MutatingAdmissionPolicyBinding',
  proto: 'admissionregistration.v1.MutatingAdmissionPolicyBinding',
  shape: binding,
  baseLabels: admissionLabels('mutatingadmissionpolicybinding'),
  families: [
    bindingInfo('mutatingadmissionpolicybinding', 'mutating admission policy binding'),
    created('mutatingadmissionpolicybinding', 'ALPHA'),
  ],
});
