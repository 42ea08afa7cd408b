import { type JsonObject, objectAt } from '../json.ts';
import { formatMicroTime } from '../wire/timestamp.ts';
import type { Made, Maker } from './object.ts';
import { at, EPOCH_SECONDS, type Plan, Sort } from './plan.ts';
import { uidOf } from './random.ts';

const CONDITIONS = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

const CAPACITY = {
  cpu: '32',
  'ephemeral-storage': '203070420Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '131072000Ki',
  pods: '110',
};
const ALLOCATABLE = { ...CAPACITY, cpu: '31750m', memory: '128974848Ki' };
const ZONES = ['a', 'b', 'c'];

/** The nodes, each with its lease. */
export function* makeNodes(plan: Plan, maker: Maker): Iterable<Made> {
  for (const [index, name] of plan.nodes.entries()) {
    yield ['nodes', nodeObject(plan.size.seed, index, name)];
    yield [
      'leases',
      {
        metadata: maker.metadata('kube-node-lease', name, {
          labels: {},
          ownerReferences: [
            { apiVersion: 'v1', kind: 'Node', name, uid: uidOf(plan.size.seed, Sort.node, index) },
          ],
        }),
        spec: {
          holderIdentity: name,
          leaseDurationSeconds: 40,
          renewTime: formatMicroTime(EPOCH_SECONDS * 1000),
        },
      },
    ];
  }
}

function nodeObject(seed: number, index: number, name: string): JsonObject {
  const zone = `eu-west-1${ZONES[index % ZONES.length]}`;
  const role = index < 3 ? { 'node-role.kubernetes.io/control-plane': '' } : {};
  return {
    metadata: {
      name,
      uid: uidOf(seed, Sort.node, index),
      creationTimestamp: at(index),
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': 'm6i.8xlarge',
        ...role,
        'topology.kubernetes.io/region': 'eu-west-1',
        'topology.kubernetes.io/zone': zone,
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: `10.${64 + (index >> 8)}.${index & 255}.0/24`,
      podCIDRs: [`10.${64 + (index >> 8)}.${index & 255}.0/24`],
      providerID: `aws:///${zone}/i-${index.toString(16).padStart(17, '0')}`,
      ...(index < 3 && { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }),
    },
    status: {
      capacity: CAPACITY,
      allocatable: ALLOCATABLE,
      conditions: conditions(at(index)),
      addresses: [
        { type: 'InternalIP', address: `10.0.${index >> 8}.${index & 255}` },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: uidOf(seed, Sort.node, index).replaceAll('-', ''),
        systemUUID: uidOf(seed, Sort.node, index),
        bootID: uidOf(seed + 1, Sort.node, index),
        kernelVersion: '6.1.0-32-cloud-amd64',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: 'v1.36.2',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
      images: Array.from({ length: 10 }, (_, i) => ({
        names: [`registry.example.com/image-${i}:v1`],
        sizeBytes: 50_000_000 + i,
      })),
    },
  };
}

function conditions(heartbeat: string): JsonObject[] {
  return CONDITIONS.map(([type, status, reason, message]) => ({
    type,
    status,
    lastHeartbeatTime: heartbeat,
    lastTransitionTime: at(0),
    reason,
    message,
  }));
}

/** A node after its kubelet has reported again: only the times of its conditions differ. */
export function withHeartbeat(node: JsonObject, time: string): JsonObject {
  return { ...node, status: { ...objectAt(node, 'status'), conditions: conditions(time) } };
}

/** A lease after its holder has renewed it. */
export function renewed(lease: JsonObject, milliseconds: number): JsonObject {
  return { ...lease, spec: { ...objectAt(lease, 'spec'), renewTime: formatMicroTime(milliseconds) } };
}
