import type { JsonObject } from '../json.ts';
import type { Made, Maker } from './object.ts';
import { at, Sort, type Workload } from './plan.ts';
import type { PodTemplate } from './pod-template.ts';
import { uidOf } from './random.ts';

/** The objects of one workload, its pods left out. */
export function* makeWorkload(workload: Workload, template: PodTemplate, maker: Maker): Iterable<Made> {
  const { namespace, name, uid, pods, index } = workload;
  const metadata = (more: JsonObject = {}): JsonObject =>
    maker.metadata(namespace, name, {
      uid,
      generation: 1 + (index % 5),
      labels: { ...template.labels },
      ...more,
    });
  const selector = { matchLabels: { app: name } };
  const pod = {
    metadata: { labels: { ...template.labels } },
    spec: {
      volumes: template.volumes,
      containers: template.containers,
      restartPolicy: workload.kind === 'Job' ? 'Never' : 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: template.serviceAccount,
      serviceAccount: template.serviceAccount,
      securityContext: { fsGroup: 1000 },
      schedulerName: 'default-scheduler',
    },
  };
  const observed = { observedGeneration: 1 + (index % 5) };
  switch (workload.kind) {
    case 'Deployment':
      yield [
        'deployments',
        {
          metadata: metadata({ annotations: { 'deployment.kubernetes.io/revision': '2' } }),
          spec: {
            replicas: pods,
            selector,
            template: pod,
            strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
            revisionHistoryLimit: 10,
            progressDeadlineSeconds: 600,
          },
          status: {
            ...observed,
            replicas: pods,
            updatedReplicas: pods,
            readyReplicas: pods,
            availableReplicas: pods,
            conditions: ['Progressing', 'Available'].map((type) => ({
              type,
              status: 'True',
              lastUpdateTime: at(index),
              lastTransitionTime: at(index),
              reason: type === 'Available' ? 'MinimumReplicasAvailable' : 'NewReplicaSetAvailable',
              message: 'Deployment has what it needs.',
            })),
          },
        },
      ];
      yield* replicaSets(workload, template, maker, pod);
      return;
    case 'StatefulSet':
      yield [
        'statefulsets',
        {
          metadata: metadata(),
          spec: {
            replicas: pods,
            selector,
            template: pod,
            volumeClaimTemplates: [
              {
                metadata: { name: 'data' },
                spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } },
                status: { phase: 'Pending' },
              },
            ],
            serviceName: name,
            podManagementPolicy: 'OrderedReady',
            updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
            revisionHistoryLimit: 10,
            persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          },
          status: {
            ...observed,
            replicas: pods,
            readyReplicas: pods,
            currentReplicas: pods,
            updatedReplicas: pods,
            currentRevision: `${name}-1`,
            updateRevision: `${name}-1`,
            collisionCount: 0,
            availableReplicas: pods,
          },
        },
      ];
      return;
    case 'DaemonSet':
      yield [
        'daemonsets',
        {
          metadata: metadata(),
          spec: {
            selector,
            template: pod,
            updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
            revisionHistoryLimit: 10,
          },
          status: {
            currentNumberScheduled: pods,
            numberMisscheduled: 0,
            desiredNumberScheduled: pods,
            numberReady: pods,
            ...observed,
            updatedNumberScheduled: pods,
            numberAvailable: pods,
          },
        },
      ];
      return;
    case 'Job':
      yield [
        'jobs',
        {
          metadata: metadata(),
          spec: {
            parallelism: 1,
            completions: 1,
            backoffLimit: 6,
            selector,
            template: pod,
            completionMode: 'NonIndexed',
            suspend: false,
            podReplacementPolicy: 'TerminatingOrFailed',
          },
          status: {
            conditions: [
              {
                type: 'Complete',
                status: 'True',
                lastProbeTime: at(index + 60),
                lastTransitionTime: at(index + 60),
                reason: 'CompletionsReached',
                message: 'Reached expected number of succeeded pods',
              },
            ],
            startTime: at(index),
            completionTime: at(index + 60),
            succeeded: pods,
            uncountedTerminatedPods: {},
            ready: 0,
          },
        },
      ];
      if (index % 4 === 0) yield ['cronjobs', cronJob(workload, maker, pod)];
  }
}

/** The one in use, and one of the revision before. */
function* replicaSets(
  workload: Workload,
  template: PodTemplate,
  maker: Maker,
  pod: JsonObject,
): Iterable<Made> {
  const { namespace, name, uid, owner, pods, index } = workload;
  const sets = [
    { name: owner.name, uid: owner.uid, replicas: pods },
    {
      name: `${name}-bbbbb${owner.name.slice(-5)}`,
      uid: uidOf(maker.seed, Sort.owner, 1_000_000 + index),
      replicas: 0,
    },
  ];
  for (const set of sets) {
    const { replicas } = set;
    const counts =
      replicas === 0
        ? {}
        : { fullyLabeledReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
    yield [
      'replicasets',
      {
        metadata: maker.metadata(namespace, set.name, {
          uid: set.uid,
          generation: 1,
          labels: { ...template.labels },
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name,
              uid,
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        }),
        spec: {
          replicas,
          selector: { matchLabels: { app: name, 'pod-template-hash': workload.hash } },
          template: pod,
        },
        status: { replicas, ...counts, observedGeneration: 1 },
      },
    ];
  }
}

function cronJob({ namespace, name, index }: Workload, maker: Maker, pod: JsonObject): JsonObject {
  return {
    metadata: maker.metadata(namespace, name, { generation: 1 }),
    spec: {
      schedule: `${index % 60} */${1 + (index % 6)} * * *`,
      concurrencyPolicy: 'Forbid',
      suspend: index % 16 === 0,
      jobTemplate: { metadata: {}, spec: { template: pod } },
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    },
    status: { lastScheduleTime: at(index), lastSuccessfulTime: at(index + 60) },
  };
}
