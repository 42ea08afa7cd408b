import { objectMeta } from '../shape/meta.ts';
import { bool, int, intOrString, list, message, optional, string } from '../shape/shape.ts';
import { annotations, created, deleted, generation, labels, nameLabel, namespaceLabel } from './common.ts';
import { addStatus } from './conditions.ts';
import { resource, rowsOf } from './define.ts';
import { numbersOf } from './numbers.ts';
import { scaledValue } from './scaled-value.ts';

const rollingUpdate = message({
  maxUnavailable: [1, optional(intOrString)],
  maxSurge: [2, optional(intOrString)],
});
const spec = message({
  replicas: [1, optional(int)],
  strategy: [4, message({ rollingUpdate: [2, optional(rollingUpdate)] })],
  paused: [7, bool],
});
const status = message({
  observedGeneration: [1, int],
  replicas: [2, int],
  updatedReplicas: [3, int],
  availableReplicas: [4, int],
  unavailableReplicas: [5, int],
  conditions: [6, list(message({ type: [1, string], status: [2, string], reason: [4, string] }))],
  readyReplicas: [7, int],
  terminatingReplicas: [9, optional(int)],
});
const deployment = message({ metadata: [1, objectMeta], spec: [2, spec], status: [3, status] });

const { gauge } = rowsOf(deployment);
const { always, whereSet } = numbersOf(deployment);

/** What the deployment controller gives as reasons. Any other text is free, and would make series without bound. */
const CONDITION_REASONS: ReadonlySet<string> = new Set([
  '',
  'DeploymentPaused',
  'DeploymentResumed',
  'FoundNewReplicaSet',
  'MinimumReplicasAvailable',
  'MinimumReplicasUnavailable',
  'NewReplicaSetAvailable',
  'NewReplicaSetCreated',
  'ProgressDeadlineExceeded',
  'ReplicaSetCreateError',
  'ReplicaSetUpdated',
]);
const OTHER_REASON = 'unknown';

export const deployments = resource({
  name: 'deployments',
  kind: 'Deployment',
  group: 'apps',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'apps.v1.Deployment',
  shape: deployment,
  baseLabels: [namespaceLabel, nameLabel('deployment')],
  families: [
    gauge({
      name: 'kube_deployment_owner',
      stability: 'ALPHA',
      help: 'The owners of the deployment. Without an owner, there is one sample with empty labels.',
      labels: ['owner_kind', 'owner_name'],
      when: 'One sample with value 1 for each entry of metadata.ownerReferences, or one with empty labels where there is none.',
      reads: ['metadata.ownerReferences.kind', 'metadata.ownerReferences.name'],
      render({ metadata }, samples) {
        if (metadata.ownerReferences.length === 0) samples.add(1, '', '');
        for (const { kind, name } of metadata.ownerReferences) samples.add(1, kind, name);
      },
    }),
    created('deployment', 'STABLE'),
    always({
      name: 'kube_deployment_status_replicas',
      help: 'Number of pods that the deployment has.',
      field: 'status.replicas',
      value: ({ status }) => status.replicas,
    }),
    always({
      name: 'kube_deployment_status_replicas_ready',
      help: 'Number of pods of the deployment that are ready.',
      field: 'status.readyReplicas',
      value: ({ status }) => status.readyReplicas,
    }),
    always({
      name: 'kube_deployment_status_replicas_available',
      help: 'Number of pods of the deployment that have been ready for long enough to count as available.',
      field: 'status.availableReplicas',
      value: ({ status }) => status.availableReplicas,
    }),
    always({
      name: 'kube_deployment_status_replicas_unavailable',
      help: 'Number of pods that the deployment still lacks to be fully available.',
      field: 'status.unavailableReplicas',
      value: ({ status }) => status.unavailableReplicas,
    }),
    always({
      name: 'kube_deployment_status_replicas_updated',
      help: 'Number of pods of the deployment that are made from its present pod template.',
      field: 'status.updatedReplicas',
      value: ({ status }) => status.updatedReplicas,
    }),
    whereSet({
      name: 'kube_deployment_status_terminating_replicas',
      help: 'Number of pods of the deployment that are being deleted and have not gone yet.',
      field: 'status.terminatingReplicas',
      stability: 'ALPHA',
      value: ({ status }) => status.terminatingReplicas,
    }),
    always({
      name: 'kube_deployment_status_observed_generation',
      help: 'Generation of the deployment that its controller has last acted on.',
      field: 'status.observedGeneration',
      value: ({ status }) => status.observedGeneration,
    }),
    gauge({
      name: 'kube_deployment_status_condition',
      stability: 'STABLE',
      help: 'Whether a condition of the deployment is true, false or unknown: 1 for the status that it has, 0 for the others.',
      labels: ['reason', 'condition', 'status'],
      when: `Three samples for each entry of status.conditions, with status true, false and unknown. The reason is \`${OTHER_REASON}\` where it is none that the deployment controller gives.`,
      reads: ['status.conditions'],
      render({ status }, samples) {
        for (const { type, status: value, reason } of status.conditions) {
          // A reason of the wrong type is no reason; it is left for the writer to drop.
          const named = reason === undefined || CONDITION_REASONS.has(reason) ? reason : OTHER_REASON;
          addStatus(samples, value, named, type);
        }
      },
    }),
    whereSet({
      name: 'kube_deployment_spec_replicas',
      help: 'Number of pods that the deployment asks for.',
      field: 'spec.replicas',
      value: ({ spec }) => spec.replicas,
    }),
    gauge({
      name: 'kube_deployment_spec_paused',
      stability: 'STABLE',
      help: 'Whether the deployment is paused, so that its controller rolls nothing out.',
      labels: [],
      when: 'Always one sample, 1 where spec.paused is true, else 0.',
      reads: ['spec.paused'],
      distinct: true,
      render: ({ spec }, samples) => samples.add(spec.paused),
    }),
    gauge({
      name: 'kube_deployment_spec_strategy_rollingupdate_max_unavailable',
      stability: 'STABLE',
      help: 'How many pods of the deployment may be unavailable during a rolling update.',
      labels: [],
      when: 'One sample where spec.replicas and spec.strategy.rollingUpdate.maxUnavailable are set. A percentage is taken of the replicas and rounded down; other text gives no sample.',
      reads: ['spec.replicas', 'spec.strategy.rollingUpdate.maxUnavailable'],
      distinct: true,
      render({ spec }, samples) {
        const value = scaledValue(spec.strategy.rollingUpdate?.maxUnavailable, spec.replicas, Math.floor);
        if (value !== undefined) samples.add(value);
      },
    }),
    gauge({
      name: 'kube_deployment_spec_strategy_rollingupdate_max_surge',
      stability: 'STABLE',
      help: 'How many pods the deployment may have beyond its replicas during a rolling update.',
      labels: [],
      when: 'One sample where spec.replicas and spec.strategy.rollingUpdate.maxSurge are set. A percentage is taken of the replicas and rounded up; other text gives no sample.',
      reads: ['spec.replicas', 'spec.strategy.rollingUpdate.maxSurge'],
      distinct: true,
      render({ spec }, samples) {
        const value = scaledValue(spec.strategy.rollingUpdate?.maxSurge, spec.replicas, Math.ceil);
        if (value !== undefined) samples.add(value);
      },
    }),
    generation('deployment'),
    deleted('deployment'),
    annotations('deployment'),
    labels('deployment', 'STABLE'),
  ],
});
