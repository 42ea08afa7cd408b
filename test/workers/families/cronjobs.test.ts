import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('cronjobs');
const metadata = { name: 'backup', namespace: 'shop' };
const base = 'namespace="shop",cronjob="backup"';

test('a cron job as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: backup
      namespace: shop
      resourceVersion: "11111"
      creationTimestamp: 2017-07-14T02:40:00Z
      labels: { app: backup }
      annotations: { a: b }
    spec:
      schedule: 0 */6 * * *
      timeZone: Etc/UTC
      concurrencyPolicy: Forbid
      suspend: false
      startingDeadlineSeconds: 300
      successfulJobsHistoryLimit: 3
      failedJobsHistoryLimit: 1
    status:
      active: [{ name: backup-1 }, { name: backup-2 }]
      lastScheduleTime: 2017-07-14T06:00:00Z
      lastSuccessfulTime: 2017-07-14T00:01:40Z`;
  assert.deepEqual(renderLines('cronjobs', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_cronjob_annotations{${base},annotation_a="b"} 1`,
    `kube_cronjob_labels{${base},label_app="backup"} 1`,
    `kube_cronjob_info{${base},schedule="0 */6 * * *",concurrency_policy="Forbid",timezone="Etc/UTC"} 1`,
    `kube_cronjob_created{${base}} 1.5e+09`,
    `kube_cronjob_status_active{${base}} 2`,
    `kube_cronjob_status_last_schedule_time{${base}} 1.500012e+09`,
    `kube_cronjob_status_last_successful_time{${base}} 1.4999905e+09`,
    `kube_cronjob_spec_suspend{${base}} 0`,
    `kube_cronjob_spec_starting_deadline_seconds{${base}} 300`,
    `kube_cronjob_next_schedule_time{${base}} 1.5000336e+09`,
    `kube_cronjob_metadata_resource_version{${base}} 11111`,
    `kube_cronjob_spec_successful_job_history_limit{${base}} 3`,
    `kube_cronjob_spec_failed_job_history_limit{${base}} 1`,
  ]);
});

test('a cron job of a name alone has an invalid schedule', () => {
  const expected = [
    `kube_cronjob_info{${base},schedule="",concurrency_policy="",timezone="local"} 1`,
    `kube_cronjob_status_active{${base}} 0`,
    `kube_cronjob_spec_suspend{${base}} 0`,
    `kube_cronjob_schedule_invalid{${base}} 1`,
  ];
  assert.deepEqual(renderLines('cronjobs', { metadata }), expected);
  const spec = { schedule: null, timeZone: null, suspend: null, startingDeadlineSeconds: null };
  assert.deepEqual(renderLines('cronjobs', { metadata, spec, status: { active: null } }), expected);
});

test('zeros that are set are reported', () => {
  const spec = { startingDeadlineSeconds: 0, successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0 };
  for (const family of [
    'starting_deadline_seconds',
    'successful_job_history_limit',
    'failed_job_history_limit',
  ]) {
    assert.deepEqual(lines(`kube_cronjob_spec_${family}`, { metadata, spec }), [`{${base}} 0`]);
  }
});

const created = '2026-03-04T05:06:07Z';

/** The next run, as an RFC 3339 time in UTC to the minute. */
function next(spec: object, lastScheduleTime?: string, creationTimestamp: string | undefined = created) {
  const object = {
    metadata: { ...metadata, creationTimestamp },
    spec: { timeZone: 'UTC', ...spec },
    status: { lastScheduleTime },
  };
  const [line] = lines('kube_cronjob_next_schedule_time', object);
  if (line === undefined) return undefined;
  return new Date(Number(line.split(' ').at(-1)) * 1000).toISOString().slice(0, 16);
}

test('the next run is counted from the last one, else from the creation', () => {
  const spec = { schedule: '30 6 * * *' };
  assert.equal(next(spec, '2026-05-01T06:30:00Z'), '2026-05-02T06:30');
  assert.equal(next(spec), '2026-03-04T06:30');
  const never = { metadata, spec: { schedule: '30 6 * * *', timeZone: 'UTC' } };
  assert.deepEqual(lines('kube_cronjob_next_schedule_time', never), []);
  const zero = { ...never, status: { lastScheduleTime: '0001-01-01T00:00:00Z' } };
  assert.deepEqual(lines('kube_cronjob_next_schedule_time', zero), []);
});

test('the next run is in the time zone of the cron job', () => {
  assert.equal(next({ schedule: '0 0 * * *', timeZone: 'America/New_York' }), '2026-03-05T05:00');
  assert.equal(next({ schedule: '@daily', timeZone: 'Asia/Kolkata' }), '2026-03-04T18:30');
});

test('a schedule without a time zone has a next run all the same', () => {
  assert.equal(next({ schedule: '@every 1h', timeZone: null }), '2026-03-04T06:06');
});

test('a suspended cron job has no next run', () => {
  assert.equal(next({ schedule: '* * * * *', suspend: true }), undefined);
  assert.equal(next({ schedule: '* * * * *', suspend: false }), '2026-03-04T05:07');
});

test('either of two restricted day fields is enough, and steps may be long, as for Kubernetes', () => {
  assert.equal(next({ schedule: '0 0 13 * 5' }), '2026-03-06T00:00');
  assert.equal(next({ schedule: '*/60 * * * *' }), '2026-03-04T06:00');
});

test('a schedule that never comes round has the zero time for its next run', () => {
  const object = {
    metadata: { ...metadata, creationTimestamp: created },
    spec: { schedule: '0 0 30 2 *', timeZone: 'UTC' },
  };
  assert.deepEqual(lines('kube_cronjob_next_schedule_time', object), [`{${base}} -6.21355968e+10`]);
  assert.deepEqual(lines('kube_cronjob_schedule_invalid', object), []);
});

const schedules: readonly [spec: object, invalid: boolean][] = [
  [{ schedule: '*/5 * * * *' }, false],
  [{ schedule: '@hourly' }, false],
  [{ schedule: '*/60 */24 */31 * *' }, false],
  [{ schedule: 'TZ=Europe/Berlin 0 0 * * *' }, false],
  [{ schedule: '0 0 * * *', timeZone: 'Europe/Berlin' }, false],
  [{ schedule: '0 22-2 * * *' }, true],
  [{ schedule: '@reboot' }, true],
  [{ schedule: 'every day' }, true],
  [{ schedule: '0 0 * * *', timeZone: 'Mars/Olympus' }, true],
  [{ schedule: '0 0 * * *', timeZone: 'europe/berlin' }, true],
];
for (const [spec, invalid] of schedules) {
  test(`${JSON.stringify(spec)} is ${invalid ? 'reported as invalid and has no next run' : 'valid'}`, () => {
    const object = { metadata: { ...metadata, creationTimestamp: created }, spec };
    assert.deepEqual(lines('kube_cronjob_schedule_invalid', object), invalid ? [`{${base}} 1`] : []);
    assert.equal(lines('kube_cronjob_next_schedule_time', object).length, invalid ? 0 : 1);
  });
}

test('a suspended cron job with an invalid schedule is reported all the same', () => {
  const object = { metadata, spec: { schedule: 'x', suspend: true } };
  assert.deepEqual(lines('kube_cronjob_schedule_invalid', object), [`{${base}} 1`]);
});

test('a schedule of the wrong type costs the samples that need it, and is not called invalid', () => {
  const object = { metadata: { ...metadata, creationTimestamp: created }, spec: { schedule: 5 } };
  const { byFamily, dropped } = renderObject('cronjobs', object);
  for (const family of ['info', 'next_schedule_time', 'schedule_invalid']) {
    assert.deepEqual(byFamily.get(`kube_cronjob_${family}`), []);
  }
  assert.equal(dropped.invalid, 3);
  assert.equal(dropped.failed, 0);
});

test('a resource version that is not a number gives no sample', () => {
  const version = (resourceVersion: string) =>
    lines('kube_cronjob_metadata_resource_version', { metadata: { ...metadata, resourceVersion } });
  assert.deepEqual(version('abc'), []);
  assert.deepEqual(version('12345678'), [`{${base}} 1.2345678e+07`]);
});
