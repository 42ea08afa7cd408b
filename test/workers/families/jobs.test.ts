import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('jobs');
const metadata = { name: 'report', namespace: 'shop' };
const base = 'namespace="shop",job_name="report"';

test('a job as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: report
      namespace: shop
      creationTimestamp: 2017-07-14T02:40:00Z
      labels: { app: report }
      annotations: { a: b }
      ownerReferences: [{ kind: CronJob, name: reports, controller: true }]
    spec: { parallelism: 3, completions: 4, activeDeadlineSeconds: 900 }
    status:
      succeeded: 4
      active: 1
      ready: 2
      startTime: 2017-07-14T02:40:10Z
      completionTime: 2017-07-14T02:41:40Z
      conditions:
        - { type: Suspended, status: "False" }
        - { type: Complete, status: "True" }`;
  assert.deepEqual(renderLines('jobs', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_job_annotations{${base},annotation_a="b"} 1`,
    `kube_job_labels{${base},label_app="report"} 1`,
    `kube_job_info{${base}} 1`,
    `kube_job_created{${base}} 1.5e+09`,
    `kube_job_spec_parallelism{${base}} 3`,
    `kube_job_spec_completions{${base}} 4`,
    `kube_job_spec_active_deadline_seconds{${base}} 900`,
    `kube_job_status_succeeded{${base}} 4`,
    `kube_job_status_failed{${base}} 0`,
    `kube_job_status_active{${base}} 1`,
    `kube_job_status_ready{${base}} 2`,
    `kube_job_complete{${base},condition="true"} 1`,
    `kube_job_complete{${base},condition="false"} 0`,
    `kube_job_complete{${base},condition="unknown"} 0`,
    `kube_job_status_start_time{${base}} 1.50000001e+09`,
    `kube_job_status_completion_time{${base}} 1.5000001e+09`,
    `kube_job_status_suspended{${base}} 0`,
    `kube_job_owner{${base},owner_kind="CronJob",owner_name="reports",owner_is_controller="true"} 1`,
  ]);
});

test('a job of a name alone has its zeros, and no sample of what is not set', () => {
  const expected = [
    `kube_job_info{${base}} 1`,
    `kube_job_status_succeeded{${base}} 0`,
    `kube_job_status_failed{${base}} 0`,
    `kube_job_status_active{${base}} 0`,
    `kube_job_status_ready{${base}} 0`,
    `kube_job_owner{${base},owner_kind="",owner_name="",owner_is_controller=""} 1`,
  ];
  assert.deepEqual(renderLines('jobs', { metadata }), expected);
  const spec = { parallelism: null, completions: null, activeDeadlineSeconds: null };
  const status = { startTime: null, completionTime: '0001-01-01T00:00:00Z', ready: null, conditions: null };
  assert.deepEqual(renderLines('jobs', { metadata, spec, status }), expected);
});

test('zeros that are set are reported', () => {
  const object = { metadata, spec: { parallelism: 0, completions: 0, activeDeadlineSeconds: 0 } };
  for (const family of ['parallelism', 'completions', 'active_deadline_seconds']) {
    assert.deepEqual(lines(`kube_job_spec_${family}`, object), [`{${base}} 0`]);
  }
});

/** The lines of `kube_job_status_failed` as `reason value`, or the value alone where there is no reason. */
function failures(failed: unknown, conditions?: unknown): string[] {
  return lines('kube_job_status_failed', { metadata, status: { failed, conditions } }).map((line) =>
    line.replace(`{${base},reason=`, '').replace(`{${base}`, '').replace('}', '').trim(),
  );
}
const failed = (reason?: string, status = 'True') => ({ type: 'Failed', status, reason });

test('a job without failed pods has one sample without a reason, whatever its conditions', () => {
  assert.deepEqual(failures(0, [failed('Evicted')]), ['0']);
  assert.deepEqual(failures(undefined, [failed('Evicted')]), ['0']);
});

test('a known reason is 1, and the number of failed pods is not told', () => {
  assert.deepEqual(failures(3, [failed('BackoffLimitExceeded')]), [
    '"BackoffLimitExceeded" 1',
    '"DeadlineExceeded" 0',
    '"Evicted" 0',
  ]);
  assert.deepEqual(failures(1, [failed('DeadlineExceeded')]), [
    '"BackoffLimitExceeded" 0',
    '"DeadlineExceeded" 1',
    '"Evicted" 0',
  ]);
});

test('the status of the failed condition does not matter', () => {
  assert.deepEqual(failures(3, [failed('Evicted', 'False')]), [
    '"BackoffLimitExceeded" 0',
    '"DeadlineExceeded" 0',
    '"Evicted" 1',
  ]);
});

test('without a failed condition the failed pods have an empty reason', () => {
  assert.deepEqual(failures(3), ['"" 3']);
  assert.deepEqual(failures(3, [{ type: 'FailureTarget', status: 'True', reason: 'Evicted' }]), ['"" 3']);
});

test('a reason that is not known leaves the known ones at 0 and counts the pods', () => {
  const zeros = ['"BackoffLimitExceeded" 0', '"DeadlineExceeded" 0', '"Evicted" 0'];
  assert.deepEqual(failures(3, [failed('PodFailurePolicy')]), [...zeros, '"" 3']);
  assert.deepEqual(failures(3, [failed()]), [...zeros, '"" 3']);
});

test('of two failed conditions the first tells the reasons, and either can explain the failure', () => {
  const zeros = ['"BackoffLimitExceeded" 0', '"DeadlineExceeded" 0', '"Evicted" 0'];
  assert.deepEqual(failures(3, [failed('Other'), failed('Evicted')]), zeros);
});

test('a number of failed pods of the wrong type costs the family its samples', () => {
  const { byFamily, dropped } = renderObject('jobs', { metadata, status: { failed: 'yes' } });
  assert.deepEqual(byFamily.get('kube_job_status_failed'), []);
  assert.equal(dropped.invalid, 1);
});

for (const [family, type] of [
  ['kube_job_complete', 'Complete'],
  ['kube_job_failed', 'Failed'],
] as const) {
  test(`${family} tells the status of conditions of type ${type} only`, () => {
    const values = (status: unknown) =>
      lines(family, {
        metadata,
        status: {
          conditions: [{ type, status }, { type: 'Suspended', status: 'True' }, { type: type.toLowerCase() }],
        },
      });
    const all = (...bits: number[]) =>
      ['true', 'false', 'unknown'].map((word, i) => `{${base},condition="${word}"} ${bits[i]}`);
    assert.deepEqual(values('True'), all(1, 0, 0));
    assert.deepEqual(values('False'), all(0, 1, 0));
    assert.deepEqual(values('Unknown'), all(0, 0, 1));
    assert.deepEqual(values('TRUE'), all(0, 0, 0));
    assert.deepEqual(lines(family, { metadata }), []);
  });
}

test('a job is suspended where its condition says so, not where its spec does', () => {
  const suspended = (conditions: unknown) =>
    lines('kube_job_status_suspended', { metadata, spec: { suspend: true }, status: { conditions } });
  assert.deepEqual(suspended([{ type: 'Suspended', status: 'True' }]), [`{${base}} 1`]);
  assert.deepEqual(suspended([{ type: 'Suspended', status: 'Unknown' }]), [`{${base}} 0`]);
  assert.deepEqual(suspended([]), []);
  assert.deepEqual(suspended([{ type: 'Suspended', status: true }]), []);
});
