import type { Made, Maker } from './object.ts';
import { at, type Plan, Sort } from './plan.ts';
import { uidOf } from './random.ts';

/** Namespaces with what each has, and the few objects that a cluster has once. */
export function* makeFixtures(plan: Plan, maker: Maker): Iterable<Made> {
  for (const [index, name] of [...plan.namespaces, 'kube-node-lease'].entries()) {
    yield [
      'namespaces',
      {
        metadata: maker.metadata('', name, {
          uid: uidOf(plan.size.seed, Sort.namespace, index),
          labels: { 'kubernetes.io/metadata.name': name },
        }),
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
    ];
    yield* inNamespace(name, maker);
  }
  yield* onceInACluster(maker);
}

function* inNamespace(namespace: string, maker: Maker): Iterable<Made> {
  const hard = {
    'limits.cpu': '400',
    'limits.memory': '800Gi',
    pods: '1000',
    'requests.cpu': '200',
    'requests.memory': '400Gi',
  };
  const used = {
    'limits.cpu': '100',
    'limits.memory': '200Gi',
    pods: '250',
    'requests.cpu': '50',
    'requests.memory': '100Gi',
  };
  yield [
    'configmaps',
    {
      metadata: maker.metadata(namespace, 'kube-root-ca.crt', { labels: {} }),
      data: { 'ca.crt': 'not a certificate' },
    },
  ];
  yield ['serviceaccounts', { metadata: maker.metadata(namespace, 'default', { labels: {} }) }];
  yield [
    'resourcequotas',
    { metadata: maker.metadata(namespace, 'quota'), spec: { hard }, status: { hard, used } },
  ];
  yield [
    'limitranges',
    {
      metadata: maker.metadata(namespace, 'limits'),
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m', memory: '256Mi' },
            defaultRequest: { cpu: '50m', memory: '64Mi' },
          },
        ],
      },
    },
  ];
  yield [
    'networkpolicies',
    {
      metadata: maker.metadata(namespace, 'default-deny', { generation: 1 }),
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    },
  ];
  yield [
    'roles',
    {
      metadata: maker.metadata(namespace, 'reader'),
      rules: [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods'] }],
    },
  ];
  yield [
    'rolebindings',
    {
      metadata: maker.metadata(namespace, 'readers'),
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    },
  ];
}

const ROLE_REF = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'platform-view' };
const RULES = [
  { operations: ['CREATE'], apiGroups: ['*'], apiVersions: ['*'], resources: ['pods'], scope: '*' },
];

function* onceInACluster(maker: Maker): Iterable<Made> {
  const webhook = {
    name: 'policy.example.com',
    clientConfig: { service: { namespace: 'kube-system', name: 'policy', path: '/admit', port: 443 } },
    rules: RULES,
    failurePolicy: 'Ignore',
    matchPolicy: 'Equivalent',
    sideEffects: 'None',
    timeoutSeconds: 5,
    admissionReviewVersions: ['v1'],
  };
  yield [
    'validatingwebhookconfigurations',
    { metadata: maker.metadata('', 'policy', { generation: 1 }), webhooks: [webhook] },
  ];
  yield [
    'mutatingwebhookconfigurations',
    {
      metadata: maker.metadata('', 'policy', { generation: 1 }),
      webhooks: [{ ...webhook, reinvocationPolicy: 'Never' }],
    },
  ];
  yield [
    'clusterroles',
    {
      metadata: maker.metadata('', 'platform-view'),
      rules: [{ verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] }],
    },
  ];
  yield [
    'clusterrolebindings',
    {
      metadata: maker.metadata('', 'platform-view'),
      subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'platform' }],
      roleRef: ROLE_REF,
    },
  ];
  yield [
    'ingressclasses',
    {
      metadata: maker.metadata('', 'nginx', { generation: 1 }),
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
  ];
  yield [
    'storageclasses',
    {
      metadata: maker.metadata('', 'fast'),
      provisioner: 'ebs.csi.example.com',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
    },
  ];
  yield [
    'certificatesigningrequests',
    {
      metadata: maker.metadata('', 'csr-1'),
      spec: {
        request: Buffer.from('not a request').toString('base64'),
        signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
        usages: ['digital signature', 'client auth'],
        username: 'system:bootstrap:abc',
        groups: ['system:bootstrappers'],
      },
      status: {
        conditions: [
          {
            type: 'Approved',
            status: 'True',
            reason: 'AutoApproved',
            message: 'approved',
            lastUpdateTime: at(1),
            lastTransitionTime: at(1),
          },
        ],
        certificate: Buffer.from('not a certificate').toString('base64'),
      },
    },
  ];
}
