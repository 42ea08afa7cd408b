import { cronJobSchedule, nextActivation } from '../kube/cron.ts';
import { objectMeta } from '../shape/meta.ts';
import { bool, int, list, message, optional, string, time } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel, namespaceLabel, resourceVersion } from './common.ts';
import { resource, rowsOf } from './define.ts';
import { numbersOf } from './numbers.ts';

const spec = message({
  schedule: [1, string],
  startingDeadlineSeconds: [2, optional(int)],
  concurrencyPolicy: [3, string],
  suspend: [4, optional(bool)],
  successfulJobsHistoryLimit: [6, optional(int)],
  failedJobsHistoryLimit: [7, optional(int)],
  timeZone: [8, optional(string)],
});
const status = message({
  /** Counted, never looked into. */
  active: [1, list(message({}))],
  lastScheduleTime: [4, time],
  lastSuccessfulTime: [5, time],
});
const cronJob = message({ metadata: [1, objectMeta], spec: [2, spec], status: [3, status] });

const { gauge } = rowsOf(cronJob);
const { whereSet } = numbersOf(cronJob);

/** The label of a cron job that leaves its time zone to the controller. */
const CONTROLLER_ZONE = 'local';

/** Go's zero time, 1 January of the year 1 in UTC, which stands for "never" where a schedule has no next run. */
const ZERO_TIME = -62_135_596_800;

export const cronjobs = resource({
  name: 'cronjobs',
  kind: 'CronJob',
  group: 'batch',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'batch.v1.CronJob',
  shape: cronJob,
  baseLabels: [namespaceLabel, nameLabel('cronjob')],
  families: [
    annotations('cronjob'),
    labels('cronjob', 'STABLE'),
    gauge({
      name: 'kube_cronjob_info',
      stability: 'STABLE',
      help: 'Information about the cron job: its schedule, the time zone of it, and what happens when a run is due while one is active.',
      labels: ['schedule', 'concurrency_policy', 'timezone'],
      when: `Always one sample with value 1. The time zone is \`${CONTROLLER_ZONE}\` where spec.timeZone is absent.`,
      reads: ['spec.schedule', 'spec.concurrencyPolicy', 'spec.timeZone'],
      distinct: true,
      render({ spec }, samples) {
        samples.add(1, spec.schedule, spec.concurrencyPolicy, spec.timeZone ?? CONTROLLER_ZONE);
      },
    }),
    created('cronjob', 'STABLE'),
    gauge({
      name: 'kube_cronjob_status_active',
      stability: 'STABLE',
      help: 'Number of jobs of the cron job that are running.',
      labels: [],
      when: 'Always one sample, the number of entries of status.active.',
      reads: ['status.active'],
      distinct: true,
      render: ({ status }, samples) => samples.add(status.active.length),
    }),
    whereSet({
      name: 'kube_cronjob_status_last_schedule_time',
      help: 'When the cron job last started a job, as a unix time in seconds.',
      field: 'status.lastScheduleTime',
      value: ({ status }) => status.lastScheduleTime,
    }),
    whereSet({
      name: 'kube_cronjob_status_last_successful_time',
      help: 'When a job of the cron job last completed, as a unix time in seconds.',
      field: 'status.lastSuccessfulTime',
      value: ({ status }) => status.lastSuccessfulTime,
    }),
    gauge({
      name: 'kube_cronjob_spec_suspend',
      stability: 'STABLE',
      help: 'Whether the cron job is suspended, so that it starts no jobs.',
      labels: [],
      when: 'Always one sample, 1 where spec.suspend is true, else 0.',
      reads: ['spec.suspend'],
      distinct: true,
      render: ({ spec }, samples) => samples.add(spec.suspend ?? false),
    }),
    whereSet({
      name: 'kube_cronjob_spec_starting_deadline_seconds',
      help: 'How late a job of the cron job may still be started, in seconds.',
      field: 'spec.startingDeadlineSeconds',
      value: ({ spec }) => spec.startingDeadlineSeconds,
    }),
    gauge({
      name: 'kube_cronjob_next_schedule_time',
      stability: 'STABLE',
      help: 'When the cron job is due next, as a unix time in seconds; computed when the cron job last changed.',
      labels: [],
      when: `One sample where the schedule is valid and not suspended: the first time on it after status.lastScheduleTime, or after metadata.creationTimestamp where that is absent. A schedule without any time in the five years after it has the value ${ZERO_TIME}.`,
      reads: [
        'metadata.creationTimestamp',
        'spec.schedule',
        'spec.suspend',
        'spec.timeZone',
        'status.lastScheduleTime',
      ],
      distinct: true,
      render({ metadata, spec, status }, samples) {
        const after = status.lastScheduleTime ?? metadata.creationTimestamp;
        if (spec.suspend === true || after === undefined) return;
        if (spec.schedule === undefined) return samples.add(undefined);
        const schedule = cronJobSchedule(spec.schedule, spec.timeZone);
        if (schedule !== undefined) samples.add(nextActivation(schedule, after) ?? ZERO_TIME);
      },
    }),
    gauge({
      name: 'kube_cronjob_schedule_invalid',
      stability: 'ALPHA',
      help: 'That the cron job never runs, since its schedule or its time zone is not valid.',
      labels: [],
      when: 'One sample with value 1 where the CronJob controller would refuse spec.schedule or spec.timeZone.',
      reads: ['spec.schedule', 'spec.timeZone'],
      distinct: true,
      render({ spec }, samples) {
        if (spec.schedule === undefined) return samples.add(undefined);
        if (cronJobSchedule(spec.schedule, spec.timeZone) === undefined) samples.add(1);
      },
    }),
    resourceVersion('cronjob', 'STABLE'),
    whereSet({
      name: 'kube_cronjob_spec_successful_job_history_limit',
      help: 'How many jobs of the cron job that completed are kept.',
      field: 'spec.successfulJobsHistoryLimit',
      stability: 'ALPHA',
      value: ({ spec }) => spec.successfulJobsHistoryLimit,
    }),
    whereSet({
      name: 'kube_cronjob_spec_failed_job_history_limit',
      help: 'How many jobs of the cron job that failed are kept.',
      field: 'spec.failedJobsHistoryLimit',
      stability: 'ALPHA',
      value: ({ spec }) => spec.failedJobsHistoryLimit,
    }),
  ],
});
