import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('horizontalpodautoscalers');
const metadata = { name: 'web', namespace: 'shop' };
const base = 'namespace="shop",horizontalpodautoscaler="web"';

test('an autoscaler as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: web
      namespace: shop
      generation: 2
      creationTimestamp: 2017-07-14T02:40:00Z
      deletionTimestamp: 2026-01-01T00:00:00Z
      labels: { app: web }
      annotations: { a: b }
    spec:
      scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
      minReplicas: 2
      maxReplicas: 4
      metrics:
        - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }
      behavior: { scaleUp: { tolerance: 50m }, scaleDown: { tolerance: "0.2" } }
    status:
      currentReplicas: 2
      desiredReplicas: 3
      currentMetrics:
        - { type: Resource, resource: { name: cpu, current: { averageUtilization: 8, averageValue: 100m } } }
      conditions: [{ type: AbleToScale, status: "True" }]`;
  const name = 'kube_horizontalpodautoscaler';
  assert.deepEqual(renderLines('horizontalpodautoscalers', object, { labels: ['*'], annotations: ['*'] }), [
    `${name}_info{${base},scaletargetref_api_version="apps/v1",scaletargetref_kind="Deployment",scaletargetref_name="web"} 1`,
    `${name}_metadata_generation{${base}} 2`,
    `${name}_spec_max_replicas{${base}} 4`,
    `${name}_spec_min_replicas{${base}} 2`,
    `${name}_spec_target_metric{${base},metric_name="cpu",metric_target_type="utilization",container=""} 80`,
    `${name}_spec_behavior_scale_down_tolerance{${base}} 0.2`,
    `${name}_spec_behavior_scale_up_tolerance{${base}} 0.05`,
    `${name}_status_target_metric{${base},metric_name="cpu",metric_target_type="average",container=""} 0.1`,
    `${name}_status_target_metric{${base},metric_name="cpu",metric_target_type="utilization",container=""} 8`,
    `${name}_status_current_replicas{${base}} 2`,
    `${name}_status_desired_replicas{${base}} 3`,
    `${name}_annotations{${base},annotation_a="b"} 1`,
    `${name}_labels{${base},label_app="web"} 1`,
    `${name}_status_condition{${base},condition="AbleToScale",status="true"} 1`,
    `${name}_status_condition{${base},condition="AbleToScale",status="false"} 0`,
    `${name}_status_condition{${base},condition="AbleToScale",status="unknown"} 0`,
    `${name}_created{${base}} 1.5e+09`,
    `${name}_deletion_timestamp{${base}} 1.7672256e+09`,
  ]);
});

test('an autoscaler of a name alone asks for at least 1 replica', () => {
  const name = 'kube_horizontalpodautoscaler';
  const expected = [
    `${name}_info{${base},scaletargetref_kind="",scaletargetref_name=""} 1`,
    `${name}_metadata_generation{${base}} 0`,
    `${name}_spec_max_replicas{${base}} 0`,
    `${name}_spec_min_replicas{${base}} 1`,
    `${name}_status_current_replicas{${base}} 0`,
    `${name}_status_desired_replicas{${base}} 0`,
  ];
  assert.deepEqual(renderLines('horizontalpodautoscalers', { metadata }), expected);
  const spec = {
    scaleTargetRef: null,
    minReplicas: null,
    metrics: null,
    behavior: { scaleUp: null, scaleDown: {} },
  };
  const status = { currentMetrics: null, conditions: null };
  assert.deepEqual(renderLines('horizontalpodautoscalers', { metadata, spec, status }), expected);
});

test('0 replicas, asked for, are not 1', () => {
  assert.deepEqual(
    lines('kube_horizontalpodautoscaler_spec_min_replicas', { metadata, spec: { minReplicas: 0 } }),
    [`{${base}} 0`],
  );
});

test('the label for the API version is there only where there is one', () => {
  const info = (apiVersion: unknown) =>
    lines('kube_horizontalpodautoscaler_info', {
      metadata,
      spec: { scaleTargetRef: { apiVersion, kind: 'Deployment', name: 'web' } },
    });
  const rest = 'scaletargetref_kind="Deployment",scaletargetref_name="web"';
  assert.deepEqual(info(''), [`{${base},${rest}} 1`]);
  assert.deepEqual(info(null), [`{${base},${rest}} 1`]);
  assert.deepEqual(info('apps/v1'), [`{${base},scaletargetref_api_version="apps/v1",${rest}} 1`]);
  assert.deepEqual(info(1), []);
});

/** The metric lines of the spec and of the status, whose sources differ in the name of one field only. */
function metrics(
  entries: readonly (readonly [type: string, field: string, source: object | null, amount?: object])[],
) {
  const of = (amountField: string) =>
    entries.map(([type, field, source, amount]) => ({
      type,
      [field]: source === null ? null : { ...source, [amountField]: amount },
    }));
  const object = { metadata, spec: { metrics: of('target') }, status: { currentMetrics: of('current') } };
  const short = (family: string) =>
    lines(family, object).map((line) =>
      line.replace(`{${base},metric_name=`, '').replace('metric_target_type=', ''),
    );
  const spec = short('kube_horizontalpodautoscaler_spec_target_metric');
  assert.deepEqual(short('kube_horizontalpodautoscaler_status_target_metric'), spec);
  return spec;
}

test('every type of metric has its name in its own place, and containers are told for one', () => {
  const value = { value: '10' };
  assert.deepEqual(
    metrics([
      ['Object', 'object', { metric: { name: 'hits' }, describedObject: { name: 'other' } }, value],
      ['Pods', 'pods', { metric: { name: 'packets' } }, value],
      ['Resource', 'resource', { name: 'memory' }, value],
      ['ContainerResource', 'containerResource', { name: 'cpu', container: 'app' }, value],
      ['External', 'external', { metric: { name: 'queue' } }, value],
    ]),
    [
      '"hits","value",container=""} 10',
      '"packets","value",container=""} 10',
      '"memory","value",container=""} 10',
      '"cpu","value",container="app"} 10',
      '"queue","value",container=""} 10',
    ],
  );
});

test('each amount that is set is a sample, a zero included', () => {
  const amount = { value: '0', averageValue: '1500m', averageUtilization: 0 };
  assert.deepEqual(metrics([['Resource', 'resource', { name: 'cpu' }, amount]]), [
    '"cpu","value",container=""} 0',
    '"cpu","average",container=""} 1.5',
    '"cpu","utilization",container=""} 0',
  ]);
  const nulls = { value: null, averageValue: null, averageUtilization: null };
  assert.deepEqual(metrics([['Resource', 'resource', { name: 'cpu' }, nulls]]), []);
});

test('quantities are rounded up to thousandths', () => {
  const amounts: readonly [quantity: string, value: string][] = [
    ['1n', '0.001'],
    ['0.0001', '0.001'],
    ['2600Mi', '2.7262976e+09'],
    ['3e3', '3000'],
    ['-1500u', '-0.002'],
  ];
  for (const [value, expected] of amounts) {
    assert.deepEqual(metrics([['Pods', 'pods', { metric: { name: 'm' } }, { value }]]), [
      `"m","value",container=""} ${expected}`,
    ]);
  }
});

test('a metric of an unknown type, or without the source of its type, is left out', () => {
  const value = { value: '10' };
  assert.deepEqual(
    metrics([
      ['Resource', 'pods', { metric: { name: 'packets' } }, value],
      ['Object', 'object', null],
      ['Other', 'other', { name: 'x' }, value],
      ['resource', 'resource', { name: 'cpu' }, value],
      ['Resource', 'resource', { name: 'memory' }, value],
    ]),
    ['"memory","value",container=""} 10'],
  );
});

test('text that is no quantity costs its sample, and is counted', () => {
  const resource = { name: 'cpu', target: { value: 'lots', averageValue: '1' } };
  const object = { metadata, spec: { metrics: [{ type: 'Resource', resource }] } };
  const { byFamily, dropped } = renderObject('horizontalpodautoscalers', object);
  assert.equal(byFamily.get('kube_horizontalpodautoscaler_spec_target_metric')?.length, 1);
  assert.equal(dropped.invalid, 1);
});

test('tolerances are not rounded', () => {
  const tolerance = (value: string) =>
    lines('kube_horizontalpodautoscaler_spec_behavior_scale_up_tolerance', {
      metadata,
      spec: { behavior: { scaleUp: { tolerance: value } } },
    });
  assert.deepEqual(tolerance('0.0001'), [`{${base}} 0.0001`]);
  assert.deepEqual(tolerance('0'), [`{${base}} 0`]);
  assert.deepEqual(tolerance('5m'), [`{${base}} 0.005`]);
});
