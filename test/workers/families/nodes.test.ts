import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('nodes');

function node({
  metadata = {},
  spec,
  status,
}: {
  metadata?: object;
  spec?: object;
  status?: object;
}): object {
  return { metadata: { name: 'n1', ...metadata }, spec, status };
}

test('a node of which nothing is known says only what is always said', () => {
  assert.deepEqual(renderLines('nodes', node({})), [
    'kube_node_info{node="n1",kernel_version="",os_image="",container_runtime_version="",kubelet_version="",kubeproxy_version="deprecated",provider_id="",pod_cidr="",system_uuid="",internal_ip=""} 1',
    'kube_node_spec_unschedulable{node="n1"} 0',
  ]);
});

test('a node names its software and its last internal address', () => {
  const object = node({
    spec: { providerID: 'aws:///i-1', podCIDR: '10.1.0.0/24' },
    status: {
      nodeInfo: {
        machineID: 'm',
        systemUUID: 'uu',
        kernelVersion: '6.1',
        osImage: 'Debian "12"',
        containerRuntimeVersion: 'containerd://2',
        kubeletVersion: 'v1.36.0',
        kubeProxyVersion: 'v1.36.0',
      },
      addresses: [
        { type: 'InternalIP', address: '10.0.0.1' },
        { type: 'InternalIP', address: 'fd00::1' },
        { type: 'ExternalIP', address: '1.2.3.4' },
      ],
    },
  });
  assert.deepEqual(lines('kube_node_info', object), [
    '{node="n1",kernel_version="6.1",os_image="Debian \\"12\\"",container_runtime_version="containerd://2",kubelet_version="v1.36.0",kubeproxy_version="deprecated",provider_id="aws:///i-1",pod_cidr="10.1.0.0/24",system_uuid="uu",internal_ip="fd00::1"} 1',
  ]);
  assert.deepEqual(lines('kube_node_status_addresses', object), [
    '{node="n1",type="InternalIP",address="10.0.0.1"} 1',
    '{node="n1",type="InternalIP",address="fd00::1"} 1',
    '{node="n1",type="ExternalIP",address="1.2.3.4"} 1',
  ]);
});

test('roles come from the names of labels', () => {
  const labels = {
    'node-role.kubernetes.io/control-plane': '',
    'node-role.kubernetes.io/': 'x',
    'kubernetes.io/role': 'worker',
    'node-role.kubernetes.io': 'no',
  };
  assert.deepEqual(lines('kube_node_role', node({ metadata: { labels } })), [
    '{node="n1",role="control-plane"} 1',
    '{node="n1",role=""} 1',
  ]);
});

test('pod address ranges and taints are listed', () => {
  const object = node({
    spec: {
      podCIDRs: ['10.1.0.0/24', 'fd00::/64'],
      taints: [
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { key: 'c', effect: 'NoExecute' },
      ],
    },
  });
  assert.deepEqual(lines('kube_node_spec_pod_cidrs', object), [
    '{node="n1",pod_cidr="10.1.0.0/24"} 1',
    '{node="n1",pod_cidr="fd00::/64"} 1',
  ]);
  assert.deepEqual(lines('kube_node_spec_taint', object), [
    '{node="n1",key="a",value="b",effect="NoSchedule"} 1',
    '{node="n1",key="c",value="",effect="NoExecute"} 1',
  ]);
});

test('a cordoned node is unschedulable', () => {
  assert.deepEqual(lines('kube_node_spec_unschedulable', node({ spec: { unschedulable: true } })), [
    '{node="n1"} 1',
  ]);
  assert.deepEqual(lines('kube_node_spec_unschedulable', node({ spec: { unschedulable: 'true' } })), []);
});

for (const field of ['capacity', 'allocatable'] as const) {
  test(`${field} keeps thousandths for every resource`, () => {
    const amounts = {
      cpu: '3920m',
      memory: '1500m',
      'ephemeral-storage': '47Gi',
      storage: '1',
      pods: '110',
      'hugepages-1Gi': '0',
      'attachable-volumes-gce-pd': '127',
      'nvidia.com/gpu': '0.5',
      'node.kubernetes.io/x': '1',
      foo: '1',
    };
    assert.deepEqual(lines(`kube_node_status_${field}`, node({ status: { [field]: amounts } })), [
      '{node="n1",resource="cpu",unit="core"} 3.92',
      '{node="n1",resource="memory",unit="byte"} 1.5',
      '{node="n1",resource="ephemeral_storage",unit="byte"} 5.0465865728e+10',
      '{node="n1",resource="storage",unit="byte"} 1',
      '{node="n1",resource="pods",unit="integer"} 110',
      '{node="n1",resource="hugepages_1Gi",unit="byte"} 0',
      '{node="n1",resource="attachable_volumes_gce_pd",unit="byte"} 127',
      '{node="n1",resource="nvidia_com_gpu",unit="integer"} 0.5',
    ]);
  });
}

test('resources that become one name are one series', () => {
  const { byFamily, dropped } = renderObject(
    'nodes',
    node({ status: { capacity: { 'a.b/c': '1', 'a-b/c': '2' } } }),
  );
  assert.deepEqual(byFamily.get('kube_node_status_capacity'), [
    'kube_node_status_capacity{node="n1",resource="a_b_c",unit="integer"} 1',
  ]);
  assert.equal(dropped.duplicates, 1);
});

test('conditions of any type have three samples', () => {
  const conditions = [
    { type: 'Ready', status: 'Unknown' },
    { type: 'Custom', status: 'odd' },
  ];
  assert.deepEqual(lines('kube_node_status_condition', node({ status: { conditions } })), [
    '{node="n1",condition="Ready",status="true"} 0',
    '{node="n1",condition="Ready",status="false"} 0',
    '{node="n1",condition="Ready",status="unknown"} 1',
    '{node="n1",condition="Custom",status="true"} 0',
    '{node="n1",condition="Custom",status="false"} 0',
    '{node="n1",condition="Custom",status="unknown"} 0',
  ]);
});

test('times, labels and annotations are those of the metadata', () => {
  const at = '2017-07-14T02:40:00Z';
  const object = node({
    metadata: { creationTimestamp: at, deletionTimestamp: at, labels: { a: 'x' }, annotations: { b: 'y' } },
  });
  assert.deepEqual(lines('kube_node_created', object), ['{node="n1"} 1.5e+09']);
  assert.deepEqual(lines('kube_node_deletion_timestamp', object), ['{node="n1"} 1.5e+09']);
  assert.deepEqual(lines('kube_node_labels', object, { labels: ['*'] }), ['{node="n1",label_a="x"} 1']);
  assert.deepEqual(lines('kube_node_annotations', object, { annotations: ['*'] }), [
    '{node="n1",annotation_b="y"} 1',
  ]);
});
