import { objectMeta } from '../shape/meta.ts';
import { list, message, string } from '../shape/shape.ts';
import { annotations, created, deleted, labels, nameLabel, namespaceLabel, uidLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const service = message({
  metadata: [1, objectMeta],
  spec: [
    2,
    message({
      clusterIP: [3, string],
      type: [4, string],
      externalIPs: [5, list(string)],
      loadBalancerIP: [8, string],
      externalName: [10, string],
      externalTrafficPolicy: [11, string],
    }),
  ],
  status: [
    3,
    message({
      loadBalancer: [1, message({ ingress: [1, list(message({ ip: [1, string], hostname: [2, string] }))] })],
    }),
  ],
});
const { gauge } = rowsOf(service);

export const services = resource({
  name: 'services',
  kind: 'Service',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'core.v1.Service',
  shape: service,
  baseLabels: [namespaceLabel, nameLabel('service'), uidLabel],
  families: [
    gauge({
      name: 'kube_service_info',
      stability: 'STABLE',
      help: 'Under which addresses the service is reached, and how outside traffic is routed to it.',
      labels: ['cluster_ip', 'external_name', 'load_balancer_ip', 'external_traffic_policy'],
      when: 'Always one sample with value 1.',
      reads: ['spec.clusterIP', 'spec.externalName', 'spec.loadBalancerIP', 'spec.externalTrafficPolicy'],
      distinct: true,
      render({ spec }, samples) {
        samples.add(1, spec.clusterIP, spec.externalName, spec.loadBalancerIP, spec.externalTrafficPolicy);
      },
    }),
    created('service', 'STABLE'),
    gauge({
      name: 'kube_service_spec_type',
      stability: 'STABLE',
      help: 'The type of the service.',
      labels: ['type'],
      when: 'Always one sample with value 1.',
      reads: ['spec.type'],
      distinct: true,
      render: ({ spec }, samples) => samples.add(1, spec.type),
    }),
    annotations('service'),
    labels('service', 'STABLE'),
    gauge({
      name: 'kube_service_spec_external_ip',
      stability: 'STABLE',
      help: 'The outside addresses for which nodes accept traffic of the service.',
      labels: ['external_ip'],
      when: 'One sample with value 1 for each entry of spec.externalIPs.',
      reads: ['spec.externalIPs'],
      render({ spec }, samples) {
        for (const ip of spec.externalIPs) samples.add(1, ip);
      },
    }),
    gauge({
      name: 'kube_service_status_load_balancer_ingress',
      stability: 'STABLE',
      help: 'The addresses of the load balancer in front of the service.',
      labels: ['ip', 'hostname'],
      when: 'One sample with value 1 for each entry of status.loadBalancer.ingress.',
      reads: ['status.loadBalancer.ingress.ip', 'status.loadBalancer.ingress.hostname'],
      render({ status }, samples) {
        for (const { ip, hostname } of status.loadBalancer.ingress) samples.add(1, ip, hostname);
      },
    }),
    deleted('service'),
  ],
});
