import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resourceByName } from '../../../../src/workers/families/index.ts';
import { renderObject } from '../../../support/render.ts';
import { base, lines, pod } from './pod.ts';

test('node selectors alone are opt-in', () => {
  const optIn = resourceByName('pods')?.families.filter((family) => family.optIn);
  assert.deepEqual(
    optIn?.map(({ name }) => name),
    ['kube_pod_nodeselectors'],
  );
});

test('the pod names its place and the first owner that controls it', () => {
  const object = pod({
    metadata: {
      ownerReferences: [
        { kind: 'A', name: 'a' },
        { kind: 'ReplicaSet', name: 'web', controller: true },
        { kind: 'C', name: 'c', controller: true },
      ],
    },
    spec: 'nodeName: n1\npriorityClassName: high\nhostNetwork: true',
    status: 'hostIP: 10.0.0.1\npodIP: 10.1.0.1',
  });
  assert.deepEqual(lines('kube_pod_info', object), [
    `{${base},host_ip="10.0.0.1",pod_ip="10.1.0.1",node="n1",created_by_kind="ReplicaSet",created_by_name="web",priority_class="high",host_network="true"} 1`,
  ]);
  assert.deepEqual(
    lines('kube_pod_owner', object).map((line) => line.slice(base.length + 2)),
    [
      'owner_kind="A",owner_name="a",owner_is_controller="false"} 1',
      'owner_kind="ReplicaSet",owner_name="web",owner_is_controller="true"} 1',
      'owner_kind="C",owner_name="c",owner_is_controller="true"} 1',
    ],
  );
});

test('overhead is printed where it is given: cores in thousandths, memory in whole bytes', () => {
  const object = pod({ spec: { overhead: { cpu: '0.1234', memory: '100.5', pods: '1' } } });
  assert.deepEqual(lines('kube_pod_overhead_cpu_cores', object), [`{${base}} 0.124`]);
  assert.deepEqual(lines('kube_pod_overhead_memory_bytes', object), [`{${base}} 101`]);
  const empty = pod({ spec: { overhead: {} } });
  assert.deepEqual(lines('kube_pod_overhead_cpu_cores', empty), []);
  assert.deepEqual(lines('kube_pod_overhead_memory_bytes', empty), []);
});

test('a runtime class is told of where it is set, even to nothing', () => {
  const family = 'kube_pod_runtimeclass_name_info';
  assert.deepEqual(lines(family, pod({ spec: { runtimeClassName: 'kata' } })), [
    `{${base},runtimeclass_name="kata"} 1`,
  ]);
  assert.deepEqual(lines(family, pod({ spec: { runtimeClassName: '' } })), [
    `{${base},runtimeclass_name=""} 1`,
  ]);
  assert.deepEqual(lines(family, pod({ spec: { runtimeClassName: null } })), []);
});

test('different tolerations are listed once each, and repeating them is no fault', () => {
  const forever = { key: 'a', operator: 'Exists', effect: 'NoExecute' };
  const tolerations = [
    forever,
    { ...forever, tolerationSeconds: 300 },
    forever,
    { ...forever, tolerationSeconds: 0 },
    {},
  ];
  const { byFamily, dropped } = renderObject('pods', pod({ spec: { tolerations } }));
  const series = (seconds: string) =>
    `kube_pod_tolerations{${base},key="a",operator="Exists",value="",effect="NoExecute",toleration_seconds="${seconds}"} 1`;
  assert.deepEqual(byFamily.get('kube_pod_tolerations'), [
    series(''),
    series('300'),
    series('0'),
    `kube_pod_tolerations{${base},key="",operator="",value="",effect="",toleration_seconds=""} 1`,
  ]);
  assert.equal(dropped.duplicates, 0);
});

test('node selectors become labels', () => {
  const nodeSelector = { 'kubernetes.io/os': 'linux', diskType: 'ssd' };
  assert.deepEqual(lines('kube_pod_nodeselectors', pod({ spec: { nodeSelector } })), [
    `{${base},nodeselector_disk_type="ssd",nodeselector_kubernetes_io_os="linux"} 1`,
  ]);
});

test('policy, account and scheduler are named', () => {
  const object = pod({ spec: 'restartPolicy: Never\nserviceAccountName: robot\nschedulerName: mine' });
  assert.deepEqual(lines('kube_pod_restart_policy', object), [`{${base},type="Never"} 1`]);
  assert.deepEqual(lines('kube_pod_service_account', object), [`{${base},service_account="robot"} 1`]);
  assert.deepEqual(lines('kube_pod_scheduler', object), [`{${base},name="mine"} 1`]);
});
