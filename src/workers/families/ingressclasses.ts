import { objectMeta } from '../shape/meta.ts';
import { message, string } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const ingressClass = message({
  metadata: [1, objectMeta],
  spec: [2, message({ controller: [1, string] })],
});
const { gauge } = rowsOf(ingressClass);

export const ingressclasses = resource({
  name: 'ingressclasses',
  kind: 'IngressClass',
  group: 'networking.k8s.io',
  version: 'v1',
  namespaced: false,
  default: false,
  allowlistable: true,
  proto: 'networking.v1.IngressClass',
  shape: ingressClass,
  baseLabels: [nameLabel('ingressclass')],
  families: [
    gauge({
      name: 'kube_ingressclass_info',
      stability: 'ALPHA',
      help: 'Information about the ingress class: the controller that handles it.',
      labels: ['controller'],
      when: 'Always one sample with value 1.',
      reads: ['spec.controller'],
      distinct: true,
      render: (ingressClass, samples) => samples.add(1, ingressClass.spec.controller),
    }),
    created('ingressclass', 'ALPHA'),
    annotations('ingressclass'),
    labels('ingressclass'),
  ],
});
