import type { Messages } from './notation.ts';

/** Certificates, leases, disruption budgets, RBAC and storage. */
export const smallMessages: Messages = {
  'certificates.v1.CertificateSigningRequest':
    '1 metadata ObjectMeta, 2 spec CertificateSigningRequestSpec, 3 status CertificateSigningRequestStatus',
  'certificates.v1.CertificateSigningRequestCondition': `
    1 type string, 6 status string, 2 reason string, 3 message string, 4 lastUpdateTime Time,
    5 lastTransitionTime Time`,
  'certificates.v1.CertificateSigningRequestSpec': `
    1 request bytes, 7 signerName string, 8 expirationSeconds int32?, 5 usages []string, 2 username string,
    3 uid string, 4 groups []string, 6 extra {}ExtraValue`,
  'certificates.v1.CertificateSigningRequestStatus':
    '1 conditions []CertificateSigningRequestCondition, 2 certificate bytes',
  'certificates.v1.ExtraValue': '1 items []string',
  'coordination.v1.Lease': '1 metadata ObjectMeta, 2 spec LeaseSpec',
  'coordination.v1.LeaseSpec': `
    1 holderIdentity string?, 2 leaseDurationSeconds int32?, 3 acquireTime MicroTime?,
    4 renewTime MicroTime?, 5 leaseTransitions int32?, 6 strategy string?, 7 preferredHolder string?`,
  'policy.v1.PodDisruptionBudget':
    '1 metadata ObjectMeta, 2 spec PodDisruptionBudgetSpec, 3 status PodDisruptionBudgetStatus',
  'policy.v1.PodDisruptionBudgetSpec': `
    1 minAvailable IntOrString?, 2 selector LabelSelector?, 3 maxUnavailable IntOrString?,
    4 unhealthyPodEvictionPolicy string?`,
  'policy.v1.PodDisruptionBudgetStatus': `
    1 observedGeneration int64, 2 disruptedPods {}Time, 3 disruptionsAllowed int32, 4 currentHealthy int32,
    5 desiredHealthy int32, 6 expectedPods int32, 7 conditions []Condition`,
  'rbac.v1.AggregationRule': '1 clusterRoleSelectors []LabelSelector',
  'rbac.v1.ClusterRole': '1 metadata ObjectMeta, 2 rules []PolicyRule, 3 aggregationRule AggregationRule?',
  'rbac.v1.ClusterRoleBinding': '1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef',
  'rbac.v1.PolicyRule': `
    1 verbs []string, 2 apiGroups []string, 3 resources []string, 4 resourceNames []string,
    5 nonResourceURLs []string`,
  'rbac.v1.Role': '1 metadata ObjectMeta, 2 rules []PolicyRule',
  'rbac.v1.RoleBinding': '1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef',
  'rbac.v1.RoleRef': '1 apiGroup string, 2 kind string, 3 name string',
  'rbac.v1.Subject': '1 kind string, 2 apiGroup string, 3 name string, 4 namespace string',
  'storage.v1.StorageClass': `
    1 metadata ObjectMeta, 2 provisioner string, 3 parameters {}string, 4 reclaimPolicy string?,
    5 mountOptions []string, 6 allowVolumeExpansion bool?, 7 volumeBindingMode string?,
    8 allowedTopologies []core.v1.TopologySelectorTerm`,
  'storage.v1.VolumeAttachment':
    '1 metadata ObjectMeta, 2 spec VolumeAttachmentSpec, 3 status VolumeAttachmentStatus',
  'storage.v1.VolumeAttachmentSource':
    '1 persistentVolumeName string?, 2 inlineVolumeSpec core.v1.PersistentVolumeSpec?',
  'storage.v1.VolumeAttachmentSpec': '1 attacher string, 2 source VolumeAttachmentSource, 3 nodeName string',
  'storage.v1.VolumeAttachmentStatus':
    '1 attached bool, 2 attachmentMetadata {}string, 3 attachError VolumeError?, 4 detachError VolumeError?',
  'storage.v1.VolumeError': '1 time Time, 2 message string, 3 errorCode int32?',
};
