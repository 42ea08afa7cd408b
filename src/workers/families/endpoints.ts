import { objectMeta } from '../shape/meta.ts';
import { int, list, message, string } from '../shape/shape.ts';
import { annotations, created, info, labels, nameLabel, namespaceLabel } from './common.ts';
import { decimal } from './decimal.ts';
import { resource, rowsOf } from './define.ts';

const addresses = list(message({ ip: [1, string] }));

const endpointsObject = message({
  metadata: [1, objectMeta],
  subsets: [
    2,
    list(
      message({
        addresses: [1, addresses],
        notReadyAddresses: [2, addresses],
        ports: [3, list(message({ name: [1, string], port: [2, int], protocol: [3, string] }))],
      }),
    ),
  ],
});
const { gauge } = rowsOf(endpointsObject);

export const endpoints = resource({
  name: 'endpoints',
  kind: 'Endpoints',
  group: '',
  version: 'v1',
  namespaced: true,
  default: false,
  allowlistable: true,
  proto: 'core.v1.Endpoints',
  shape: endpointsObject,
  baseLabels: [namespaceLabel, nameLabel('endpoint')],
  families: [
    info('endpoint', 'STABLE'),
    created('endpoint', 'STABLE'),
    annotations('endpoint'),
    labels('endpoint', 'STABLE'),
    gauge({
      name: 'kube_endpoint_address',
      stability: 'STABLE',
      help: 'An address and port of the endpoint, and whether the address is ready.',
      labels: ['port_protocol', 'port_number', 'port_name', 'ip', 'ready'],
      when: 'One sample with value 1 for each port of a subset with each address of that subset: the ready ones first, then those that are not. A subset without ports gives none.',
      reads: ['subsets.addresses.ip', 'subsets.notReadyAddresses.ip', 'subsets.ports'],
      render(object, samples) {
        for (const subset of object.subsets) {
          for (const { name, port, protocol } of subset.ports) {
            const number = decimal(port);
            for (const { ip } of subset.addresses) samples.add(1, protocol, number, name, ip, 'true');
            for (const { ip } of subset.notReadyAddresses)
              samples.add(1, protocol, number, name, ip, 'false');
          }
        }
      },
    }),
    gauge({
      name: 'kube_endpoint_ports',
      stability: 'STABLE',
      deprecated: 'v2.14.0',
      help: 'A port of the endpoint.',
      labels: ['port_name', 'port_protocol', 'port_number'],
      when: 'One sample with value 1 for each port of each subset. `kube_endpoint_address` says the same and more.',
      reads: ['subsets.ports'],
      render(object, samples) {
        for (const subset of object.subsets) {
          for (const { name, port, protocol } of subset.ports) samples.add(1, name, protocol, decimal(port));
        }
      },
    }),
  ],
});
