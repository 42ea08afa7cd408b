/** Pods as an API server of a busy cluster sends them: what Deployments' replicas look like at rest. */

const HEX = '0123456789abcdef';

/** A uid that follows from a number. */
function uid(seed: number): string {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return HEX.charAt(state >>> 28);
  });
}

function time(index: number, offset: number): string {
  return new Date(1_700_000_000_000 + (index * 37 + offset) * 1000).toISOString().replace('.000Z', 'Z');
}

function container(name: string, index: number) {
  return {
    name,
    image: `registry.example.com/team-${index % 40}/${name}:v1.${index % 17}.3`,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'UPSTREAM', value: `http://backend-${index % 300}.svc.cluster.local:8080/api` },
    ],
    resources: {
      limits: { cpu: '2', memory: '1Gi' },
      requests: { cpu: '250m', memory: '512Mi' },
    },
    volumeMounts: [
      { name: 'config', mountPath: '/etc/config' },
      { name: 'token', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
    livenessProbe: {
      httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
    },
    readinessProbe: {
      httpGet: { path: '/ready', port: 'http', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

function status(name: string, index: number, state: unknown) {
  const digest = uid(index * 7 + name.length)
    .replaceAll('-', '')
    .repeat(2);
  return {
    name,
    state,
    lastState: {},
    ready: true,
    restartCount: index % 5,
    image: `registry.example.com/team-${index % 40}/${name}:v1.${index % 17}.3`,
    imageID: `registry.example.com/team-${index % 40}/${name}@sha256:${digest}`,
    containerID: `containerd://${digest}`,
    started: true,
  };
}

function managedFields(index: number) {
  const owned = Object.fromEntries(
    ['PodIP', 'PodIPs', 'startTime', 'phase', 'hostIP', 'containerStatuses'].map((name) => [`f:${name}`, {}]),
  );
  const conditions = Object.fromEntries(
    ['Ready', 'Initialized', 'ContainersReady', 'PodReadyToStartContainers'].map((type) => [
      `k:{"type":"${type}"}`,
      { '.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} },
    ]),
  );
  return [
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      apiVersion: 'v1',
      time: time(index, 0),
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:metadata': {
          'f:generateName': {},
          'f:labels': { '.': {}, 'f:app': {}, 'f:pod-template-hash': {} },
        },
        'f:spec': {
          'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:env': {}, 'f:image': {}, 'f:resources': {} } },
        },
      },
    },
    {
      manager: 'kubelet',
      operation: 'Update',
      apiVersion: 'v1',
      time: time(index, 9),
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:status': { ...owned, 'f:conditions': conditions } },
      subresource: 'status',
    },
  ];
}

/** Two containers and an init container, all conditions met, owned by a replica set. */
export function pod(index: number): unknown {
  const app = `service-${index % 2000}`;
  const name = `${app}-6d4b75cb6d-${uid(index).slice(0, 5)}`;
  const running = { running: { startedAt: time(index, 8) } };
  return {
    metadata: {
      name,
      generateName: `${app}-6d4b75cb6d-`,
      namespace: `team-${index % 40}`,
      uid: uid(index),
      resourceVersion: `${10_000_000 + index}`,
      creationTimestamp: time(index, 0),
      labels: { app, 'app.kubernetes.io/name': app, 'pod-template-hash': '6d4b75cb6d', tier: 'backend' },
      annotations: { 'prometheus.io/scrape': 'true', 'checksum/config': uid(index % 2000) },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${app}-6d4b75cb6d`,
          uid: uid(index % 2000),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: managedFields(index),
    },
    spec: {
      volumes: [
        { name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } },
        { name: 'cache', persistentVolumeClaim: { claimName: `${app}-cache` } },
        {
          name: 'token',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            ],
            defaultMode: 420,
          },
        },
      ],
      initContainers: [container('init', index)],
      containers: [container('app', index), container('sidecar', index)],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      serviceAccountName: app,
      serviceAccount: app,
      nodeName: `node-${index % 500}`,
      securityContext: { runAsNonRoot: true },
      schedulerName: 'default-scheduler',
      tolerations: [
        {
          key: 'node.kubernetes.io/not-ready',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        },
        {
          key: 'node.kubernetes.io/unreachable',
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        },
      ],
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: 'Running',
      conditions: [
        'PodReadyToStartContainers',
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ].map((type, i) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: time(index, i) })),
      hostIP: `10.0.${index % 250}.${(index >> 8) % 250}`,
      hostIPs: [{ ip: `10.0.${index % 250}.${(index >> 8) % 250}` }],
      podIP: `10.1.${index % 250}.${(index >> 8) % 250}`,
      podIPs: [{ ip: `10.1.${index % 250}.${(index >> 8) % 250}` }],
      startTime: time(index, 1),
      initContainerStatuses: [
        status('init', index, {
          terminated: {
            exitCode: 0,
            reason: 'Completed',
            startedAt: time(index, 3),
            finishedAt: time(index, 5),
            containerID: `containerd://${uid(index).replaceAll('-', '').repeat(2)}`,
          },
        }),
      ],
      containerStatuses: [status('app', index, running), status('sidecar', index, running)],
      qosClass: 'Burstable',
    },
  };
}
