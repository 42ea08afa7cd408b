import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { resourceByName } from '../../../src/workers/families/index.ts';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('pods');
const base = 'namespace="shop",pod="web-0",uid="u1"';

interface Parts {
  readonly metadata?: object;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** A pod with these parts; `spec` and `status` in YAML. */
function pod({ metadata = {}, spec, status }: Parts): object {
  const read = (part: unknown): unknown => (typeof part === 'string' ? parse(part) : part);
  return {
    metadata: { namespace: 'shop', name: 'web-0', uid: 'u1', ...metadata },
    spec: read(spec),
    status: read(status),
  };
}

const T = '2017-07-14T02:40:00Z';
const YEAR_ONE = '-6.21355968e+10';

test('a pod of which nothing is known says only what is always said', () => {
  assert.deepEqual(renderLines('pods', pod({})), [
    `kube_pod_info{${base},host_ip="",pod_ip="",node="",created_by_kind="",created_by_name="",priority_class="",host_network="false"} 1`,
    `kube_pod_owner{${base},owner_kind="",owner_name="",owner_is_controller=""} 1`,
    `kube_pod_restart_policy{${base},type=""} 1`,
    `kube_pod_nodeselectors{${base}} 1`,
    `kube_pod_service_account{${base},service_account=""} 1`,
    `kube_pod_scheduler{${base},name=""} 1`,
  ]);
});

test('node selectors alone are opt-in', () => {
  const optIn = resourceByName('pods')?.families.filter((family) => family.optIn);
  assert.deepEqual(
    optIn?.map(({ name }) => name),
    ['kube_pod_nodeselectors'],
  );
});

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

test('the pod is created, is deleted, and has started at unix times', () => {
  const object = pod({ metadata: { creationTimestamp: T, deletionTimestamp: T }, status: { startTime: T } });
  for (const family of ['kube_pod_created', 'kube_pod_deletion_timestamp', 'kube_pod_start_time']) {
    assert.deepEqual(lines(family, object), [`{${base}} 1.5e+09`]);
    assert.deepEqual(lines(family, pod({})), []);
  }
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

test('overhead is printed where it is given: cores in thousandths, memory in whole bytes', () => {
  const object = pod({ spec: { overhead: { cpu: '0.1234', memory: '100.5', pods: '1' } } });
  assert.deepEqual(lines('kube_pod_overhead_cpu_cores', object), [`{${base}} 0.124`]);
  assert.deepEqual(lines('kube_pod_overhead_memory_bytes', object), [`{${base}} 101`]);
  const empty = pod({ spec: { overhead: {} } });
  assert.deepEqual(lines('kube_pod_overhead_cpu_cores', empty), []);
  assert.deepEqual(lines('kube_pod_overhead_memory_bytes', empty), []);
});

test('resource claims are named by the spec, else by the status', () => {
  const object = pod({
    spec: `
      resourceClaims:
        - {name: direct, resourceClaimName: gpu-1}
        - {name: made, resourceClaimTemplateName: gpu}
        - {name: pending, resourceClaimTemplateName: gpu}
        - {name: nothing}`,
    status: `
      resourceClaimStatuses:
        - {name: made, resourceClaimName: web-0-gpu-x}
        - {name: direct, resourceClaimName: other}
        - {name: pending, resourceClaimName: null}`,
  });
  assert.deepEqual(lines('kube_pod_resourceclaim_info', object), [
    `{${base},claim_name="direct",resourceclaim_name="gpu-1",resourceclaim_template_name=""} 1`,
    `{${base},claim_name="made",resourceclaim_name="web-0-gpu-x",resourceclaim_template_name="gpu"} 1`,
    `{${base},claim_name="pending",resourceclaim_name="",resourceclaim_template_name="gpu"} 1`,
  ]);
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

test('claims are listed by volume, and one made for the pod is named after both', () => {
  const object = pod({
    spec: `
      volumes:
        - {name: data, persistentVolumeClaim: {claimName: data-0, readOnly: true}}
        - {name: logs, persistentVolumeClaim: {claimName: logs-0}}
        - {name: tmp, ephemeral: {volumeClaimTemplate: {}}}
        - {name: both, persistentVolumeClaim: {claimName: x}, ephemeral: {}}
        - {name: other, emptyDir: {}}`,
  });
  const volumes = [
    `{${base},volume="data",persistentvolumeclaim="data-0",ephemeral="false"}`,
    `{${base},volume="logs",persistentvolumeclaim="logs-0",ephemeral="false"}`,
    `{${base},volume="tmp",persistentvolumeclaim="web-0-tmp",ephemeral="true"}`,
    `{${base},volume="both",persistentvolumeclaim="x",ephemeral="false"}`,
  ];
  assert.deepEqual(
    lines('kube_pod_spec_volumes_persistentvolumeclaims_info', object),
    volumes.map((series) => `${series} 1`),
  );
  assert.deepEqual(
    lines('kube_pod_spec_volumes_persistentvolumeclaims_readonly', object),
    volumes.map((series, i) => `${series} ${i === 0 ? 1 : 0}`),
  );
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

test('allow-listed labels and annotations are printed', () => {
  const object = pod({ metadata: { labels: { app: 'web' }, annotations: { note: 'a"b' } } });
  assert.deepEqual(lines('kube_pod_labels', object, { labels: ['app'] }), [`{${base},label_app="web"} 1`]);
  assert.deepEqual(lines('kube_pod_annotations', object, { annotations: ['*'] }), [
    `{${base},annotation_note="a\\"b"} 1`,
  ]);
});

test('one field of the wrong type costs what reads it, and nothing else', () => {
  const status = {
    containerStatuses: [
      { name: 'a', ready: 'yes', restartCount: 2 },
      { name: 'b', ready: true, restartCount: 1.5 },
    ],
  };
  const { byFamily, dropped, issues } = renderObject('pods', pod({ status }));
  assert.deepEqual(byFamily.get('kube_pod_container_status_ready'), [
    `kube_pod_container_status_ready{${base},container="b"} 1`,
  ]);
  assert.deepEqual(byFamily.get('kube_pod_container_status_restarts_total'), [
    `kube_pod_container_status_restarts_total{${base},container="a"} 2`,
  ]);
  assert.equal(dropped.invalid, 2);
  assert.equal(issues, 2);
});
