import type { JsonObject } from '../json.ts';
import type { Made, Maker } from './object.ts';
import { at, type Workload } from './plan.ts';
import type { PodTemplate } from './pod-template.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What stands beside a workload: its service, configuration, scaling, budget and storage. */
export function* makeCompanions(workload: Workload, template: PodTemplate, maker: Maker): Iterable<Made> {
  const { namespace, name, index, kind } = workload;
  const meta = (suffix = '', more: JsonObject = {}): JsonObject =>
    maker.metadata(namespace, name + suffix, more);
  yield [
    'configmaps',
    {
      metadata: meta('-config'),
      data: { 'config.yaml': `name: ${name}\nlisten: :8080\n`, features: 'a,b,c' },
    },
  ];
  yield ['serviceaccounts', { metadata: meta() }];
  if (kind === 'Job') return;
  yield [
    'secrets',
    {
      metadata: meta('-credentials'),
      data: { token: base64(`token of ${name}`), user: base64(name) },
      type: index % 8 === 0 ? 'kubernetes.io/basic-auth' : 'Opaque',
    },
  ];
  yield* networking(workload, template, maker);
  if (kind === 'Deployment' && index % 3 === 0)
    yield ['horizontalpodautoscalers', autoscaler(workload, meta())];
  if (kind === 'StatefulSet') yield* storage(workload, maker);
  if (index % 2 === 0)
    yield [
      'poddisruptionbudgets',
      {
        metadata: meta('', { generation: 1 }),
        spec: { selector: { matchLabels: { app: name } }, maxUnavailable: 1 },
        status: {
          observedGeneration: 1,
          disruptionsAllowed: 1,
          currentHealthy: workload.pods,
          desiredHealthy: workload.pods - 1,
          expectedPods: workload.pods,
        },
      },
    ];
}

function* networking(
  { namespace, name, index }: Workload,
  template: PodTemplate,
  maker: Maker,
): Iterable<Made> {
  const clusterIP = `10.96.${(index >> 8) & 255}.${index & 255}`;
  yield [
    'services',
    {
      metadata: maker.metadata(namespace, name, { labels: { ...template.labels } }),
      spec: {
        ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' }],
        selector: { app: name },
        clusterIP,
        clusterIPs: [clusterIP],
        type: index % 20 === 0 ? 'LoadBalancer' : 'ClusterIP',
        sessionAffinity: 'None',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
      },
      status: { loadBalancer: index % 20 === 0 ? { ingress: [{ ip: `192.0.2.${index % 254}` }] } : {} },
    },
  ];
  yield [
    'endpointslices',
    {
      metadata: maker.metadata(namespace, `${name}-slice`, {
        generation: 1,
        labels: { 'kubernetes.io/service-name': name },
      }),
      addressType: 'IPv4',
      endpoints: Array.from({ length: 3 }, (_, i) => ({
        addresses: [`10.64.${index & 255}.${i}`],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: 'node-00000',
        zone: 'eu-west-1a',
      })),
      ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
    },
  ];
  if (index % 5 !== 0) return;
  const host = `${name}.${namespace}.example.com`;
  yield [
    'ingresses',
    {
      metadata: maker.metadata(namespace, name, { generation: 1 }),
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: [host], secretName: `${name}-tls` }],
        rules: [
          {
            host,
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } },
              ],
            },
          },
        ],
      },
      status: { loadBalancer: {} },
    },
  ];
}

function autoscaler({ name, pods, index }: Workload, metadata: JsonObject): JsonObject {
  return {
    metadata,
    spec: {
      scaleTargetRef: { kind: 'Deployment', name, apiVersion: 'apps/v1' },
      minReplicas: 1,
      maxReplicas: pods * 2,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    },
    status: {
      lastScaleTime: at(index),
      currentReplicas: pods,
      desiredReplicas: pods,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageValue: '120m', averageUtilization: 42 } },
        },
      ],
      conditions: [
        {
          type: 'AbleToScale',
          status: 'True',
          lastTransitionTime: at(index),
          reason: 'ReadyForNewScale',
          message: 'recommended size matches current size',
        },
      ],
    },
  };
}

function* storage({ namespace, name, pods }: Workload, maker: Maker): Iterable<Made> {
  for (let ordinal = 0; ordinal < pods; ordinal++) {
    const claim = `data-${name}-${ordinal}`;
    const uid = maker.uid();
    const volumeName = `pvc-${uid}`;
    const size = { storage: '20Gi' };
    yield [
      'persistentvolumeclaims',
      {
        metadata: maker.metadata(namespace, claim, { uid }),
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: size },
          volumeName,
          storageClassName: 'fast',
          volumeMode: 'Filesystem',
        },
        status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: size },
      },
    ];
    yield [
      'persistentvolumes',
      {
        metadata: maker.metadata('', volumeName),
        spec: {
          capacity: size,
          csi: { driver: 'ebs.csi.example.com', volumeHandle: `vol-${uid}`, fsType: 'ext4' },
          accessModes: ['ReadWriteOnce'],
          claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claim, uid, apiVersion: 'v1' },
          persistentVolumeReclaimPolicy: 'Delete',
          storageClassName: 'fast',
          volumeMode: 'Filesystem',
        },
        status: { phase: 'Bound' },
      },
    ];
    yield [
      'volumeattachments',
      {
        metadata: maker.metadata('', `csi-${uid}`),
        spec: {
          attacher: 'ebs.csi.example.com',
          source: { persistentVolumeName: volumeName },
          nodeName: 'node-00000',
        },
        status: { attached: true },
      },
    ];
  }
}
