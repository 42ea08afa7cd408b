import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base, lines, pod, T, YEAR_ONE } from './pod.ts';

for (const [suffix, type] of [
  ['ready', 'Ready'],
  ['scheduled', 'PodScheduled'],
] as const) {
  test(`kube_pod_status_${suffix} tells the status of the condition ${type}`, () => {
    const of = (status: unknown) =>
      lines(
        `kube_pod_status_${suffix}`,
        pod({
          status: {
            conditions: [
              { type: 'Other', status: 'True' },
              { type, status },
            ],
          },
        }),
      );
    const triple = (...values: number[]) =>
      ['true', 'false', 'unknown'].map((name, i) => `{${base},condition="${name}"} ${values[i]}`);
    assert.deepEqual(of('True'), triple(1, 0, 0));
    assert.deepEqual(of('False'), triple(0, 1, 0));
    assert.deepEqual(of('Unknown'), triple(0, 0, 1));
    assert.deepEqual(of('true'), triple(0, 0, 0));
    assert.deepEqual(of(undefined), triple(0, 0, 0));
    assert.deepEqual(of(true), []);
    assert.deepEqual(lines(`kube_pod_status_${suffix}`, pod({})), []);
  });
}

for (const [suffix, type, status] of [
  ['ready_time', 'Ready', 'True'],
  ['initialized_time', 'Initialized', 'True'],
  ['container_ready_time', 'ContainersReady', 'True'],
  ['scheduled_time', 'PodScheduled', 'True'],
  ['unscheduled_time', 'PodScheduled', 'False'],
] as const) {
  test(`kube_pod_status_${suffix} is when ${type} became ${status}`, () => {
    const of = (condition: object) =>
      lines(`kube_pod_status_${suffix}`, pod({ status: { conditions: [{ type, status, ...condition }] } }));
    assert.deepEqual(of({ lastTransitionTime: T }), [`{${base}} 1.5e+09`]);
    assert.deepEqual(of({}), [`{${base}} ${YEAR_ONE}`]);
    assert.deepEqual(of({ status: 'Unknown', lastTransitionTime: T }), []);
    assert.deepEqual(of({ status: status.toLowerCase(), lastTransitionTime: T }), []);
    assert.deepEqual(of({ type: 'Other', lastTransitionTime: T }), []);
  });
}

test('a pod is unschedulable where PodScheduled is False, whatever the reason', () => {
  const of = (status: string) =>
    lines(
      'kube_pod_status_unschedulable',
      pod({ status: { conditions: [{ type: 'PodScheduled', status }] } }),
    );
  assert.deepEqual(of('False'), [`{${base}} 1`]);
  assert.deepEqual(of('True'), []);
  assert.deepEqual(of('Unknown'), []);
});

test('a disruption has a reason that Kubernetes defines, or Other', () => {
  const conditions = ['EvictionByEvictionAPI', 'Strange', undefined].map((reason) => ({
    type: 'DisruptionTarget',
    status: 'False',
    reason,
  }));
  assert.deepEqual(lines('kube_pod_status_disruption_reason', pod({ status: { conditions } })), [
    `{${base},reason="EvictionByEvictionAPI"} 1`,
    `{${base},reason="Other"} 1`,
  ]);
  assert.deepEqual(
    lines(
      'kube_pod_status_disruption_reason',
      pod({ status: { conditions: [{ type: 'Ready', reason: 'DeletionByPodGC' }] } }),
    ),
    [],
  );
});
