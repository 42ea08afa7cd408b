import type { Messages } from './notation.ts';

/** Pods and what they are made of. */
export const corePodsMessages: Messages = {
  'core.v1.Affinity':
    '1 nodeAffinity NodeAffinity?, 2 podAffinity PodAffinity?, 3 podAntiAffinity PodAntiAffinity?',
  'core.v1.AppArmorProfile': '1 type string, 2 localhostProfile string?',
  'core.v1.Capabilities': '1 add []string, 2 drop []string',
  'core.v1.ConfigMapEnvSource': '1 localObjectReference ~LocalObjectReference, 2 optional bool?',
  'core.v1.ConfigMapKeySelector':
    '1 localObjectReference ~LocalObjectReference, 2 key string, 3 optional bool?',
  'core.v1.Container': `
    1 name string, 2 image string, 3 command []string, 4 args []string, 5 workingDir string,
    6 ports []ContainerPort, 19 envFrom []EnvFromSource, 7 env []EnvVar, 8 resources ResourceRequirements,
    23 resizePolicy []ContainerResizePolicy, 24 restartPolicy string?,
    25 restartPolicyRules []ContainerRestartRule, 9 volumeMounts []VolumeMount,
    21 volumeDevices []VolumeDevice, 10 livenessProbe Probe?, 11 readinessProbe Probe?,
    22 startupProbe Probe?, 12 lifecycle Lifecycle?, 13 terminationMessagePath string,
    20 terminationMessagePolicy string, 14 imagePullPolicy string, 15 securityContext SecurityContext?,
    16 stdin bool, 17 stdinOnce bool, 18 tty bool`,
  'core.v1.ContainerExtendedResourceRequest':
    '1 containerName string, 2 resourceName string, 3 requestName string',
  'core.v1.ContainerPort':
    '1 name string, 2 hostPort int32, 3 containerPort int32, 4 protocol string, 5 hostIP string',
  'core.v1.ContainerResizePolicy': '1 resourceName string, 2 restartPolicy string',
  'core.v1.ContainerRestartRule': '1 action string, 2 exitCodes ContainerRestartRuleOnExitCodes?',
  'core.v1.ContainerRestartRuleOnExitCodes': '1 operator string, 2 values []int32',
  'core.v1.ContainerState': `
    1 waiting ContainerStateWaiting?, 2 running ContainerStateRunning?,
    3 terminated ContainerStateTerminated?`,
  'core.v1.ContainerStateRunning': '1 startedAt Time',
  'core.v1.ContainerStateTerminated': `
    1 exitCode int32, 2 signal int32, 3 reason string, 4 message string, 5 startedAt Time,
    6 finishedAt Time, 7 containerID string`,
  'core.v1.ContainerStateWaiting': '1 reason string, 2 message string',
  'core.v1.ContainerStatus': `
    1 name string, 2 state ContainerState, 3 lastState ContainerState, 4 ready bool, 5 restartCount int32,
    6 image string, 7 imageID string, 8 containerID string, 9 started bool?,
    10 allocatedResources {}Quantity, 11 resources ResourceRequirements?,
    12 volumeMounts []VolumeMountStatus, 13 user ContainerUser?,
    14 allocatedResourcesStatus []ResourceStatus, 15 stopSignal string?`,
  'core.v1.ContainerUser': '1 linux LinuxContainerUser?',
  'core.v1.EnvFromSource':
    '1 prefix string, 2 configMapRef ConfigMapEnvSource?, 3 secretRef SecretEnvSource?',
  'core.v1.EnvVar': '1 name string, 2 value string, 3 valueFrom EnvVarSource?',
  'core.v1.EnvVarSource': `
    1 fieldRef ObjectFieldSelector?, 2 resourceFieldRef ResourceFieldSelector?,
    3 configMapKeyRef ConfigMapKeySelector?, 4 secretKeyRef SecretKeySelector?,
    5 fileKeyRef FileKeySelector?`,
  'core.v1.EphemeralContainer':
    '1 ephemeralContainerCommon ~EphemeralContainerCommon, 2 targetContainerName string',
  'core.v1.EphemeralContainerCommon': `
    1 name string, 2 image string, 3 command []string, 4 args []string, 5 workingDir string,
    6 ports []ContainerPort, 19 envFrom []EnvFromSource, 7 env []EnvVar, 8 resources ResourceRequirements,
    23 resizePolicy []ContainerResizePolicy, 24 restartPolicy string?,
    25 restartPolicyRules []ContainerRestartRule, 9 volumeMounts []VolumeMount,
    21 volumeDevices []VolumeDevice, 10 livenessProbe Probe?, 11 readinessProbe Probe?,
    22 startupProbe Probe?, 12 lifecycle Lifecycle?, 13 terminationMessagePath string,
    20 terminationMessagePolicy string, 14 imagePullPolicy string, 15 securityContext SecurityContext?,
    16 stdin bool, 17 stdinOnce bool, 18 tty bool`,
  'core.v1.ExecAction': '1 command []string',
  'core.v1.FileKeySelector': '1 volumeName string, 2 path string, 3 key string, 4 optional bool?',
  'core.v1.GRPCAction': '1 port int32, 2 service string?',
  'core.v1.HTTPGetAction':
    '1 path string, 2 port IntOrString, 3 host string, 4 scheme string, 5 httpHeaders []HTTPHeader',
  'core.v1.HTTPHeader': '1 name string, 2 value string',
  'core.v1.HostAlias': '1 ip string, 2 hostnames []string',
  'core.v1.HostIP': '1 ip string',
  'core.v1.ImageVolumeStatus': '1 imageRef string',
  'core.v1.Lifecycle': '1 postStart LifecycleHandler?, 2 preStop LifecycleHandler?, 3 stopSignal string?',
  'core.v1.LifecycleHandler':
    '1 exec ExecAction?, 2 httpGet HTTPGetAction?, 3 tcpSocket TCPSocketAction?, 4 sleep SleepAction?',
  'core.v1.LinuxContainerUser': '1 uid int64, 2 gid int64, 3 supplementalGroups []int64',
  'core.v1.NodeAffinity': `
    1 requiredDuringSchedulingIgnoredDuringExecution NodeSelector?,
    2 preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm`,
  'core.v1.NodeAllocatableResourceClaimStatus':
    '1 resourceClaimName string, 2 containers []string, 3 resources {}Quantity',
  'core.v1.NodeSelector': '1 nodeSelectorTerms []NodeSelectorTerm',
  'core.v1.NodeSelectorRequirement': '1 key string, 2 operator string, 3 values []string',
  'core.v1.NodeSelectorTerm':
    '1 matchExpressions []NodeSelectorRequirement, 2 matchFields []NodeSelectorRequirement',
  'core.v1.ObjectFieldSelector': '1 apiVersion string, 2 fieldPath string',
  'core.v1.Pod': '1 metadata ObjectMeta, 2 spec PodSpec, 3 status PodStatus',
  'core.v1.PodAffinity': `
    1 requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
    2 preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm`,
  'core.v1.PodAffinityTerm': `
    1 labelSelector LabelSelector?, 2 namespaces []string, 3 topologyKey string,
    4 namespaceSelector LabelSelector?, 5 matchLabelKeys []string, 6 mismatchLabelKeys []string`,
  'core.v1.PodAntiAffinity': `
    1 requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
    2 preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm`,
  'core.v1.PodCondition': `
    1 type string, 7 observedGeneration int64, 2 status string, 3 lastProbeTime Time,
    4 lastTransitionTime Time, 5 reason string, 6 message string`,
  'core.v1.PodDNSConfig': '1 nameservers []string, 2 searches []string, 3 options []PodDNSConfigOption',
  'core.v1.PodDNSConfigOption': '1 name string, 2 value string?',
  'core.v1.PodExtendedResourceClaimStatus':
    '1 requestMappings []ContainerExtendedResourceRequest, 2 resourceClaimName string',
  'core.v1.PodIP': '1 ip string',
  'core.v1.PodOS': '1 name string',
  'core.v1.PodReadinessGate': '1 conditionType string',
  'core.v1.PodResourceClaim':
    '1 name string, 3 resourceClaimName string?, 4 resourceClaimTemplateName string?',
  'core.v1.PodResourceClaimStatus': '1 name string, 2 resourceClaimName string?',
  'core.v1.PodSchedulingGate': '1 name string',
  'core.v1.PodSchedulingGroup': '1 podGroupName string?',
  'core.v1.PodSecurityContext': `
    1 seLinuxOptions SELinuxOptions?, 8 windowsOptions WindowsSecurityContextOptions?, 2 runAsUser int64?,
    6 runAsGroup int64?, 3 runAsNonRoot bool?, 4 supplementalGroups []int64,
    12 supplementalGroupsPolicy string?, 5 fsGroup int64?, 7 sysctls []Sysctl,
    9 fsGroupChangePolicy string?, 10 seccompProfile SeccompProfile?, 11 appArmorProfile AppArmorProfile?,
    13 seLinuxChangePolicy string?`,
  'core.v1.PodSpec': `
    1 volumes []Volume, 20 initContainers []Container, 2 containers []Container,
    34 ephemeralContainers []EphemeralContainer, 3 restartPolicy string,
    4 terminationGracePeriodSeconds int64?, 5 activeDeadlineSeconds int64?, 6 dnsPolicy string,
    7 nodeSelector {}string, 8 serviceAccountName string, 9 serviceAccount string, 10 nodeName string,
    11 hostNetwork bool, 12 hostPID bool, 13 hostIPC bool, 14 securityContext PodSecurityContext?,
    15 imagePullSecrets []LocalObjectReference, 16 hostname string, 17 subdomain string,
    18 affinity Affinity?, 19 schedulerName string, 21 automountServiceAccountToken bool?,
    22 tolerations []Toleration, 23 hostAliases []HostAlias, 24 priorityClassName string,
    25 priority int32?, 26 dnsConfig PodDNSConfig?, 27 shareProcessNamespace bool?,
    28 readinessGates []PodReadinessGate, 29 runtimeClassName string?, 30 enableServiceLinks bool?,
    31 preemptionPolicy string?, 32 overhead {}Quantity,
    33 topologySpreadConstraints []TopologySpreadConstraint, 35 setHostnameAsFQDN bool?, 36 os PodOS?,
    37 hostUsers bool?, 38 schedulingGates []PodSchedulingGate, 39 resourceClaims []PodResourceClaim,
    40 resources ResourceRequirements?, 41 hostnameOverride string?, 43 schedulingGroup PodSchedulingGroup?`,
  'core.v1.PodStatus': `
    17 observedGeneration int64, 1 phase string, 2 conditions []PodCondition, 3 message string,
    4 reason string, 11 nominatedNodeName string, 5 hostIP string, 16 hostIPs []HostIP, 6 podIP string,
    12 podIPs []PodIP, 7 startTime Time?, 10 initContainerStatuses []ContainerStatus,
    8 containerStatuses []ContainerStatus, 9 qosClass string,
    13 ephemeralContainerStatuses []ContainerStatus, 14 resize string,
    15 resourceClaimStatuses []PodResourceClaimStatus,
    18 extendedResourceClaimStatus PodExtendedResourceClaimStatus?, 19 allocatedResources {}Quantity,
    20 resources ResourceRequirements?,
    21 nodeAllocatableResourceClaimStatuses []NodeAllocatableResourceClaimStatus`,
  'core.v1.PodTemplateSpec': '1 metadata ObjectMeta, 2 spec PodSpec',
  'core.v1.PreferredSchedulingTerm': '1 weight int32, 2 preference NodeSelectorTerm',
  'core.v1.Probe': `
    1 handler ~ProbeHandler, 2 initialDelaySeconds int32, 3 timeoutSeconds int32, 4 periodSeconds int32,
    5 successThreshold int32, 6 failureThreshold int32, 7 terminationGracePeriodSeconds int64?`,
  'core.v1.ProbeHandler':
    '1 exec ExecAction?, 2 httpGet HTTPGetAction?, 3 tcpSocket TCPSocketAction?, 4 grpc GRPCAction?',
  'core.v1.ResourceClaim': '1 name string, 2 request string',
  'core.v1.ResourceFieldSelector': '1 containerName string, 2 resource string, 3 divisor Quantity',
  'core.v1.ResourceHealth': '1 resourceID string, 2 health string, 6 message string?',
  'core.v1.ResourceRequirements': '1 limits {}Quantity, 2 requests {}Quantity, 3 claims []ResourceClaim',
  'core.v1.ResourceStatus': '1 name string, 2 resources []ResourceHealth',
  'core.v1.SELinuxOptions': '1 user string, 2 role string, 3 type string, 4 level string',
  'core.v1.SeccompProfile': '1 type string, 2 localhostProfile string?',
  'core.v1.SecretEnvSource': '1 localObjectReference ~LocalObjectReference, 2 optional bool?',
  'core.v1.SecretKeySelector': '1 localObjectReference ~LocalObjectReference, 2 key string, 3 optional bool?',
  'core.v1.SecurityContext': `
    1 capabilities Capabilities?, 2 privileged bool?, 3 seLinuxOptions SELinuxOptions?,
    10 windowsOptions WindowsSecurityContextOptions?, 4 runAsUser int64?, 8 runAsGroup int64?,
    5 runAsNonRoot bool?, 6 readOnlyRootFilesystem bool?, 7 allowPrivilegeEscalation bool?,
    9 procMount string?, 11 seccompProfile SeccompProfile?, 12 appArmorProfile AppArmorProfile?`,
  'core.v1.SleepAction': '1 seconds int64',
  'core.v1.Sysctl': '1 name string, 2 value string',
  'core.v1.TCPSocketAction': '1 port IntOrString, 2 host string',
  'core.v1.Toleration':
    '1 key string, 2 operator string, 3 value string, 4 effect string, 5 tolerationSeconds int64?',
  'core.v1.TopologySpreadConstraint': `
    1 maxSkew int32, 2 topologyKey string, 3 whenUnsatisfiable string, 4 labelSelector LabelSelector?,
    5 minDomains int32?, 6 nodeAffinityPolicy string?, 7 nodeTaintsPolicy string?,
    8 matchLabelKeys []string`,
  'core.v1.WeightedPodAffinityTerm': '1 weight int32, 2 podAffinityTerm PodAffinityTerm',
  'core.v1.WindowsSecurityContextOptions': `
    1 gmsaCredentialSpecName string?, 2 gmsaCredentialSpec string?, 3 runAsUserName string?,
    4 hostProcess bool?`,
};
