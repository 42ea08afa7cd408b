import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { resourceByName } from '../../../../src/workers/families/index.ts';
import { renderObject } from '../../../support/render.ts';
import { base, lines, pod, T, YEAR_ONE } from './pod.ts';

test('a container is told of where spec and status have it', () => {
  const object = pod({
    spec: 'containers: [{name: a, image: "a:1"}, {name: only-spec, image: "s:1"}, {name: b}]',
    status: `
      containerStatuses:
        - {name: b, image: "b:2", imageID: sha256:b, containerID: containerd://b}
        - {name: a, image: "a:1", imageID: sha256:a, containerID: containerd://a}
        - {name: only-status, image: "x:1"}`,
  });
  assert.deepEqual(lines('kube_pod_container_info', object), [
    `{${base},container="a",image_spec="a:1",image="a:1",image_id="sha256:a",container_id="containerd://a"} 1`,
    `{${base},container="b",image_spec="",image="b:2",image_id="sha256:b",container_id="containerd://b"} 1`,
  ]);
  assert.deepEqual(lines('kube_pod_init_container_info', object), []);
});

test('an init container is told of with its restart policy', () => {
  const object = pod({
    spec: 'initContainers: [{name: a, image: "a:1", restartPolicy: Always}, {name: b, restartPolicy: null}]',
    status: 'initContainerStatuses: [{name: a, image: "a:1"}, {name: b}]',
  });
  assert.deepEqual(lines('kube_pod_init_container_info', object), [
    `{${base},container="a",image_spec="a:1",image="a:1",image_id="",container_id="",restart_policy="Always"} 1`,
    `{${base},container="b",image_spec="",image="",image_id="",container_id="",restart_policy=""} 1`,
  ]);
});

for (const [prefix, field] of [
  ['kube_pod_container', 'containers'],
  ['kube_pod_init_container', 'initContainers'],
] as const) {
  for (const which of ['limits', 'requests'] as const) {
    const family = `${prefix}_resource_${which}`;

    test(`${family} prints known resources with their units`, () => {
      const resources = {
        cpu: '250m',
        memory: '1500m',
        storage: '1Gi',
        'ephemeral-storage': '0.1Gi',
        'hugepages-2Mi': '4Mi',
        'attachable-volumes-aws-ebs': '39',
        'nvidia.com/gpu': '1500m',
        pods: '5',
        foo: '1',
        'x.kubernetes.io/y': '1',
        'requests.nvidia.com/gpu': '1',
        'requests.foo': '1',
      };
      const spec = {
        nodeName: 'n1',
        [field]: [{ name: 'a', resources: { [which]: resources } }, { name: 'b' }],
      };
      const at = `{${base},container="a",node="n1"`;
      assert.deepEqual(lines(family, pod({ spec, status: { phase: 'Failed' } })), [
        `${at},resource="cpu",unit="core"} 0.25`,
        `${at},resource="memory",unit="byte"} 2`,
        `${at},resource="storage",unit="byte"} 1.073741824e+09`,
        `${at},resource="ephemeral_storage",unit="byte"} 1.07374183e+08`,
        `${at},resource="hugepages_2Mi",unit="byte"} 4.194304e+06`,
        `${at},resource="attachable_volumes_aws_ebs",unit="byte"} 39`,
        `${at},resource="nvidia_com_gpu",unit="integer"} 2`,
      ]);
    });

    test(`${family} keeps large decimal values and drops what is no quantity`, () => {
      const resources = { [which]: { cpu: '10E', memory: 'lots' } };
      const { byFamily, dropped } = renderObject(
        'pods',
        pod({ spec: { [field]: [{ name: 'a', resources }] } }),
      );
      assert.deepEqual(byFamily.get(family), [
        `${family}{${base},container="a",node="",resource="cpu",unit="core"} 1e+19`,
      ]);
      assert.equal(dropped.invalid, 1);
    });
  }
}

for (const [prefix, field] of [
  ['kube_pod_container', 'containerStatuses'],
  ['kube_pod_init_container', 'initContainerStatuses'],
] as const) {
  const at = (name: string) => `{${base},container="${name}"`;
  const object = pod({
    status: {
      [field]: parse(`
        - name: run
          ready: true
          restartCount: 3
          state: {running: {startedAt: "${T}"}}
          lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt: "${T}"}}
        - name: wait
          state: {waiting: {reason: CrashLoopBackOff}}
          lastState: {terminated: {}}
        - name: ended
          ready: false
          state: {terminated: {exitCode: 1, reason: "", startedAt: "${T}"}}
        - name: none`),
    },
  });
  const status = (suffix: string) => lines(`${prefix}_${suffix}`, object);

  test(`${prefix}_state_started is the start of what runs or ran`, () => {
    assert.deepEqual(status('state_started'), [`${at('run')}} 1.5e+09`, `${at('ended')}} 1.5e+09`]);
    const unknown = {
      [field]: [
        { name: 'a', state: { running: {} } },
        { name: 'b', state: { terminated: null } },
      ],
    };
    assert.deepEqual(lines(`${prefix}_state_started`, pod({ status: unknown })), [`${at('a')}} ${YEAR_ONE}`]);
  });

  test(`${prefix}_status_last_terminated_* tell of the last end`, () => {
    assert.deepEqual(status('status_last_terminated_reason'), [
      `${at('run')},reason="OOMKilled"} 1`,
      `${at('wait')},reason=""} 1`,
    ]);
    assert.deepEqual(status('status_last_terminated_exitcode'), [`${at('run')}} 137`, `${at('wait')}} 0`]);
    assert.deepEqual(status('status_last_terminated_timestamp'), [
      `${at('run')}} 1.5e+09`,
      `${at('wait')}} ${YEAR_ONE}`,
    ]);
  });

  test(`${prefix}_status_* say of every container what it does`, () => {
    const values = (suffix: string) =>
      status(suffix)
        .map((line) => line.slice(line.lastIndexOf(' ') + 1))
        .join(' ');
    assert.deepEqual(status('status_ready'), [
      `${at('run')}} 1`,
      `${at('wait')}} 0`,
      `${at('ended')}} 0`,
      `${at('none')}} 0`,
    ]);
    assert.equal(values('status_restarts_total'), '3 0 0 0');
    assert.equal(values('status_running'), '1 0 0 0');
    assert.equal(values('status_waiting'), '0 1 0 0');
    assert.equal(values('status_terminated'), '0 0 1 0');
  });

  test(`${prefix}_status_*_reason give the reason in the kubelet's words`, () => {
    assert.deepEqual(status('status_waiting_reason'), [`${at('wait')},reason="CrashLoopBackOff"} 1`]);
    assert.deepEqual(status('status_terminated_reason'), [`${at('ended')},reason=""} 1`]);
  });
}

test('restarts are counters, and nothing else is', () => {
  const counters = resourceByName('pods')?.families.filter((family) => family.type === 'counter');
  assert.deepEqual(
    counters?.map(({ name }) => name),
    ['kube_pod_container_status_restarts_total', 'kube_pod_init_container_status_restarts_total'],
  );
});

test('the same container name twice gives one series', () => {
  const status = { containerStatuses: [{ name: 'a', ready: true }, { name: 'a' }] };
  assert.deepEqual(lines('kube_pod_container_status_ready', pod({ status })), [`{${base},container="a"} 1`]);
});
