/** A kind that the server serves, at one version. */
export interface Kind {
  /** What the store knows it by: the plural name; `plural.group` for custom resources. */
  readonly key: string;
  readonly plural: string;
  readonly kind: string;
  /** `''` is the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespaced: boolean;
  /** The protobuf message; `undefined` where there is only JSON. */
  readonly message: string | undefined;
  /** Custom resources have sorted keys, and carry kind and apiVersion in lists too. */
  readonly custom: boolean;
  /** Fields besides name and namespace that a field selector may name. */
  readonly selectable: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Subresources that discovery lists. */
  readonly subresources: readonly string[];
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(kind: Pick<Kind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

type Row = readonly [
  plural: string,
  kind: string,
  scope: 'ns' | 'cluster',
  more?: {
    readonly select?: readonly string[];
    readonly short?: readonly string[];
    readonly categories?: readonly string[];
    readonly sub?: readonly string[];
  },
];

const ALL = ['all'];
const status = ['status'];
const scalable = ['scale', 'status'];

const POD_FIELDS = [
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'spec.hostNetwork',
  'status.phase',
  'status.podIP',
  'status.nominatedNodeName',
];

/** Group, version, package of its messages, and its kinds. */
const GROUPS: readonly (readonly [group: string, version: string, messages: string, rows: readonly Row[]])[] =
  [
    [
      '',
      'v1',
      'core.v1',
      [
        ['configmaps', 'ConfigMap', 'ns', { short: ['cm'] }],
        ['endpoints', 'Endpoints', 'ns', { short: ['ep'] }],
        ['limitranges', 'LimitRange', 'ns', { short: ['limits'] }],
        [
          'namespaces',
          'Namespace',
          'cluster',
          { select: ['status.phase'], short: ['ns'], sub: ['finalize', 'status'] },
        ],
        [
          'nodes',
          'Node',
          'cluster',
          { select: ['spec.unschedulable'], short: ['no'], sub: ['proxy', 'status'] },
        ],
        ['persistentvolumeclaims', 'PersistentVolumeClaim', 'ns', { short: ['pvc'], sub: status }],
        ['persistentvolumes', 'PersistentVolume', 'cluster', { short: ['pv'], sub: status }],
        ['pods', 'Pod', 'ns', { select: POD_FIELDS, short: ['po'], categories: ALL, sub: status }],
        [
          'replicationcontrollers',
          'ReplicationController',
          'ns',
          { select: ['status.replicas'], short: ['rc'], categories: ALL, sub: scalable },
        ],
        ['resourcequotas', 'ResourceQuota', 'ns', { short: ['quota'], sub: status }],
        ['secrets', 'Secret', 'ns', { select: ['type'] }],
        ['serviceaccounts', 'ServiceAccount', 'ns', { short: ['sa'] }],
        [
          'services',
          'Service',
          'ns',
          { select: ['spec.clusterIP', 'spec.type'], short: ['svc'], categories: ALL, sub: status },
        ],
      ],
    ],
    [
      'apps',
      'v1',
      'apps.v1',
      [
        ['daemonsets', 'DaemonSet', 'ns', { short: ['ds'], categories: ALL, sub: status }],
        ['deployments', 'Deployment', 'ns', { short: ['deploy'], categories: ALL, sub: scalable }],
        [
          'replicasets',
          'ReplicaSet',
          'ns',
          { select: ['status.replicas'], short: ['rs'], categories: ALL, sub: scalable },
        ],
        ['statefulsets', 'StatefulSet', 'ns', { short: ['sts'], categories: ALL, sub: scalable }],
      ],
    ],
    [
      'autoscaling',
      'v2',
      'autoscaling.v2',
      [
        [
          'horizontalpodautoscalers',
          'HorizontalPodAutoscaler',
          'ns',
          { short: ['hpa'], categories: ALL, sub: status },
        ],
      ],
    ],
    [
      'batch',
      'v1',
      'batch.v1',
      [
        ['cronjobs', 'CronJob', 'ns', { short: ['cj'], categories: ALL, sub: status }],
        ['jobs', 'Job', 'ns', { select: ['status.successful'], categories: ALL, sub: status }],
      ],
    ],
    [
      'certificates.k8s.io',
      'v1',
      'certificates.v1',
      [
        [
          'certificatesigningrequests',
          'CertificateSigningRequest',
          'cluster',
          { select: ['spec.signerName'], short: ['csr'], sub: ['approval', 'status'] },
        ],
      ],
    ],
    ['coordination.k8s.io', 'v1', 'coordination.v1', [['leases', 'Lease', 'ns']]],
    ['discovery.k8s.io', 'v1', 'discovery.v1', [['endpointslices', 'EndpointSlice', 'ns']]],
    [
      'networking.k8s.io',
      'v1',
      'networking.v1',
      [
        ['ingressclasses', 'IngressClass', 'cluster'],
        ['ingresses', 'Ingress', 'ns', { short: ['ing'], sub: status }],
        ['networkpolicies', 'NetworkPolicy', 'ns', { short: ['netpol'] }],
      ],
    ],
    [
      'policy',
      'v1',
      'policy.v1',
      [['poddisruptionbudgets', 'PodDisruptionBudget', 'ns', { short: ['pdb'], sub: status }]],
    ],
    [
      'rbac.authorization.k8s.io',
      'v1',
      'rbac.v1',
      [
        ['clusterrolebindings', 'ClusterRoleBinding', 'cluster'],
        ['clusterroles', 'ClusterRole', 'cluster'],
        ['rolebindings', 'RoleBinding', 'ns'],
        ['roles', 'Role', 'ns'],
      ],
    ],
    [
      'storage.k8s.io',
      'v1',
      'storage.v1',
      [
        ['storageclasses', 'StorageClass', 'cluster', { short: ['sc'] }],
        ['volumeattachments', 'VolumeAttachment', 'cluster', { sub: status }],
      ],
    ],
    [
      'admissionregistration.k8s.io',
      'v1',
      'admissionregistration.v1',
      [
        [
          'mutatingadmissionpolicies',
          'MutatingAdmissionPolicy',
          'cluster',
          { categories: ['api-extensions'] },
        ],
        [
          'mutatingadmissionpolicybindings',
          'MutatingAdmissionPolicyBinding',
          'cluster',
          { categories: ['api-extensions'] },
        ],
        [
          'mutatingwebhookconfigurations',
          'MutatingWebhookConfiguration',
          'cluster',
          { categories: ['api-extensions'] },
        ],
        [
          'validatingadmissionpolicies',
          'ValidatingAdmissionPolicy',
          'cluster',
          { categories: ['api-extensions'], sub: status },
        ],
        [
          'validatingadmissionpolicybindings',
          'ValidatingAdmissionPolicyBinding',
          'cluster',
          { categories: ['api-extensions'] },
        ],
        [
          'validatingwebhookconfigurations',
          'ValidatingWebhookConfiguration',
          'cluster',
          { categories: ['api-extensions'] },
        ],
      ],
    ],
    // Its messages reach the whole of JSON schema, which no reader of this server asks for in protobuf.
    [
      'apiextensions.k8s.io',
      'v1',
      '',
      [
        [
          'customresourcedefinitions',
          'CustomResourceDefinition',
          'cluster',
          { short: ['crd', 'crds'], categories: ['api-extensions'], sub: status },
        ],
      ],
    ],
  ];

/** The kinds that are always there. */
export const builtinKinds: readonly Kind[] = GROUPS.flatMap(([group, version, messages, rows]) =>
  rows.map(([plural, kind, scope, more = {}]) => ({
    key: plural,
    plural,
    kind,
    group,
    version,
    namespaced: scope === 'ns',
    message: messages === '' ? undefined : `${messages}.${kind}`,
    custom: false,
    selectable: more.select ?? [],
    shortNames: more.short ?? [],
    categories: more.categories ?? [],
    subresources: more.sub ?? [],
  })),
);
