import type { Messages } from './notation.ts';

/** HorizontalPodAutoscalers. */
export const autoscalingMessages: Messages = {
  'autoscaling.v2.ContainerResourceMetricSource': '1 name string, 2 target MetricTarget, 3 container string',
  'autoscaling.v2.ContainerResourceMetricStatus':
    '1 name string, 2 current MetricValueStatus, 3 container string',
  'autoscaling.v2.CrossVersionObjectReference': '1 kind string, 2 name string, 3 apiVersion string',
  'autoscaling.v2.ExternalMetricSource': '1 metric MetricIdentifier, 2 target MetricTarget',
  'autoscaling.v2.ExternalMetricStatus': '1 metric MetricIdentifier, 2 current MetricValueStatus',
  'autoscaling.v2.HPAScalingPolicy': '1 type string, 2 value int32, 3 periodSeconds int32',
  'autoscaling.v2.HPAScalingRules': `
    3 stabilizationWindowSeconds int32?, 1 selectPolicy string?, 2 policies []HPAScalingPolicy,
    4 tolerance Quantity?`,
  'autoscaling.v2.HorizontalPodAutoscaler':
    '1 metadata ObjectMeta, 2 spec HorizontalPodAutoscalerSpec, 3 status HorizontalPodAutoscalerStatus',
  'autoscaling.v2.HorizontalPodAutoscalerBehavior':
    '1 scaleUp HPAScalingRules?, 2 scaleDown HPAScalingRules?',
  'autoscaling.v2.HorizontalPodAutoscalerCondition':
    '1 type string, 2 status string, 3 lastTransitionTime Time, 4 reason string, 5 message string',
  'autoscaling.v2.HorizontalPodAutoscalerSpec': `
    1 scaleTargetRef CrossVersionObjectReference, 2 minReplicas int32?, 3 maxReplicas int32,
    4 metrics []MetricSpec, 5 behavior HorizontalPodAutoscalerBehavior?`,
  'autoscaling.v2.HorizontalPodAutoscalerStatus': `
    1 observedGeneration int64?, 2 lastScaleTime Time?, 3 currentReplicas int32, 4 desiredReplicas int32,
    5 currentMetrics []MetricStatus, 6 conditions []HorizontalPodAutoscalerCondition`,
  'autoscaling.v2.MetricIdentifier': '1 name string, 2 selector LabelSelector?',
  'autoscaling.v2.MetricSpec': `
    1 type string, 2 object ObjectMetricSource?, 3 pods PodsMetricSource?, 4 resource ResourceMetricSource?,
    7 containerResource ContainerResourceMetricSource?, 5 external ExternalMetricSource?`,
  'autoscaling.v2.MetricStatus': `
    1 type string, 2 object ObjectMetricStatus?, 3 pods PodsMetricStatus?, 4 resource ResourceMetricStatus?,
    7 containerResource ContainerResourceMetricStatus?, 5 external ExternalMetricStatus?`,
  'autoscaling.v2.MetricTarget':
    '1 type string, 2 value Quantity?, 3 averageValue Quantity?, 4 averageUtilization int32?',
  'autoscaling.v2.MetricValueStatus':
    '1 value Quantity?, 2 averageValue Quantity?, 3 averageUtilization int32?',
  'autoscaling.v2.ObjectMetricSource':
    '1 describedObject CrossVersionObjectReference, 2 target MetricTarget, 3 metric MetricIdentifier',
  'autoscaling.v2.ObjectMetricStatus':
    '1 metric MetricIdentifier, 2 current MetricValueStatus, 3 describedObject CrossVersionObjectReference',
  'autoscaling.v2.PodsMetricSource': '1 metric MetricIdentifier, 2 target MetricTarget',
  'autoscaling.v2.PodsMetricStatus': '1 metric MetricIdentifier, 2 current MetricValueStatus',
  'autoscaling.v2.ResourceMetricSource': '1 name string, 2 target MetricTarget',
  'autoscaling.v2.ResourceMetricStatus': '1 name string, 2 current MetricValueStatus',
};
