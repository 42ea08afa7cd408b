import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('deployments');
const metadata = { name: 'web', namespace: 'shop' };
const base = 'namespace="shop",deployment="web"';

test('a deployment as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: web
      namespace: shop
      generation: 21
      creationTimestamp: 2017-07-14T02:40:00Z
      deletionTimestamp: 2026-01-01T00:00:00Z
      labels: { app: web }
      annotations: { deployment.kubernetes.io/revision: "7" }
      ownerReferences: [{ kind: App, name: shop, controller: true }]
    spec:
      replicas: 10
      paused: true
      strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 25%, maxSurge: 25% } }
    status:
      replicas: 15
      readyReplicas: 9
      availableReplicas: 8
      unavailableReplicas: 7
      updatedReplicas: 2
      terminatingReplicas: 1
      observedGeneration: 20
      conditions: [{ type: Available, status: "True", reason: MinimumReplicasAvailable }]`;
  const condition = `${base},reason="MinimumReplicasAvailable",condition="Available"`;
  assert.deepEqual(renderLines('deployments', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_deployment_owner{${base},owner_kind="App",owner_name="shop"} 1`,
    `kube_deployment_created{${base}} 1.5e+09`,
    `kube_deployment_status_replicas{${base}} 15`,
    `kube_deployment_status_replicas_ready{${base}} 9`,
    `kube_deployment_status_replicas_available{${base}} 8`,
    `kube_deployment_status_replicas_unavailable{${base}} 7`,
    `kube_deployment_status_replicas_updated{${base}} 2`,
    `kube_deployment_status_terminating_replicas{${base}} 1`,
    `kube_deployment_status_observed_generation{${base}} 20`,
    `kube_deployment_status_condition{${condition},status="true"} 1`,
    `kube_deployment_status_condition{${condition},status="false"} 0`,
    `kube_deployment_status_condition{${condition},status="unknown"} 0`,
    `kube_deployment_spec_replicas{${base}} 10`,
    `kube_deployment_spec_paused{${base}} 1`,
    `kube_deployment_spec_strategy_rollingupdate_max_unavailable{${base}} 2`,
    `kube_deployment_spec_strategy_rollingupdate_max_surge{${base}} 3`,
    `kube_deployment_metadata_generation{${base}} 21`,
    `kube_deployment_deletion_timestamp{${base}} 1.7672256e+09`,
    `kube_deployment_annotations{${base},annotation_deployment_kubernetes_io_revision="7"} 1`,
    `kube_deployment_labels{${base},label_app="web"} 1`,
  ]);
});

const EMPTY = [
  `kube_deployment_owner{${base},owner_kind="",owner_name=""} 1`,
  `kube_deployment_status_replicas{${base}} 0`,
  `kube_deployment_status_replicas_ready{${base}} 0`,
  `kube_deployment_status_replicas_available{${base}} 0`,
  `kube_deployment_status_replicas_unavailable{${base}} 0`,
  `kube_deployment_status_replicas_updated{${base}} 0`,
  `kube_deployment_status_observed_generation{${base}} 0`,
  `kube_deployment_spec_paused{${base}} 0`,
  `kube_deployment_metadata_generation{${base}} 0`,
];

test('a deployment of a name alone has its zeros, and no sample of what is not set', () => {
  assert.deepEqual(renderLines('deployments', { metadata }), EMPTY);
});

test('null is the same as absent', () => {
  const spec = { replicas: null, paused: null, strategy: { rollingUpdate: null } };
  const status = { replicas: null, terminatingReplicas: null, conditions: null };
  assert.deepEqual(
    renderLines('deployments', { metadata: { ...metadata, ownerReferences: null }, spec, status }),
    EMPTY,
  );
  assert.deepEqual(renderLines('deployments', { metadata, spec: null, status: null }), EMPTY);
});

test('each owner is a sample, whether it is the controller or not', () => {
  const ownerReferences = [
    { kind: 'A', name: 'a' },
    { kind: 'B', name: 'b', controller: false },
    { kind: 'C' },
  ];
  assert.deepEqual(lines('kube_deployment_owner', { metadata: { ...metadata, ownerReferences } }), [
    `{${base},owner_kind="A",owner_name="a"} 1`,
    `{${base},owner_kind="B",owner_name="b"} 1`,
    `{${base},owner_kind="C",owner_name=""} 1`,
  ]);
});

test('zeros that are set are reported', () => {
  assert.deepEqual(lines('kube_deployment_spec_replicas', { metadata, spec: { replicas: 0 } }), [
    `{${base}} 0`,
  ]);
  assert.deepEqual(
    lines('kube_deployment_status_terminating_replicas', { metadata, status: { terminatingReplicas: 0 } }),
    [`{${base}} 0`],
  );
});

/** `true`, `false`, `unknown` for one condition of a given status. */
function values(status: unknown): (string | undefined)[] {
  const conditions = [{ type: 'Available', status, reason: '' }];
  return lines('kube_deployment_status_condition', { metadata, status: { conditions } }).map((line) =>
    line.split(' ').at(-1),
  );
}

test('one of the three series of a condition is 1, and none for a status that is not known', () => {
  assert.deepEqual(values('True'), ['1', '0', '0']);
  assert.deepEqual(values('False'), ['0', '1', '0']);
  assert.deepEqual(values('Unknown'), ['0', '0', '1']);
  assert.deepEqual(values('true'), ['0', '0', '0']);
  assert.deepEqual(values(undefined), ['0', '0', '0']);
  assert.deepEqual(values(1), []);
});

/** The reason label of one condition. */
function reason(given: unknown): string | undefined {
  const conditions = [{ type: 'Progressing', status: 'True', reason: given }];
  const [first = ''] = lines('kube_deployment_status_condition', { metadata, status: { conditions } });
  return /reason="([^"]*)"/.exec(first)?.[1];
}

test('a reason that the deployment controller gives stands as it is, any other is unknown', () => {
  for (const known of [
    'ReplicaSetUpdated',
    'ReplicaSetCreateError',
    'NewReplicaSetCreated',
    'FoundNewReplicaSet',
    'NewReplicaSetAvailable',
    'ProgressDeadlineExceeded',
    'DeploymentPaused',
    'DeploymentResumed',
    'MinimumReplicasAvailable',
    'MinimumReplicasUnavailable',
    '',
  ]) {
    assert.equal(reason(known), known);
  }
  assert.equal(reason(undefined), '');
  assert.equal(reason('newReplicaSetAvailable'), 'unknown');
  assert.equal(reason('Custom "reason"'), 'unknown');
  assert.equal(reason(7), undefined);
});

test('a type of condition that comes twice is reported once, as series must not repeat', () => {
  const conditions = [
    { type: 'Available', status: 'True' },
    { type: 'Available', status: 'False' },
  ];
  const { byFamily, dropped } = renderObject('deployments', { metadata, status: { conditions } });
  assert.equal(byFamily.get('kube_deployment_status_condition')?.length, 3);
  assert.equal(dropped.duplicates, 3);
});

const bounds: readonly [
  given: unknown,
  replicas: unknown,
  unavailable: string | undefined,
  surge: string | undefined,
][] = [
  [1, 10, '1', '1'],
  [0, 10, '0', '0'],
  [3, 0, '3', '3'],
  ['25%', 10, '2', '3'],
  ['30%', 10, '3', '3'],
  ['0%', 10, '0', '0'],
  ['100%', 7, '7', '7'],
  ['50%', 0, '0', '0'],
  ['150%', 3, '4', '5'],
  ['+50%', 3, '1', '2'],
  ['-50%', 3, '-2', '-1'],
  ['-10%', 3, '-1', '0'],
  ['25%', undefined, undefined, undefined],
  [1, undefined, undefined, undefined],
  [1, null, undefined, undefined],
  [null, 10, undefined, undefined],
  ['', 10, undefined, undefined],
  ['%', 10, undefined, undefined],
  ['5', 10, undefined, undefined],
  ['2.5%', 10, undefined, undefined],
  ['25 %', 10, undefined, undefined],
  ['1e2%', 10, undefined, undefined],
  ['0x10%', 10, undefined, undefined],
  ['9223372036854775808%', 10, undefined, undefined],
];
for (const [given, replicas, unavailable, surge] of bounds) {
  test(`a bound of ${JSON.stringify(given)} with ${replicas} replicas is ${unavailable} unavailable and ${surge} extra`, () => {
    const rollingUpdate = { maxUnavailable: given, maxSurge: given };
    const object = { metadata, spec: { replicas, strategy: { rollingUpdate } } };
    const value = (family: string) => lines(family, object)[0]?.split(' ').at(-1);
    assert.equal(value('kube_deployment_spec_strategy_rollingupdate_max_unavailable'), unavailable);
    assert.equal(value('kube_deployment_spec_strategy_rollingupdate_max_surge'), surge);
  });
}

test('a number of the wrong type costs its sample only, and is counted', () => {
  const object = { metadata, status: { replicas: 'many', readyReplicas: 2 } };
  assert.deepEqual(lines('kube_deployment_status_replicas', object), []);
  assert.deepEqual(lines('kube_deployment_status_replicas_ready', object), [`{${base}} 2`]);
  const { dropped, issues } = renderObject('deployments', object);
  assert.equal(dropped.invalid, 1);
  assert.equal(issues, 1);
});
