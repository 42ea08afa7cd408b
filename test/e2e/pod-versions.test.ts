import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPods } from './pod-versions.ts';

const IDENTITY = 'namespace="n",pod="p",uid="u"';

/** What a scrape says of a pod, created at 1000, with the families of one version or of several. */
function lines(version: number, other: Partial<Record<'annotation' | 'restarts' | 'time', number>> = {}) {
  const { annotation = version, restarts = version, time = version } = other;
  const ready = version % 8 !== 7 && version % 4 !== 3;
  return [
    `kube_pod_created{${IDENTITY}} 1000`,
    `kube_pod_annotations{${IDENTITY},annotation_simulator_example_com_version="${annotation}"} 1`,
    `kube_pod_container_status_restarts_total{${IDENTITY},container="main"} ${restarts}`,
    `kube_pod_container_status_restarts_total{${IDENTITY},container="log-shipper"} 0`,
    `kube_pod_container_status_last_terminated_timestamp{${IDENTITY},container="main"} ${1000 + time}`,
    `kube_pod_status_phase{${IDENTITY},phase="Running"} ${version % 8 === 7 ? 0 : 1}`,
    `kube_pod_status_phase{${IDENTITY},phase="Pending"} ${version % 8 === 7 ? 1 : 0}`,
    `kube_pod_status_ready{${IDENTITY},condition="true"} ${ready ? 1 : 0}`,
    `kube_pod_status_ready{${IDENTITY},condition="false"} ${ready ? 0 : 1}`,
    ...(ready ? [`kube_pod_status_ready_time{${IDENTITY}} ${1000 + version}`] : []),
  ];
}

const tornOf = (text: readonly string[]) => readPods(text.join('\n')).get('u')?.torn ?? ['missing'];

test('a pod whose families are of one version is whole, at every version', () => {
  for (let version = 1; version < 20; version++) assert.deepEqual(tornOf(lines(version)), []);
});

test('one family of another version is told, whichever it is', () => {
  assert.notDeepEqual(tornOf(lines(5, { annotation: 4 })), []);
  assert.equal(tornOf(lines(5, { restarts: 6 })).length, 1);
  assert.equal(tornOf(lines(5, { time: 4 })).length, 1);
});

test('a family that is missing is told', () => {
  const whole = lines(5);
  // All but the other container's line and the phases that are 0.
  for (const [i, line] of whole.entries()) {
    if (line.includes('log-shipper') || line.endsWith(' 0')) continue;
    assert.notDeepEqual(tornOf(whole.filter((_, j) => j !== i)), [], line);
  }
});
