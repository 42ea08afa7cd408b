import type { Messages } from './notation.ts';

/** The other kinds of the core group. */
export const coreObjectsMessages: Messages = {
  'core.v1.ClientIPConfig': '1 timeoutSeconds int32?',
  'core.v1.ConfigMap': '1 metadata ObjectMeta, 4 immutable bool?, 2 data {}string, 3 binaryData {}bytes',
  'core.v1.EndpointAddress':
    '1 ip string, 2 targetRef ObjectReference?, 3 hostname string, 4 nodeName string?',
  'core.v1.EndpointPort': '1 name string, 2 port int32, 3 protocol string, 4 appProtocol string?',
  'core.v1.EndpointSubset':
    '1 addresses []EndpointAddress, 2 notReadyAddresses []EndpointAddress, 3 ports []EndpointPort',
  'core.v1.Endpoints': '1 metadata ObjectMeta, 2 subsets []EndpointSubset',
  'core.v1.LimitRange': '1 metadata ObjectMeta, 2 spec LimitRangeSpec',
  'core.v1.LimitRangeItem': `
    1 type string, 2 max {}Quantity, 3 min {}Quantity, 4 default {}Quantity, 5 defaultRequest {}Quantity,
    6 maxLimitRequestRatio {}Quantity`,
  'core.v1.LimitRangeSpec': '1 limits []LimitRangeItem',
  'core.v1.LoadBalancerIngress': '1 ip string, 2 hostname string, 3 ipMode string?, 4 ports []PortStatus',
  'core.v1.LoadBalancerStatus': '1 ingress []LoadBalancerIngress',
  'core.v1.LocalObjectReference': '1 name string',
  'core.v1.Namespace': '1 metadata ObjectMeta, 2 spec NamespaceSpec, 3 status NamespaceStatus',
  'core.v1.NamespaceCondition':
    '1 type string, 2 status string, 4 lastTransitionTime Time, 5 reason string, 6 message string',
  'core.v1.NamespaceSpec': '1 finalizers []string',
  'core.v1.NamespaceStatus': '1 phase string, 2 conditions []NamespaceCondition',
  'core.v1.ObjectReference': `
    1 kind string, 2 namespace string, 3 name string, 4 uid string, 5 apiVersion string,
    6 resourceVersion string, 7 fieldPath string`,
  'core.v1.PortStatus': '1 port int32, 2 protocol string, 3 error string?',
  'core.v1.ReplicationController':
    '1 metadata ObjectMeta, 2 spec ReplicationControllerSpec, 3 status ReplicationControllerStatus',
  'core.v1.ReplicationControllerCondition':
    '1 type string, 2 status string, 3 lastTransitionTime Time, 4 reason string, 5 message string',
  'core.v1.ReplicationControllerSpec':
    '1 replicas int32?, 4 minReadySeconds int32, 2 selector {}string, 3 template PodTemplateSpec?',
  'core.v1.ReplicationControllerStatus': `
    1 replicas int32, 2 fullyLabeledReplicas int32, 3 observedGeneration int64, 4 readyReplicas int32,
    5 availableReplicas int32, 6 conditions []ReplicationControllerCondition`,
  'core.v1.ResourceQuota': '1 metadata ObjectMeta, 2 spec ResourceQuotaSpec, 3 status ResourceQuotaStatus',
  'core.v1.ResourceQuotaSpec': '1 hard {}Quantity, 2 scopes []string, 3 scopeSelector ScopeSelector?',
  'core.v1.ResourceQuotaStatus': '1 hard {}Quantity, 2 used {}Quantity',
  'core.v1.ScopeSelector': '1 matchExpressions []ScopedResourceSelectorRequirement',
  'core.v1.ScopedResourceSelectorRequirement': '1 scopeName string, 2 operator string, 3 values []string',
  'core.v1.Secret':
    '1 metadata ObjectMeta, 5 immutable bool?, 2 data {}bytes, 4 stringData {}string, 3 type string',
  'core.v1.Service': '1 metadata ObjectMeta, 2 spec ServiceSpec, 3 status ServiceStatus',
  'core.v1.ServiceAccount': `
    1 metadata ObjectMeta, 2 secrets []ObjectReference, 3 imagePullSecrets []LocalObjectReference,
    4 automountServiceAccountToken bool?`,
  'core.v1.ServicePort': `
    1 name string, 2 protocol string, 6 appProtocol string?, 3 port int32, 4 targetPort IntOrString,
    5 nodePort int32`,
  'core.v1.ServiceSpec': `
    1 ports []ServicePort, 2 selector {}string, 3 clusterIP string, 18 clusterIPs []string, 4 type string,
    5 externalIPs []string, 7 sessionAffinity string, 8 loadBalancerIP string,
    9 loadBalancerSourceRanges []string, 10 externalName string, 11 externalTrafficPolicy string,
    12 healthCheckNodePort int32, 13 publishNotReadyAddresses bool,
    14 sessionAffinityConfig SessionAffinityConfig?, 19 ipFamilies []string, 17 ipFamilyPolicy string?,
    20 allocateLoadBalancerNodePorts bool?, 21 loadBalancerClass string?, 22 internalTrafficPolicy string?,
    23 trafficDistribution string?`,
  'core.v1.ServiceStatus': '1 loadBalancer LoadBalancerStatus, 2 conditions []Condition',
  'core.v1.SessionAffinityConfig': '1 clientIP ClientIPConfig?',
};
