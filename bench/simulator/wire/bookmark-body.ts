import type { JsonObject } from '../json.ts';

const template = { metadata: {}, spec: { containers: null } };
const condition = { conditions: null };

/**
 * What a bookmark's object holds besides metadata: the fields that Go writes though they are zero.
 * (`replicas` is 0 rather than absent because the server's internal type has no pointer there.)
 */
const bodies: Readonly<Record<string, JsonObject>> = {
  Pod: { spec: { containers: null }, status: {} },
  Node: {
    spec: {},
    status: {
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '',
        osImage: '',
        containerRuntimeVersion: '',
        kubeletVersion: '',
        kubeProxyVersion: '',
        operatingSystem: '',
        architecture: '',
      },
    },
  },
  Namespace: { spec: {}, status: {} },
  Service: { spec: {}, status: { loadBalancer: {} } },
  PersistentVolume: { spec: {}, status: {} },
  PersistentVolumeClaim: { spec: { resources: {} }, status: {} },
  ResourceQuota: { spec: {}, status: {} },
  LimitRange: { spec: { limits: null } },
  ReplicationController: { spec: { replicas: 0 }, status: { replicas: 0 } },
  Deployment: { spec: { replicas: 0, selector: null, template, strategy: {} }, status: {} },
  ReplicaSet: { spec: { replicas: 0, selector: null }, status: { replicas: 0 } },
  StatefulSet: {
    spec: { replicas: 0, selector: null, template, serviceName: '', updateStrategy: {} },
    status: { replicas: 0, availableReplicas: 0 },
  },
  DaemonSet: {
    spec: { selector: null, template, updateStrategy: {} },
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  },
  Job: { spec: { template }, status: {} },
  CronJob: { spec: { schedule: '', jobTemplate: { metadata: {}, spec: { template } } }, status: {} },
  HorizontalPodAutoscaler: {
    spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 },
    status: { desiredReplicas: 0, currentMetrics: null },
  },
  CertificateSigningRequest: { spec: { request: null, signerName: '' }, status: {} },
  Lease: { spec: {} },
  EndpointSlice: { addressType: '', endpoints: null, ports: null },
  Ingress: { spec: {}, status: { loadBalancer: {} } },
  IngressClass: { spec: {} },
  NetworkPolicy: { spec: {} },
  PodDisruptionBudget: {
    spec: {},
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  },
  ClusterRole: { rules: null },
  Role: { rules: null },
  ClusterRoleBinding: { roleRef: { apiGroup: '', kind: '', name: '' } },
  RoleBinding: { roleRef: { apiGroup: '', kind: '', name: '' } },
  StorageClass: { provisioner: '' },
  VolumeAttachment: { spec: { attacher: '', source: {}, nodeName: '' }, status: { attached: false } },
  ValidatingAdmissionPolicy: { spec: {}, status: {} },
  ValidatingAdmissionPolicyBinding: { spec: {} },
  MutatingAdmissionPolicy: { spec: {} },
  MutatingAdmissionPolicyBinding: { spec: {} },
  CustomResourceDefinition: {
    spec: { group: '', names: { plural: '', kind: '' }, scope: '', versions: null },
    status: { ...condition, acceptedNames: { plural: '', kind: '' }, storedVersions: null },
  },
};

/** The body of a bookmark of a built-in kind. */
export function bookmarkBody(kind: string, resourceVersion: number, annotations?: JsonObject): JsonObject {
  return { metadata: bookmarkMetadata(resourceVersion, annotations), ...bodies[kind] };
}

/** A bookmark's metadata: a version, and the annotation that ends the initial events. */
export function bookmarkMetadata(resourceVersion: number, annotations?: JsonObject): JsonObject {
  return { resourceVersion: String(resourceVersion), ...(annotations !== undefined && { annotations }) };
}
