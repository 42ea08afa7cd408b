import { milliValue } from '../kube/quantity.ts';
import { objectMeta } from '../shape/meta.ts';
import { bool, list, map, message, quantity, string, type Value } from '../shape/shape.ts';
import { annotations, created, deleted, labels, nameLabel } from './common.ts';
import { condition, statusConditions } from './conditions.ts';
import { resource, rowsOf } from './define.ts';
import type { Family } from './family.ts';
import { nodeResource } from './quantities.ts';

const nodeInfo = message({
  systemUUID: [2, string],
  kernelVersion: [4, string],
  osImage: [5, string],
  containerRuntimeVersion: [6, string],
  kubeletVersion: [7, string],
});
const node = message({
  metadata: [1, objectMeta],
  spec: [
    2,
    message({
      podCIDR: [1, string],
      providerID: [3, string],
      unschedulable: [4, bool],
      taints: [5, list(message({ key: [1, string], value: [2, string], effect: [3, string] }))],
      podCIDRs: [7, list(string)],
    }),
  ],
  status: [
    3,
    message({
      capacity: [1, map(quantity)],
      allocatable: [2, map(quantity)],
      conditions: [4, list(condition)],
      addresses: [5, list(message({ type: [1, string], address: [2, string] }))],
      nodeInfo: [7, nodeInfo],
    }),
  ],
});
const { gauge } = rowsOf(node);

/** What kubeadm and others put before a node's role in the name of a label. */
const ROLE_PREFIX = 'node-role.kubernetes.io/';
/** Kubernetes no longer reports it, and scrapers expect the label. */
const KUBEPROXY_VERSION = 'deprecated';

function resources(field: 'allocatable' | 'capacity', help: string): Family<Value<typeof node>> {
  return gauge({
    name: `kube_node_status_${field}`,
    stability: 'STABLE',
    help: `${help}, in cores, bytes or pieces as the unit says.`,
    labels: ['resource', 'unit'],
    when: `One sample for each entry of status.${field} that is cpu, memory, storage, ephemeral-storage, pods, hugepages, an attachable volume or an extended resource.`,
    reads: [`status.${field}`],
    render({ status }, samples) {
      for (const [name, amount] of status[field]) {
        const known = nodeResource(name);
        if (known !== undefined) samples.add(milliValue(amount), known.resource, known.unit);
      }
    },
  });
}

export const nodes = resource({
  name: 'nodes',
  kind: 'Node',
  group: '',
  version: 'v1',
  namespaced: false,
  default: true,
  allowlistable: true,
  proto: 'core.v1.Node',
  shape: node,
  baseLabels: [nameLabel('node')],
  families: [
    annotations('node'),
    created('node', 'STABLE'),
    deleted('node'),
    gauge({
      name: 'kube_node_info',
      stability: 'STABLE',
      help: 'The software that the node runs, and how it is known to its provider and on the network.',
      labels: [
        'kernel_version',
        'os_image',
        'container_runtime_version',
        'kubelet_version',
        'kubeproxy_version',
        'provider_id',
        'pod_cidr',
        'system_uuid',
        'internal_ip',
      ],
      when: 'Always one sample with value 1. The last internal address counts where there are several.',
      reads: [
        'status.nodeInfo',
        'spec.providerID',
        'spec.podCIDR',
        'status.addresses.type',
        'status.addresses.address',
      ],
      distinct: true,
      render({ spec, status }, samples) {
        const { kernelVersion, osImage, containerRuntimeVersion, kubeletVersion, systemUUID } =
          status.nodeInfo;
        const internal = status.addresses.findLast(({ type }) => type === 'InternalIP');
        samples.add(
          1,
          kernelVersion,
          osImage,
          containerRuntimeVersion,
          kubeletVersion,
          KUBEPROXY_VERSION,
          spec.providerID,
          spec.podCIDR,
          systemUUID,
          internal === undefined ? '' : internal.address,
        );
      },
    }),
    labels('node', 'STABLE'),
    gauge({
      name: 'kube_node_role',
      stability: 'ALPHA',
      help: 'The roles of the node.',
      labels: ['role'],
      when: `One sample with value 1 for each label of the node whose name starts with ${ROLE_PREFIX}.`,
      reads: ['metadata.labels'],
      distinct: true,
      render({ metadata }, samples) {
        for (const key of metadata.labels.keys()) {
          if (key.startsWith(ROLE_PREFIX)) samples.add(1, key.slice(ROLE_PREFIX.length));
        }
      },
    }),
    gauge({
      name: 'kube_node_spec_pod_cidrs',
      stability: 'ALPHA',
      help: 'The address ranges from which the pods of the node get theirs.',
      labels: ['pod_cidr'],
      when: 'One sample with value 1 for each entry of spec.podCIDRs.',
      reads: ['spec.podCIDRs'],
      render({ spec }, samples) {
        for (const range of spec.podCIDRs) samples.add(1, range);
      },
    }),
    gauge({
      name: 'kube_node_spec_taint',
      stability: 'STABLE',
      help: 'The taints that keep pods off the node.',
      labels: ['key', 'value', 'effect'],
      when: 'One sample with value 1 for each entry of spec.taints.',
      reads: ['spec.taints'],
      render({ spec }, samples) {
        for (const { key, value, effect } of spec.taints) samples.add(1, key, value, effect);
      },
    }),
    gauge({
      name: 'kube_node_spec_unschedulable',
      stability: 'STABLE',
      help: 'Whether the node is closed to new pods.',
      labels: [],
      when: 'Always one sample.',
      reads: ['spec.unschedulable'],
      distinct: true,
      render: ({ spec }, samples) => samples.add(spec.unschedulable),
    }),
    resources('allocatable', 'How much of a resource the pods of the node may take together'),
    resources('capacity', 'How much of a resource the node has'),
    statusConditions('node', 'STABLE'),
    gauge({
      name: 'kube_node_status_addresses',
      stability: 'ALPHA',
      help: 'The addresses of the node.',
      labels: ['type', 'address'],
      when: 'One sample with value 1 for each entry of status.addresses.',
      reads: ['status.addresses.type', 'status.addresses.address'],
      render({ status }, samples) {
        for (const { type, address } of status.addresses) samples.add(1, type, address);
      },
    }),
  ],
});
