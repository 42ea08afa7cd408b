/** What `status.conditions` of the pod say. */
import { GO_ZERO_SECONDS } from '../../shape/rfc3339.ts';
import { addStatus } from '../conditions.ts';
import type { Family } from '../family.ts';
import { gauge, type Pod } from './shape.ts';

const TYPE_AND_STATUS = ['status.conditions.type', 'status.conditions.status'] as const;

export const ready = conditionStatus('ready', 'Ready', 'Whether the pod can serve requests.');
export const scheduled = conditionStatus(
  'scheduled',
  'PodScheduled',
  'Whether a node was found for the pod.',
);

/** Three samples for each condition of one type. */
function conditionStatus(suffix: string, type: string, help: string): Family<Pod> {
  return gauge({
    name: `kube_pod_status_${suffix}`,
    stability: 'STABLE',
    help: `${help} The value is 1 for the status that the condition has, 0 for the others.`,
    labels: ['condition'],
    when: `Three samples, with condition true, false and unknown, for each condition of type ${type}.`,
    reads: TYPE_AND_STATUS,
    render({ status }, samples) {
      for (const it of status.conditions) if (it.type === type) addStatus(samples, it.status);
    },
  });
}

export const readyTime = conditionTime('ready_time', 'Ready', 'True', 'the pod became ready');
export const initializedTime = conditionTime(
  'initialized_time',
  'Initialized',
  'True',
  'the last init container of the pod was done',
);
export const containersReadyTime = conditionTime(
  'container_ready_time',
  'ContainersReady',
  'True',
  'the last container of the pod became ready',
);
export const scheduledTime: Family<Pod> = {
  ...conditionTime('scheduled_time', 'PodScheduled', 'True', 'a node was found for the pod'),
  stability: 'STABLE',
};
export const unscheduledTime = conditionTime(
  'unscheduled_time',
  'PodScheduled',
  'False',
  'it was found that no node fits the pod',
);

/** When a condition took the status that it has. */
function conditionTime(suffix: string, type: string, status: string, event: string): Family<Pod> {
  return gauge({
    name: `kube_pod_status_${suffix}`,
    stability: 'ALPHA',
    help: `When ${event}, as a unix time in seconds.`,
    labels: [],
    when: `One sample where the condition ${type} is ${status}; a time that was not reported is the year 1.`,
    reads: [...TYPE_AND_STATUS, 'status.conditions.lastTransitionTime'],
    render(object, samples) {
      for (const it of object.status.conditions) {
        if (it.type === type && it.status === status) samples.add(it.lastTransitionTime ?? GO_ZERO_SECONDS);
      }
    },
  });
}

export const unschedulable: Family<Pod> = gauge({
  name: 'kube_pod_status_unschedulable',
  stability: 'STABLE',
  help: 'That no node was found for the pod.',
  labels: [],
  when: 'One sample with value 1 where the condition PodScheduled is False.',
  reads: TYPE_AND_STATUS,
  render({ status }, samples) {
    for (const it of status.conditions) {
      if (it.type === 'PodScheduled' && it.status === 'False') samples.add(1);
    }
  },
});

const DISRUPTION_REASONS: ReadonlySet<string> = new Set([
  'PreemptionByScheduler',
  'DeletionByTaintManager',
  'EvictionByEvictionAPI',
  'DeletionByPodGC',
  'TerminationByKubelet',
]);

export const disruptionReason: Family<Pod> = gauge({
  name: 'kube_pod_status_disruption_reason',
  stability: 'ALPHA',
  help: 'Why the pod is about to be ended before its time.',
  labels: ['reason'],
  when: 'One sample with value 1 for each condition of type DisruptionTarget; a reason that Kubernetes does not define is Other.',
  reads: ['status.conditions.type', 'status.conditions.reason'],
  render({ status }, samples) {
    for (const { type, reason } of status.conditions) {
      if (type === 'DisruptionTarget') samples.add(1, DISRUPTION_REASONS.has(reason) ? reason : 'Other');
    }
  },
});
