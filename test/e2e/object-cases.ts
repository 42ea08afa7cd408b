import type { JsonObject } from '../../bench/simulator/json.ts';

/** A sample that has to be there: its name, some of its labels, its value. */
export interface Expected {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** `undefined`: any. */
  readonly value?: number;
}

/**
 * An object of one resource and what it is to look like. What is written is what controllers,
 * where there are any, leave alone: pods of no scheduler, paused deployments, no replicas.
 */
export interface ObjectCase {
  readonly resource: string;
  readonly clusterScoped?: true;
  /** The label that has the object's name. */
  readonly label: string;
  /** Without name and namespace. */
  readonly object: JsonObject;
  readonly status?: JsonObject;
  readonly first: readonly Expected[];
  /** A merge patch: of the status where there is a `status`, else of the object. */
  readonly change: JsonObject;
  /** After the change. */
  readonly later: readonly Expected[];
}

const TEAM = { metadata: { labels: { team: 'blue', secret: 'unlisted' } } };

const RENAME = { metadata: { labels: { team: 'green' } } };

const meta = (family: string): readonly Expected[] => [
  { name: `${family}_created` },
  { name: `${family}_labels`, labels: { label_team: 'blue' }, value: 1 },
];
const renamed = (family: string): Expected => ({
  name: `${family}_labels`,
  labels: { label_team: 'green' },
  value: 1,
});

const container = { name: 'main', image: 'registry.example.com/app:1' };

function podStatus(phase: string, restartCount: number): JsonObject {
  return {
    phase,
    startTime: '2026-01-02T03:04:05Z',
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [
      {
        name: 'main',
        image: container.image,
        imageID: 'id-1',
        ready: true,
        restartCount,
        state: { running: { startedAt: '2026-01-02T03:04:06Z' } },
      },
    ],
  };
}

export const OBJECT_CASES: readonly ObjectCase[] = [
  {
    resource: 'pods',
    label: 'pod',
    object: {
      ...TEAM,
      spec: {
        schedulerName: 'nobody.example.com',
        restartPolicy: 'Always',
        containers: [{ ...container, resources: { requests: { cpu: '250m', memory: '64Mi' } } }],
      },
    },
    status: podStatus('Running', 3),
    first: [
      { name: 'kube_pod_info' },
      { name: 'kube_pod_labels', labels: { label_team: 'blue' }, value: 1 },
      { name: 'kube_pod_status_phase', labels: { phase: 'Running' }, value: 1 },
      { name: 'kube_pod_start_time', value: 1_767_323_045 },
      { name: 'kube_pod_container_status_restarts_total', labels: { container: 'main' }, value: 3 },
      {
        name: 'kube_pod_container_resource_requests',
        labels: { container: 'main', resource: 'cpu', unit: 'core' },
        value: 0.25,
      },
    ],
    change: podStatus('Failed', 4),
    later: [
      { name: 'kube_pod_status_phase', labels: { phase: 'Failed' }, value: 1 },
      { name: 'kube_pod_status_phase', labels: { phase: 'Running' }, value: 0 },
      { name: 'kube_pod_container_status_restarts_total', labels: { container: 'main' }, value: 4 },
    ],
  },
  {
    resource: 'nodes',
    clusterScoped: true,
    label: 'node',
    object: { ...TEAM, spec: { unschedulable: false, providerID: 'example://node' } },
    first: [
      ...meta('kube_node'),
      { name: 'kube_node_spec_unschedulable', value: 0 },
      { name: 'kube_node_info', labels: { provider_id: 'example://node' }, value: 1 },
    ],
    change: { ...RENAME, spec: { unschedulable: true } },
    later: [renamed('kube_node'), { name: 'kube_node_spec_unschedulable', value: 1 }],
  },
  {
    resource: 'namespaces',
    clusterScoped: true,
    label: 'namespace',
    object: TEAM,
    first: [
      ...meta('kube_namespace'),
      { name: 'kube_namespace_status_phase', labels: { phase: 'Active' }, value: 1 },
    ],
    change: RENAME,
    later: [renamed('kube_namespace')],
  },
  {
    resource: 'deployments',
    label: 'deployment',
    object: {
      ...TEAM,
      spec: {
        paused: true,
        replicas: 2,
        selector: { matchLabels: { app: 'x' } },
        template: { metadata: { labels: { app: 'x' } }, spec: { containers: [container] } },
      },
    },
    first: [
      ...meta('kube_deployment'),
      { name: 'kube_deployment_spec_replicas', value: 2 },
      { name: 'kube_deployment_spec_paused', value: 1 },
    ],
    change: { ...RENAME, spec: { replicas: 5 } },
    later: [
      renamed('kube_deployment'),
      { name: 'kube_deployment_spec_replicas', value: 5 },
      { name: 'kube_deployment_metadata_generation', value: 2 },
    ],
  },
  {
    resource: 'replicasets',
    label: 'replicaset',
    object: {
      ...TEAM,
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'y' } },
        template: { metadata: { labels: { app: 'y' } }, spec: { containers: [container] } },
      },
    },
    first: [
      ...meta('kube_replicaset'),
      { name: 'kube_replicaset_spec_replicas', value: 0 },
      { name: 'kube_replicaset_metadata_generation', value: 1 },
    ],
    change: { ...RENAME, spec: { minReadySeconds: 7 } },
    later: [renamed('kube_replicaset'), { name: 'kube_replicaset_metadata_generation', value: 2 }],
  },
  {
    resource: 'services',
    label: 'service',
    object: { ...TEAM, spec: { type: 'ExternalName', externalName: 'one.example.com' } },
    first: [
      ...meta('kube_service'),
      { name: 'kube_service_info', labels: { external_name: 'one.example.com' }, value: 1 },
      { name: 'kube_service_spec_type', labels: { type: 'ExternalName' }, value: 1 },
    ],
    change: { ...RENAME, spec: { externalName: 'two.example.com' } },
    later: [
      renamed('kube_service'),
      { name: 'kube_service_info', labels: { external_name: 'two.example.com' }, value: 1 },
    ],
  },
  {
    resource: 'configmaps',
    label: 'configmap',
    object: { ...TEAM, data: { key: 'value' } },
    first: [...meta('kube_configmap'), { name: 'kube_configmap_info', value: 1 }],
    change: RENAME,
    later: [renamed('kube_configmap')],
  },
  {
    resource: 'secrets',
    label: 'secret',
    object: { ...TEAM, type: 'example.com/token', stringData: { key: 'value' } },
    first: [
      ...meta('kube_secret'),
      { name: 'kube_secret_type', labels: { type: 'example.com/token' }, value: 1 },
    ],
    change: RENAME,
    later: [renamed('kube_secret')],
  },
  {
    resource: 'leases',
    label: 'lease',
    object: {
      spec: {
        holderIdentity: 'first',
        leaseDurationSeconds: 15,
        renewTime: '2026-01-02T03:04:05.000000Z',
      },
    },
    first: [
      { name: 'kube_lease_owner', labels: { lease_holder: 'first' }, value: 1 },
      { name: 'kube_lease_renew_time', value: 1_767_323_045 },
    ],
    change: { spec: { holderIdentity: 'second', renewTime: '2026-01-02T03:05:05.000000Z' } },
    later: [
      { name: 'kube_lease_owner', labels: { lease_holder: 'second' }, value: 1 },
      { name: 'kube_lease_renew_time', value: 1_767_323_105 },
    ],
  },
];
