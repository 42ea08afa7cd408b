import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { shareEncoding } from '../wire/protobuf-encoder.ts';
import { fieldsV1 } from './managed-fields.ts';
import type { Workload } from './plan.ts';

export type ContainerName = 'main' | 'log-shipper' | 'init-schema';

/** An image by its name and by what the name led to. */
export interface Image {
  readonly name: string;
  readonly id: string;
}

function imageOf(name: string): Image {
  const digest = createHash('sha256').update(name).digest('hex');
  return { name, id: `${name.slice(0, name.lastIndexOf(':'))}@sha256:${digest}` };
}

/** What all pods of a workload share. The objects in it are shared by all their bodies: never change one. */
export interface PodTemplate {
  readonly labels: JsonObject;
  readonly containers: readonly JsonObject[];
  readonly initContainers: readonly JsonObject[];
  readonly volumes: readonly JsonObject[];
  readonly tolerations: readonly JsonObject[];
  readonly serviceAccount: string;
  /** By container. */
  readonly images: Readonly<Record<ContainerName, Image>>;
  /** Which fields the controller and the kubelet own. */
  readonly controllerFields: JsonObject;
  readonly kubeletFields: JsonObject;
}

const TOLERATIONS = shareEncoding(
  ['not-ready', 'unreachable'].map((problem) => ({
    key: `node.kubernetes.io/${problem}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
);

const env = (app: string): readonly JsonObject[] => [
  { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
  { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } } },
  { name: 'LOG_LEVEL', value: 'info' },
  { name: 'DATABASE_URL', value: `postgres://db.${app}.svc.cluster.local:5432/${app}?sslmode=require` },
  {
    name: 'FEATURES',
    valueFrom: { configMapKeyRef: { name: `${app}-config`, key: 'features', optional: true } },
  },
  { name: 'API_TOKEN', valueFrom: { secretKeyRef: { name: `${app}-credentials`, key: 'token' } } },
];

const probe = (path: string, initialDelaySeconds: number): JsonObject => ({
  httpGet: { path, port: 'http', scheme: 'HTTP' },
  initialDelaySeconds,
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
});

const SIDECAR = 'registry.example.com/log-shipper:v3.2.1';
const TERMINATION = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' };
const TOKEN_MOUNT = {
  name: 'kube-api-access',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

/** The template of a workload; `claims` tells that each pod has a volume of its own. */
export function podTemplate(workload: Workload): PodTemplate {
  const { name, namespace, index, hash } = workload;
  const app = name;
  const image = `registry.example.com/${app}:v1.${index % 40}.${index % 7}`;
  const labels: JsonObject = {
    app,
    'app.kubernetes.io/component': workload.kind.toLowerCase(),
    'app.kubernetes.io/instance': `${app}-prod`,
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/part-of': namespace,
    'app.kubernetes.io/version': `1.${index % 40}.${index % 7}`,
    'pod-template-hash': hash,
  };
  const containers: readonly JsonObject[] = [
    {
      name: 'main',
      image,
      args: ['--config=/etc/app/config.yaml', '--listen=:8080', `--instance=${app}`],
      ports: [
        { name: 'http', containerPort: 8080, protocol: 'TCP' },
        { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
      ],
      env: env(app),
      resources: {
        limits: { cpu: `${1 + (index % 4)}`, memory: `${512 * (1 + (index % 4))}Mi` },
        requests: { cpu: `${100 * (1 + (index % 5))}m`, memory: `${256 * (1 + (index % 3))}Mi` },
      },
      volumeMounts: [
        { name: 'config', readOnly: true, mountPath: '/etc/app' },
        { name: 'data', mountPath: '/var/lib/app' },
        TOKEN_MOUNT,
      ],
      livenessProbe: probe('/healthz', 15),
      readinessProbe: probe('/readyz', 5),
      ...TERMINATION,
      imagePullPolicy: 'IfNotPresent',
      securityContext: {
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      },
    },
    {
      name: 'log-shipper',
      image: SIDECAR,
      env: [{ name: 'SINK', value: 'https://logs.example.com/ingest' }],
      resources: { limits: { cpu: '200m', memory: '128Mi' }, requests: { cpu: '10m', memory: '40Mi' } },
      volumeMounts: [TOKEN_MOUNT],
      livenessProbe: {
        exec: { command: ['/bin/shipper', 'check'] },
        timeoutSeconds: 1,
        periodSeconds: 30,
        successThreshold: 1,
        failureThreshold: 3,
      },
      ...TERMINATION,
      imagePullPolicy: 'IfNotPresent',
    },
  ];
  const initContainers: readonly JsonObject[] =
    index % 3 !== 0
      ? []
      : [
          {
            name: 'init-schema',
            image,
            args: ['migrate'],
            resources: { limits: { cpu: '1', memory: '64Mi' }, requests: { cpu: '50m', memory: '32Mi' } },
            ...TERMINATION,
            imagePullPolicy: 'IfNotPresent',
          },
        ];
  const volumes: readonly JsonObject[] = [
    { name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } },
    // A stateful set's pods have a claim of this name each, which its pod bodies put in place of it.
    ...(workload.kind === 'StatefulSet' ? [] : [{ name: 'data', emptyDir: {} }]),
    {
      name: 'kube-api-access',
      projected: {
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          {
            downwardAPI: {
              items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
            },
          },
        ],
        defaultMode: 420,
      },
    },
  ];
  return {
    labels,
    containers: shareEncoding(containers),
    initContainers: shareEncoding(initContainers),
    volumes: shareEncoding(volumes),
    tolerations: TOLERATIONS,
    serviceAccount: app,
    images: { main: imageOf(image), 'log-shipper': imageOf(SIDECAR), 'init-schema': imageOf(image) },
    controllerFields: {
      'f:metadata': {
        'f:generateName': {},
        'f:labels': { '.': {}, ...fieldsV1(labels) },
        'f:ownerReferences': { '.': {} },
      },
      'f:spec': CONTROLLER_SPEC,
    },
    kubeletFields: { 'f:status': KUBELET_STATUS },
  };
}

const CONTROLLER_SPEC = fieldsV1({
  containers: ['main', 'log-shipper'].map((name) => ({
    name,
    image: '',
    imagePullPolicy: '',
    resources: { limits: { cpu: '', memory: '' }, requests: { cpu: '', memory: '' } },
    terminationMessagePath: '',
    terminationMessagePolicy: '',
  })),
  dnsPolicy: '',
  restartPolicy: '',
  schedulerName: '',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
});

const KUBELET_STATUS = fieldsV1({
  conditions: ['ContainersReady', 'Ready'].map((type) => ({ type, lastTransitionTime: '', status: '' })),
  containerStatuses: [],
  hostIP: '',
  phase: '',
  podIP: '',
  startTime: '',
});
