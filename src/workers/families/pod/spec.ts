/** What the pod's spec says about the pod as a whole. */
import { integerValue, milliValue } from '../../kube/quantity.ts';
import { mapLabeler } from '../../text/labels.ts';
import { text } from '../common.ts';
import { decimal } from '../decimal.ts';
import type { Family } from '../family.ts';
import { gauge, type Pod } from './shape.ts';

type Toleration = Pod['spec']['tolerations'][number];

export const info: Family<Pod> = gauge({
  name: 'kube_pod_info',
  stability: 'STABLE',
  help: 'Where the pod runs, under which addresses, and which controller made it.',
  labels: [
    'host_ip',
    'pod_ip',
    'node',
    'created_by_kind',
    'created_by_name',
    'priority_class',
    'host_network',
  ],
  when: 'Always one sample with value 1.',
  reads: [
    'status.hostIP',
    'status.podIP',
    'spec.nodeName',
    'metadata.ownerReferences.controller',
    'metadata.ownerReferences.kind',
    'metadata.ownerReferences.name',
    'spec.priorityClassName',
    'spec.hostNetwork',
  ],
  distinct: true,
  render({ metadata, spec, status }, samples) {
    const creator = metadata.ownerReferences.find((reference) => reference.controller === true);
    samples.add(
      1,
      status.hostIP,
      status.podIP,
      spec.nodeName,
      creator === undefined ? '' : creator.kind,
      creator === undefined ? '' : creator.name,
      spec.priorityClassName,
      text(spec.hostNetwork),
    );
  },
});

export const overheadCpu: Family<Pod> = gauge({
  name: 'kube_pod_overhead_cpu_cores',
  stability: 'ALPHA',
  help: 'Cores that running the pod takes beside what its containers use.',
  labels: [],
  when: 'One sample where spec.overhead has cpu.',
  reads: ['spec.overhead'],
  distinct: true,
  render({ spec }, samples) {
    if (spec.overhead.has('cpu')) samples.add(milliValue(spec.overhead.get('cpu')));
  },
});

export const overheadMemory: Family<Pod> = gauge({
  name: 'kube_pod_overhead_memory_bytes',
  stability: 'ALPHA',
  help: 'Bytes of memory that running the pod takes beside what its containers use.',
  labels: [],
  when: 'One sample where spec.overhead has memory.',
  reads: ['spec.overhead'],
  distinct: true,
  render({ spec }, samples) {
    if (spec.overhead.has('memory')) samples.add(integerValue(spec.overhead.get('memory')));
  },
});

export const restartPolicy: Family<Pod> = gauge({
  name: 'kube_pod_restart_policy',
  stability: 'STABLE',
  help: 'When containers of the pod are restarted.',
  labels: ['type'],
  when: 'Always one sample with value 1.',
  reads: ['spec.restartPolicy'],
  distinct: true,
  render: ({ spec }, samples) => samples.add(1, spec.restartPolicy),
});

export const runtimeClass: Family<Pod> = gauge({
  name: 'kube_pod_runtimeclass_name_info',
  stability: 'ALPHA',
  help: 'The runtime class that the pod asks for.',
  labels: ['runtimeclass_name'],
  when: 'One sample with value 1 where spec.runtimeClassName is set.',
  reads: ['spec.runtimeClassName'],
  distinct: true,
  render({ spec }, samples) {
    if (spec.runtimeClassName !== undefined) samples.add(1, spec.runtimeClassName);
  },
});

export const tolerations: Family<Pod> = gauge({
  name: 'kube_pod_tolerations',
  stability: 'ALPHA',
  help: 'The taints of nodes that the pod tolerates, and for how long.',
  labels: ['key', 'operator', 'value', 'effect', 'toleration_seconds'],
  when: 'One sample with value 1 for each different entry of spec.tolerations.',
  reads: ['spec.tolerations'],
  distinct: true,
  render({ spec }, samples) {
    const all = spec.tolerations;
    all.forEach((it, i) => {
      // Controllers and admission do repeat tolerations; that is no fault to count as a dropped sample.
      if (all.findIndex((other) => same(it, other)) !== i) return;
      const seconds = it.tolerationSeconds === undefined ? '' : decimal(it.tolerationSeconds);
      samples.add(1, it.key, it.operator, it.value, it.effect, seconds);
    });
  },
});

function same(a: Toleration, b: Toleration): boolean {
  return (
    a.key === b.key &&
    a.operator === b.operator &&
    a.value === b.value &&
    a.effect === b.effect &&
    a.tolerationSeconds === b.tolerationSeconds
  );
}

const selectorLabels = mapLabeler('nodeselector');

export const nodeSelectors: Family<Pod> = gauge({
  name: 'kube_pod_nodeselectors',
  stability: 'ALPHA',
  help: 'The labels that a node must have for the pod to be placed on it, as labels of one sample.',
  labels: ['nodeselector_<key>'],
  when: 'Always one sample with value 1.',
  reads: ['spec.nodeSelector'],
  optIn: true,
  distinct: true,
  render: ({ spec }, samples) => samples.addNamed(1, selectorLabels(spec.nodeSelector)),
});

export const serviceAccount: Family<Pod> = gauge({
  name: 'kube_pod_service_account',
  stability: 'ALPHA',
  help: 'The service account that the pod acts as.',
  labels: ['service_account'],
  when: 'Always one sample with value 1.',
  reads: ['spec.serviceAccountName'],
  distinct: true,
  render: ({ spec }, samples) => samples.add(1, spec.serviceAccountName),
});

export const scheduler: Family<Pod> = gauge({
  name: 'kube_pod_scheduler',
  stability: 'ALPHA',
  help: 'The scheduler that places the pod.',
  labels: ['name'],
  when: 'Always one sample with value 1.',
  reads: ['spec.schedulerName'],
  distinct: true,
  render: ({ spec }, samples) => samples.add(1, spec.schedulerName),
});
