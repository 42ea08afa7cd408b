/** What the pod's status says, but for its conditions and containers. */
import { ipFamily } from '../../kube/ip.ts';
import { addTime } from '../common.ts';
import type { Family } from '../family.ts';
import { addOneOf } from '../one-of.ts';
import { gauge, type Pod } from './shape.ts';

export const completionTime: Family<Pod> = gauge({
  name: 'kube_pod_completion_time',
  stability: 'STABLE',
  help: 'When the last of the containers that have ended did so, as a unix time in seconds.',
  labels: [],
  when: 'One sample where a container has ended, whatever the others do.',
  reads: ['status.containerStatuses.state.terminated.finishedAt'],
  distinct: true,
  render({ status }, samples) {
    let latest = 0;
    for (const { state } of status.containerStatuses) {
      const finished = state.terminated?.finishedAt;
      if (finished !== undefined && finished > latest) latest = finished;
    }
    if (latest > 0) samples.add(latest);
  },
});

export const ips: Family<Pod> = gauge({
  name: 'kube_pod_ips',
  stability: 'ALPHA',
  help: 'The IP addresses of the pod.',
  labels: ['ip', 'ip_family'],
  when: 'One sample with value 1 for each entry of status.podIPs that is an IP address.',
  reads: ['status.podIPs.ip'],
  render({ status }, samples) {
    for (const { ip } of status.podIPs) {
      if (ip === undefined) {
        samples.add(undefined, ip, ip);
        continue;
      }
      const family = ipFamily(ip);
      if (family !== undefined) samples.add(1, ip, family);
    }
  },
});

export const startTime: Family<Pod> = gauge({
  name: 'kube_pod_start_time',
  stability: 'STABLE',
  help: 'When the kubelet took up the pod, as a unix time in seconds.',
  labels: [],
  when: 'One sample where status.startTime is set.',
  reads: ['status.startTime'],
  distinct: true,
  render: ({ status }, samples) => addTime(samples, status.startTime),
});

const PHASES = ['Pending', 'Succeeded', 'Failed', 'Unknown', 'Running'] as const;

export const phase: Family<Pod> = gauge({
  name: 'kube_pod_status_phase',
  stability: 'STABLE',
  help: 'The phase of the pod: 1 for the one that it is in, 0 for the others.',
  labels: ['phase'],
  when: 'One sample for each phase, where status.phase is set.',
  reads: ['status.phase'],
  distinct: true,
  render({ status }, samples) {
    if (status.phase !== '') addOneOf(samples, status.phase, PHASES);
  },
});

const QOS_CLASSES = ['BestEffort', 'Burstable', 'Guaranteed'] as const;

export const qosClass: Family<Pod> = gauge({
  name: 'kube_pod_status_qos_class',
  stability: 'ALPHA',
  help: 'The quality of service class of the pod: 1 for the one that it has, 0 for the others.',
  labels: ['qos_class'],
  when: 'One sample for each class, where status.qosClass is set.',
  reads: ['status.qosClass'],
  distinct: true,
  render({ status }, samples) {
    if (status.qosClass !== '') addOneOf(samples, status.qosClass, QOS_CLASSES);
  },
});

const REASONS: readonly string[] = [
  'Evicted',
  'NodeAffinity',
  'NodeLost',
  'PreemptionByScheduler',
  'SchedulingGated',
  'Shutdown',
  'TerminationByKubelet',
  'UnexpectedAdmissionError',
];

export const reason: Family<Pod> = gauge({
  name: 'kube_pod_status_reason',
  stability: 'ALPHA',
  help: 'Why the pod is in the state that it is in.',
  labels: ['reason'],
  when: 'One sample with value 1 for each known reason that the status, a condition or a container that has ended gives; Other where the status gives an unknown one.',
  reads: ['status.reason', 'status.conditions.reason', 'status.containerStatuses.state.terminated.reason'],
  distinct: true,
  render({ status }, samples) {
    for (const it of REASONS) if (gives(status, it)) samples.add(1, it);
    if (status.reason !== '' && !REASONS.includes(status.reason)) {
      samples.add(1, status.reason === undefined ? undefined : 'Other');
    }
  },
});

function gives(status: Pod['status'], reason: string): boolean {
  return (
    status.reason === reason ||
    status.conditions.some((condition) => condition.reason === reason) ||
    status.containerStatuses.some(({ state }) => state.terminated?.reason === reason)
  );
}
