import { objectMeta } from '../shape/meta.ts';
import { int, list, message, optional, string, time, type Value } from '../shape/shape.ts';
import { annotations, created, info, labels, nameLabel, namespaceLabel, owner } from './common.ts';
import { addStatus } from './conditions.ts';
import { resource, rowsOf } from './define.ts';
import type { Family } from './family.ts';
import { numbersOf } from './numbers.ts';

const spec = message({
  parallelism: [1, optional(int)],
  completions: [2, optional(int)],
  activeDeadlineSeconds: [3, optional(int)],
});
const status = message({
  conditions: [1, list(message({ type: [1, string], status: [2, string], reason: [5, string] }))],
  startTime: [2, time],
  completionTime: [3, time],
  active: [4, int],
  succeeded: [5, int],
  failed: [6, int],
  ready: [9, optional(int)],
});
const job = message({ metadata: [1, objectMeta], spec: [2, spec], status: [3, status] });

const { gauge } = rowsOf(job);
const { always, whereSet } = numbersOf(job);

/** The reasons of a failed job that have a series of their own. */
const FAILURE_REASONS = ['BackoffLimitExceeded', 'DeadlineExceeded', 'Evicted'];

/** Whether the job has come to an end of one kind: the status of the conditions of one type. */
function outcome(name: string, type: string, help: string): Family<Value<typeof job>> {
  return gauge({
    name,
    stability: 'STABLE',
    help,
    labels: ['condition'],
    when: `Three samples for each entry of status.conditions of type ${type}, with condition true, false and unknown: 1 for the status that it has, 0 for the others.`,
    reads: ['status.conditions.type', 'status.conditions.status'],
    render({ status }, samples) {
      for (const condition of status.conditions) {
        if (condition.type === type) addStatus(samples, condition.status);
      }
    },
  });
}

export const jobs = resource({
  name: 'jobs',
  kind: 'Job',
  group: 'batch',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'batch.v1.Job',
  shape: job,
  baseLabels: [namespaceLabel, nameLabel('job_name')],
  families: [
    annotations('job'),
    labels('job', 'STABLE'),
    info('job', 'STABLE'),
    created('job', 'STABLE'),
    whereSet({
      name: 'kube_job_spec_parallelism',
      help: 'Number of pods that the job may run at a time.',
      field: 'spec.parallelism',
      value: ({ spec }) => spec.parallelism,
    }),
    whereSet({
      name: 'kube_job_spec_completions',
      help: 'Number of pods that have to succeed for the job to be complete.',
      field: 'spec.completions',
      value: ({ spec }) => spec.completions,
    }),
    whereSet({
      name: 'kube_job_spec_active_deadline_seconds',
      help: 'How long the job may be active before it is ended, in seconds.',
      field: 'spec.activeDeadlineSeconds',
      value: ({ spec }) => spec.activeDeadlineSeconds,
    }),
    always({
      name: 'kube_job_status_succeeded',
      help: 'Number of pods of the job that have succeeded.',
      field: 'status.succeeded',
      value: ({ status }) => status.succeeded,
    }),
    gauge({
      name: 'kube_job_status_failed',
      stability: 'STABLE',
      help: 'Why the job failed: 1 for the reason that it has. Without a known reason, the number of its pods that have failed.',
      labels: ['reason'],
      when: `Where no pod has failed, one sample with value 0 and no reason. Else one sample for each of the reasons ${FAILURE_REASONS.join(', ')} and each condition of type Failed, 1 for its reason, 0 for the others; and where no such condition has one of them, one sample with an empty reason and the value of status.failed.`,
      reads: ['status.failed', 'status.conditions.type', 'status.conditions.reason'],
      render({ status: { failed, conditions } }, samples) {
        if (failed === 0 || failed === undefined) return samples.addNamed(failed, []);
        let explained = false;
        for (const { type, reason } of conditions) {
          if (type !== 'Failed') continue;
          for (const known of FAILURE_REASONS) {
            samples.add(reason === undefined ? undefined : reason === known, known);
          }
          explained ||= FAILURE_REASONS.includes(reason);
        }
        if (!explained) samples.add(failed, '');
      },
    }),
    always({
      name: 'kube_job_status_active',
      help: 'Number of pods of the job that have not come to an end.',
      field: 'status.active',
      value: ({ status }) => status.active,
    }),
    always({
      name: 'kube_job_status_ready',
      help: 'Number of pods of the job that are ready.',
      field: 'status.ready',
      stability: 'ALPHA',
      value: ({ status }) => status.ready ?? 0,
    }),
    outcome('kube_job_complete', 'Complete', 'Whether the job has completed.'),
    outcome('kube_job_failed', 'Failed', 'Whether the job has failed.'),
    whereSet({
      name: 'kube_job_status_start_time',
      help: 'When the controller of the job began with it, as a unix time in seconds.',
      field: 'status.startTime',
      value: ({ status }) => status.startTime,
    }),
    whereSet({
      name: 'kube_job_status_completion_time',
      help: 'When the job completed, as a unix time in seconds.',
      field: 'status.completionTime',
      value: ({ status }) => status.completionTime,
    }),
    gauge({
      name: 'kube_job_status_suspended',
      stability: 'ALPHA',
      help: 'Whether the job is suspended.',
      labels: [],
      when: 'One sample for each entry of status.conditions of type Suspended, 1 where its status is True, else 0.',
      reads: ['status.conditions.type', 'status.conditions.status'],
      render({ status }, samples) {
        for (const condition of status.conditions) {
          if (condition.type !== 'Suspended') continue;
          // A status of the wrong type says nothing, not 0.
          samples.add(condition.status === undefined ? undefined : condition.status === 'True');
        }
      },
    }),
    owner('job', 'STABLE'),
  ],
});
