import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderObject } from '../../../support/render.ts';
import { base, lines, pod, T } from './pod.ts';

test('the completion time is the latest end of a container, whatever the others do', () => {
  const at = (...times: (string | null)[]) =>
    pod({
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'a', state: { running: { startedAt: T } } },
          ...times.map((finishedAt) => ({ name: 'b', state: { terminated: { finishedAt } } })),
        ],
      },
    });
  const family = 'kube_pod_completion_time';
  assert.deepEqual(lines(family, at('2017-07-14T02:39:59Z', T, '2017-07-14T02:39:58Z')), [
    `{${base}} 1.5e+09`,
  ]);
  assert.deepEqual(lines(family, at()), []);
  assert.deepEqual(lines(family, at(null)), []);
  assert.deepEqual(lines(family, at('1970-01-01T00:00:00Z')), []);
  const init = { initContainerStatuses: [{ name: 'a', state: { terminated: { finishedAt: T } } }] };
  assert.deepEqual(lines(family, pod({ status: init })), []);
});

test('addresses have their family, and what is none is left out', () => {
  const podIPs = ['10.0.0.1', '::ffff:10.0.0.2', 'fe80::1%eth0', '010.0.0.1', '', 'x'].map((ip) => ({ ip }));
  const { byFamily, dropped } = renderObject('pods', pod({ status: { podIPs: [...podIPs, { ip: 5 }, {}] } }));
  assert.deepEqual(byFamily.get('kube_pod_ips'), [
    `kube_pod_ips{${base},ip="10.0.0.1",ip_family="4"} 1`,
    `kube_pod_ips{${base},ip="::ffff:10.0.0.2",ip_family="4"} 1`,
    `kube_pod_ips{${base},ip="fe80::1%eth0",ip_family="6"} 1`,
  ]);
  assert.equal(dropped.invalid, 1);
});

test('the phase is one of five, and an unknown one is none of them', () => {
  const phase = (value: unknown) => lines('kube_pod_status_phase', pod({ status: { phase: value } }));
  assert.deepEqual(phase('Failed'), [
    `{${base},phase="Pending"} 0`,
    `{${base},phase="Succeeded"} 0`,
    `{${base},phase="Failed"} 1`,
    `{${base},phase="Unknown"} 0`,
    `{${base},phase="Running"} 0`,
  ]);
  assert.equal(phase('Odd').filter((line) => line.endsWith(' 0')).length, 5);
  assert.deepEqual(phase(''), []);
  assert.deepEqual(phase(undefined), []);
  assert.deepEqual(phase(5), []);
});

test('the quality of service class is one of three', () => {
  assert.deepEqual(lines('kube_pod_status_qos_class', pod({ status: { qosClass: 'Burstable' } })), [
    `{${base},qos_class="BestEffort"} 0`,
    `{${base},qos_class="Burstable"} 1`,
    `{${base},qos_class="Guaranteed"} 0`,
  ]);
  assert.deepEqual(lines('kube_pod_status_qos_class', pod({})), []);
});

test('reasons come from the status, a condition or a container that ended', () => {
  const reasons = (status: object) =>
    lines('kube_pod_status_reason', pod({ status })).map((line) => line.slice(base.length + 2));
  const is = (reason: string) => `reason="${reason}"} 1`;
  assert.deepEqual(reasons({ reason: 'Evicted' }), [is('Evicted')]);
  assert.deepEqual(reasons({ conditions: [{ type: 'X', reason: 'NodeLost' }] }), [is('NodeLost')]);
  const ended = [{ name: 'a', state: { terminated: { reason: 'Shutdown' } } }];
  assert.deepEqual(reasons({ containerStatuses: ended }), [is('Shutdown')]);
  assert.deepEqual(reasons({ initContainerStatuses: ended }), []);
  assert.deepEqual(
    reasons({
      reason: 'NodeAffinity',
      conditions: [{ reason: 'Evicted' }, { reason: 'Evicted' }],
      containerStatuses: ended,
    }),
    [is('Evicted'), is('NodeAffinity'), is('Shutdown')],
  );
  assert.deepEqual(reasons({ reason: 'Strange', conditions: [{ reason: 'Evicted' }] }), [
    is('Evicted'),
    is('Other'),
  ]);
  assert.deepEqual(reasons({ conditions: [{ reason: 'Strange' }] }), []);
  assert.deepEqual(reasons({}), []);
  assert.deepEqual(reasons({ reason: 5 }), []);
});
