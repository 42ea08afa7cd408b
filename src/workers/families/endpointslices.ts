import { objectMeta } from '../shape/meta.ts';
import { bool, int, list, message, optional, string } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel, namespaceLabel, text } from './common.ts';
import { decimal } from './decimal.ts';
import { resource, rowsOf } from './define.ts';

const endpoint = message({
  addresses: [1, list(string)],
  conditions: [
    2,
    message({ ready: [1, optional(bool)], serving: [2, optional(bool)], terminating: [3, optional(bool)] }),
  ],
  hostname: [3, optional(string)],
  targetRef: [4, optional(message({ kind: [1, string], namespace: [2, string], name: [3, string] }))],
  nodeName: [6, optional(string)],
  zone: [7, optional(string)],
  hints: [8, optional(message({ forZones: [1, list(message({ name: [1, string] }))] }))],
});
const port = message({
  name: [1, optional(string)],
  protocol: [2, optional(string)],
  port: [3, optional(int)],
});
const endpointSlice = message({
  metadata: [1, objectMeta],
  endpoints: [2, list(endpoint)],
  ports: [3, list(port)],
  addressType: [4, string],
});
const { gauge } = rowsOf(endpointSlice);

export const endpointslices = resource({
  name: 'endpointslices',
  kind: 'EndpointSlice',
  group: 'discovery.k8s.io',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'discovery.v1.EndpointSlice',
  shape: endpointSlice,
  baseLabels: [nameLabel('endpointslice'), namespaceLabel],
  families: [
    gauge({
      name: 'kube_endpointslice_info',
      stability: 'ALPHA',
      help: 'Information about the endpoint slice: the type of its addresses.',
      labels: ['addresstype'],
      when: 'Always one sample with value 1. `addresstype` is IPv4, IPv6 or FQDN.',
      reads: ['addressType'],
      distinct: true,
      render: (slice, samples) => samples.add(1, slice.addressType),
    }),
    created('endpointslice', 'ALPHA'),
    gauge({
      name: 'kube_endpointslice_endpoints_hints',
      stability: 'ALPHA',
      help: 'A zone that should prefer the endpoint, by the hints for topology aware routing.',
      labels: ['address', 'for_zone'],
      when: 'One sample with value 1 for each zone that an endpoint is hinted for. `address` is the first address of the endpoint; an endpoint without addresses gives none. Hints for nodes are not reported.',
      reads: ['endpoints.addresses', 'endpoints.hints.forZones.name'],
      render(slice, samples) {
        for (const { addresses, hints } of slice.endpoints) {
          const [first] = addresses;
          if (first === undefined) continue;
          for (const zone of hints?.forZones ?? []) samples.add(1, first, zone.name);
        }
      },
    }),
    gauge({
      name: 'kube_endpointslice_endpoints',
      stability: 'ALPHA',
      help: 'An address of an endpoint in the slice, with the conditions of the endpoint and what it stands for.',
      labels: [
        'ready',
        'serving',
        'hostname',
        'terminating',
        'targetref_kind',
        'targetref_name',
        'targetref_namespace',
        'endpoint_nodename',
        'endpoint_zone',
        'address',
      ],
      when: 'One sample with value 1 for each address of each endpoint. A condition that is not known, and every field that is not set, has an empty label.',
      reads: [
        'endpoints.addresses',
        'endpoints.conditions',
        'endpoints.hostname',
        'endpoints.targetRef',
        'endpoints.nodeName',
        'endpoints.zone',
      ],
      render(slice, samples) {
        for (const { addresses, conditions, hostname, targetRef, nodeName, zone } of slice.endpoints) {
          for (const address of addresses) {
            samples.add(
              1,
              text(conditions.ready) ?? '',
              text(conditions.serving) ?? '',
              hostname ?? '',
              text(conditions.terminating) ?? '',
              targetRef?.kind ?? '',
              targetRef?.name ?? '',
              targetRef?.namespace ?? '',
              nodeName ?? '',
              zone ?? '',
              address,
            );
          }
        }
      },
    }),
    gauge({
      name: 'kube_endpointslice_ports',
      stability: 'ALPHA',
      help: 'A port of the endpoint slice.',
      labels: ['port_name', 'port_protocol', 'port_number'],
      when: 'One sample with value 1 for each port. A field that is not set has an empty label.',
      reads: ['ports'],
      render(slice, samples) {
        for (const { name, protocol, port: number } of slice.ports) {
          samples.add(1, name ?? '', protocol ?? '', decimal(number) ?? '');
        }
      },
    }),
    annotations('endpointslice'),
    labels('endpointslice'),
  ],
});
