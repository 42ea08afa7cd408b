import { objectMeta } from '../shape/meta.ts';
import { GO_ZERO_SECONDS } from '../shape/rfc3339.ts';
import { list, message } from '../shape/shape.ts';
import { annotations, labels, nameLabel, namespaceLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

/** A rule is counted, never looked into. */
const rule = message({});

const networkPolicy = message({
  metadata: [1, objectMeta],
  spec: [2, message({ ingress: [2, list(rule)], egress: [3, list(rule)] })],
});
const { gauge } = rowsOf(networkPolicy);

export const networkpolicies = resource({
  name: 'networkpolicies',
  kind: 'NetworkPolicy',
  group: 'networking.k8s.io',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'networking.v1.NetworkPolicy',
  shape: networkPolicy,
  baseLabels: [namespaceLabel, nameLabel('networkpolicy')],
  families: [
    gauge({
      name: 'kube_networkpolicy_created',
      stability: 'ALPHA',
      help: 'When the network policy was created, as a unix time in seconds.',
      labels: [],
      when: 'Always one sample. Without metadata.creationTimestamp it is the first second of year 1, -6.21355968e+10: unlike those of other kinds, kube-state-metrics does not leave it out.',
      reads: ['metadata.creationTimestamp'],
      distinct: true,
      render: ({ metadata }, samples) => samples.add(metadata.creationTimestamp ?? GO_ZERO_SECONDS),
    }),
    annotations('networkpolicy'),
    labels('networkpolicy'),
    gauge({
      name: 'kube_networkpolicy_spec_ingress_rules',
      stability: 'ALPHA',
      help: 'Number of rules for incoming traffic in the network policy.',
      labels: [],
      when: 'Always one sample.',
      reads: ['spec.ingress'],
      distinct: true,
      render: (policy, samples) => samples.add(policy.spec.ingress.length),
    }),
    gauge({
      name: 'kube_networkpolicy_spec_egress_rules',
      stability: 'ALPHA',
      help: 'Number of rules for outgoing traffic in the network policy.',
      labels: [],
      when: 'Always one sample.',
      reads: ['spec.egress'],
      distinct: true,
      render: (policy, samples) => samples.add(policy.spec.egress.length),
    }),
  ],
});
