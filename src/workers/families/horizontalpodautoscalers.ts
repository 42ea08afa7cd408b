import { approximateValue, milliValue } from '../kube/quantity.ts';
import { objectMeta } from '../shape/meta.ts';
import { int, list, message, optional, quantity, string, type Value } from '../shape/shape.ts';
import { annotations, created, deleted, generation, labels, nameLabel, namespaceLabel } from './common.ts';
import { condition, statusConditions } from './conditions.ts';
import { resource, rowsOf } from './define.ts';
import type { Family, Label, Samples } from './family.ts';
import { numbersOf } from './numbers.ts';

/** `autoscaling.v2.MetricTarget`. */
const target = message({
  value: [2, optional(quantity)],
  averageValue: [3, optional(quantity)],
  averageUtilization: [4, optional(int)],
});
/** `autoscaling.v2.MetricValueStatus`: the same, one field number lower. */
const current = message({
  value: [1, optional(quantity)],
  averageValue: [2, optional(quantity)],
  averageUtilization: [3, optional(int)],
});
/** `autoscaling.v2.MetricIdentifier`. */
const identifier = message({ name: [1, string] });

const metricSpec = message({
  type: [1, string],
  object: [2, optional(message({ target: [2, target], metric: [3, identifier] }))],
  pods: [3, optional(message({ metric: [1, identifier], target: [2, target] }))],
  resource: [4, optional(message({ name: [1, string], target: [2, target] }))],
  external: [5, optional(message({ metric: [1, identifier], target: [2, target] }))],
  containerResource: [
    7,
    optional(message({ name: [1, string], target: [2, target], container: [3, string] })),
  ],
});
const metricStatus = message({
  type: [1, string],
  object: [2, optional(message({ metric: [1, identifier], current: [2, current] }))],
  pods: [3, optional(message({ metric: [1, identifier], current: [2, current] }))],
  resource: [4, optional(message({ name: [1, string], current: [2, current] }))],
  external: [5, optional(message({ metric: [1, identifier], current: [2, current] }))],
  containerResource: [
    7,
    optional(message({ name: [1, string], current: [2, current], container: [3, string] })),
  ],
});
const scalingRules = optional(message({ tolerance: [4, optional(quantity)] }));
const spec = message({
  scaleTargetRef: [1, message({ kind: [1, string], name: [2, string], apiVersion: [3, string] })],
  minReplicas: [2, optional(int)],
  maxReplicas: [3, int],
  metrics: [4, list(metricSpec)],
  behavior: [5, optional(message({ scaleUp: [1, scalingRules], scaleDown: [2, scalingRules] }))],
});
const status = message({
  currentReplicas: [3, int],
  desiredReplicas: [4, int],
  currentMetrics: [5, list(metricStatus)],
  conditions: [6, list(condition)],
});
const autoscaler = message({ metadata: [1, objectMeta], spec: [2, spec], status: [3, status] });
type Autoscaler = Value<typeof autoscaler>;

const { gauge } = rowsOf(autoscaler);
const { always } = numbersOf(autoscaler);

/** What a metric is called, and the amounts that are asked for or measured. */
interface Amounts {
  readonly name: string;
  /** Empty for all types but ContainerResource. */
  readonly container: string;
  readonly value: Value<typeof current>;
}

/** A metric of the spec; `undefined` for a type that is not known, or that has no source. */
function asked(metric: Value<typeof metricSpec>): Amounts | undefined {
  const { type, object, pods, resource, external, containerResource } = metric;
  switch (type) {
    case 'Object':
      return object && { name: object.metric.name, container: '', value: object.target };
    case 'Pods':
      return pods && { name: pods.metric.name, container: '', value: pods.target };
    case 'Resource':
      return resource && { name: resource.name, container: '', value: resource.target };
    case 'ContainerResource':
      return containerResource && { ...containerResource, value: containerResource.target };
    case 'External':
      return external && { name: external.metric.name, container: '', value: external.target };
    default:
      return undefined;
  }
}

/** The same of the status. */
function measured(metric: Value<typeof metricStatus>): Amounts | undefined {
  const { type, object, pods, resource, external, containerResource } = metric;
  switch (type) {
    case 'Object':
      return object && { name: object.metric.name, container: '', value: object.current };
    case 'Pods':
      return pods && { name: pods.metric.name, container: '', value: pods.current };
    case 'Resource':
      return resource && { name: resource.name, container: '', value: resource.current };
    case 'ContainerResource':
      return containerResource && { ...containerResource, value: containerResource.current };
    case 'External':
      return external && { name: external.metric.name, container: '', value: external.current };
    default:
      return undefined;
  }
}

const METRIC_LABELS = ['metric_name', 'metric_target_type', 'container'];
const METRIC_WHEN =
  'One sample for each of its value (`value`), average value (`average`) and average utilization (`utilization`) that is set. The container is empty for all but metrics of type ContainerResource. A metric of unknown type, or without the source that its type names, is left out.';

function addAmounts(samples: Samples, amounts: Amounts | undefined): void {
  if (amounts === undefined) return;
  const { name, container } = amounts;
  const { value, averageValue, averageUtilization } = amounts.value;
  if (value !== undefined) samples.add(milliValue(value), name, 'value', container);
  if (averageValue !== undefined) samples.add(milliValue(averageValue), name, 'average', container);
  if (averageUtilization !== undefined) samples.add(averageUtilization, name, 'utilization', container);
}

function tolerance(direction: 'up' | 'down', field: 'scaleUp' | 'scaleDown'): Family<Autoscaler> {
  return gauge({
    name: `kube_horizontalpodautoscaler_spec_behavior_scale_${direction}_tolerance`,
    stability: 'ALPHA',
    help: `How far a metric may be from its target before the autoscaler scales ${direction}, as a ratio.`,
    labels: [],
    when: `One sample where spec.behavior.${field}.tolerance is set.`,
    reads: [`spec.behavior.${field}.tolerance`],
    distinct: true,
    render({ spec }, samples) {
      const value = spec.behavior?.[field]?.tolerance;
      if (value !== undefined) samples.add(approximateValue(value));
    },
  });
}

export const horizontalpodautoscalers = resource({
  name: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  group: 'autoscaling',
  version: 'v2',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'autoscaling.v2.HorizontalPodAutoscaler',
  shape: autoscaler,
  baseLabels: [namespaceLabel, nameLabel('horizontalpodautoscaler')],
  families: [
    gauge({
      name: 'kube_horizontalpodautoscaler_info',
      stability: 'ALPHA',
      help: 'Information about the autoscaler: the object that it scales.',
      labels: ['scaletargetref_api_version', 'scaletargetref_kind', 'scaletargetref_name'],
      when: 'Always one sample with value 1. The label for the API version is left out where it is empty.',
      reads: ['spec.scaleTargetRef'],
      distinct: true,
      render({ spec: { scaleTargetRef } }, samples) {
        const { apiVersion, kind, name } = scaleTargetRef;
        const version: Label[] = apiVersion === '' ? [] : [['scaletargetref_api_version', apiVersion]];
        samples.addNamed(1, [...version, ['scaletargetref_kind', kind], ['scaletargetref_name', name]]);
      },
    }),
    generation('horizontalpodautoscaler'),
    always({
      name: 'kube_horizontalpodautoscaler_spec_max_replicas',
      help: 'The most replicas that the autoscaler may ask for.',
      field: 'spec.maxReplicas',
      value: ({ spec }) => spec.maxReplicas,
    }),
    gauge({
      name: 'kube_horizontalpodautoscaler_spec_min_replicas',
      stability: 'STABLE',
      help: 'The fewest replicas that the autoscaler may ask for.',
      labels: [],
      when: 'Always one sample, the value of spec.minReplicas, which is 1 where it is absent.',
      reads: ['spec.minReplicas'],
      distinct: true,
      render: ({ spec }, samples) => samples.add(spec.minReplicas ?? 1),
    }),
    gauge({
      name: 'kube_horizontalpodautoscaler_spec_target_metric',
      stability: 'ALPHA',
      help: 'What the autoscaler wants a metric to be.',
      labels: METRIC_LABELS,
      when: `The target of each entry of spec.metrics. ${METRIC_WHEN}`,
      reads: ['spec.metrics'],
      render({ spec }, samples) {
        for (const metric of spec.metrics) addAmounts(samples, asked(metric));
      },
    }),
    tolerance('down', 'scaleDown'),
    tolerance('up', 'scaleUp'),
    gauge({
      name: 'kube_horizontalpodautoscaler_status_target_metric',
      stability: 'STABLE',
      help: 'What the autoscaler last found a metric to be.',
      labels: METRIC_LABELS,
      when: `The current amount of each entry of status.currentMetrics. ${METRIC_WHEN}`,
      reads: ['status.currentMetrics'],
      render({ status }, samples) {
        for (const metric of status.currentMetrics) addAmounts(samples, measured(metric));
      },
    }),
    always({
      name: 'kube_horizontalpodautoscaler_status_current_replicas',
      help: 'Number of replicas that the autoscaler last found.',
      field: 'status.currentReplicas',
      value: ({ status }) => status.currentReplicas,
    }),
    always({
      name: 'kube_horizontalpodautoscaler_status_desired_replicas',
      help: 'Number of replicas that the autoscaler last asked for.',
      field: 'status.desiredReplicas',
      value: ({ status }) => status.desiredReplicas,
    }),
    annotations('horizontalpodautoscaler'),
    labels('horizontalpodautoscaler', 'STABLE'),
    statusConditions('horizontalpodautoscaler', 'STABLE'),
    created('horizontalpodautoscaler', 'ALPHA'),
    deleted('horizontalpodautoscaler'),
  ],
});
