import { fieldOf, type Item } from '../item.ts';
import type { JsonObject } from '../json.ts';
import { managedBy } from './managed-fields.ts';
import { at, Sort, type Workload } from './plan.ts';
import type { ContainerName, PodTemplate } from './pod-template.ts';
import { suffixOf, uidOf } from './random.ts';

/** Says which version of a pod an object shows; also in other places, see `PodItem`. */
export const VERSION_ANNOTATION = 'simulator.example.com/version';
/** A label that only label changes change. */
export const REVISION_LABEL = 'simulator.example.com/revision';

/** What all pods of one workload hold on to. */
export interface PodFamily {
  readonly workload: Workload;
  readonly template: PodTemplate;
  readonly seed: number;
}

/** What may differ between the versions of one pod. */
export interface PodState {
  readonly node: string;
  /** Index of the node, for addresses. */
  readonly nodeIndex: number;
  /** Counts the changes of the pod. */
  readonly version: number;
  /** Counts the changes of its labels. */
  readonly revision: number;
  readonly resourceVersion: number;
}

/**
 * A pod as a small record whose body is built when asked for.
 *
 * Everything that changes with `version` says which one it is, so that a reader can tell whether
 * several metric families come from one object:
 *   - the annotation `simulator.example.com/version` is `version`;
 *   - `restartCount` of the first container is `version`;
 *   - the Ready condition's `lastTransitionTime` and the first container's `startedAt` are the
 *     pod's creation plus `version` seconds;
 *   - phase and readiness follow from it: see `phaseOf` and `isReady`.
 */
export class PodItem implements Item {
  readonly family: PodFamily;
  /** Unique in the cluster, and the order of creation. */
  readonly serial: number;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly state: PodState;

  constructor(family: PodFamily, serial: number, ordinal: number, state: PodState) {
    this.family = family;
    this.serial = serial;
    this.state = state;
    const { owner, kind, namespace } = family.workload;
    this.namespace = namespace;
    this.name = kind === 'StatefulSet' ? `${owner.name}-${ordinal}` : `${owner.name}-${suffixOf(serial)}`;
    this.uid = uidOf(family.seed, Sort.pod, serial);
  }

  get resourceVersion(): number {
    return this.state.resourceVersion;
  }

  withVersion(resourceVersion: number): PodItem {
    return this.with({ resourceVersion });
  }

  /** The same pod with some of its state changed. */
  with(change: Partial<PodState>): PodItem {
    const copy: PodItem = Object.create(PodItem.prototype);
    return Object.assign(copy, this, { state: { ...this.state, ...change } });
  }

  field(path: string): string {
    if (path === 'spec.nodeName') return this.state.node;
    if (path === 'status.phase') return phaseOf(this);
    return fieldOf(this, path);
  }

  body(): JsonObject {
    return { metadata: metadataOf(this), spec: specOf(this), status: statusOf(this) };
  }
}

/** Versions with this remainder by 8 wait for their containers; jobs' pods have run to their end. */
const PENDING_REMAINDER = 7;
/** Versions with this remainder by 4 crash. */
const CRASHING_REMAINDER = 3;

/** `status.phase` of a pod at its version. */
export function phaseOf({ family, state }: PodItem): 'Running' | 'Pending' | 'Succeeded' {
  if (family.workload.kind === 'Job') return 'Succeeded';
  return state.version % 8 === PENDING_REMAINDER ? 'Pending' : 'Running';
}

/** Whether the Ready condition is True at its version. */
export function isReady(pod: PodItem): boolean {
  return phaseOf(pod) === 'Running' && pod.state.version % 4 !== CRASHING_REMAINDER;
}

/** Pods are created one a second, in the order of their serials, over and over for a day. */
const DAY_SECONDS = 86_400;
const createdAt = (pod: PodItem): number => pod.serial % DAY_SECONDS;
/** What `version` dates. */
const changedAt = (pod: PodItem): number => createdAt(pod) + pod.state.version;

function metadataOf(pod: PodItem): JsonObject {
  const { workload, template } = pod.family;
  const { owner } = workload;
  const created = at(createdAt(pod));
  const { app, ...labels } = template.labels;
  return {
    name: pod.name,
    generateName: `${owner.name}-`,
    namespace: pod.namespace,
    uid: pod.uid,
    resourceVersion: String(pod.resourceVersion),
    generation: 1,
    creationTimestamp: created,
    labels: { app, ...labels, [REVISION_LABEL]: `r${pod.state.revision}` },
    annotations: {
      'checksum/config': workload.hash,
      'prometheus.io/port': '9090',
      'prometheus.io/scrape': 'true',
      [VERSION_ANNOTATION]: String(pod.state.version),
    },
    ownerReferences: [
      {
        apiVersion: owner.apiVersion,
        kind: owner.kind,
        name: owner.name,
        uid: owner.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: [
      managedBy('kube-controller-manager', 'v1', created, template.controllerFields),
      managedBy('kubelet', 'v1', at(changedAt(pod)), template.kubeletFields, 'status'),
    ],
  };
}

function specOf({ family, state, name }: PodItem): JsonObject {
  const { template, workload } = family;
  const claim = { name: 'data', persistentVolumeClaim: { claimName: `data-${name}` } };
  return {
    volumes: workload.kind === 'StatefulSet' ? [...template.volumes, claim] : template.volumes,
    ...(template.initContainers.length > 0 && { initContainers: template.initContainers }),
    containers: template.containers,
    restartPolicy: workload.kind === 'Job' ? 'Never' : 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: template.serviceAccount,
    serviceAccount: template.serviceAccount,
    nodeName: state.node,
    securityContext: { fsGroup: 1000 },
    schedulerName: 'default-scheduler',
    tolerations: template.tolerations,
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

function statusOf(pod: PodItem): JsonObject {
  const created = createdAt(pod);
  const phase = phaseOf(pod);
  const ready = isReady(pod);
  const { nodeIndex } = pod.state;
  const podIP = `10.${64 + ((pod.serial >> 16) & 63)}.${(pod.serial >> 8) & 255}.${pod.serial & 255}`;
  const hostIP = `10.0.${nodeIndex >> 8}.${nodeIndex & 255}`;
  const condition = (type: string, status: boolean, seconds: number, reason = ''): JsonObject => ({
    type,
    observedGeneration: 1,
    status: status ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: at(seconds),
    ...(reason !== '' && { reason }),
    ...(reason !== '' && { message: `containers are not ready: ${reason}` }),
  });
  const why = phase === 'Succeeded' ? 'PodCompleted' : ready ? '' : 'ContainersNotReady';
  return {
    observedGeneration: 1,
    phase,
    conditions: [
      condition('PodReadyToStartContainers', phase !== 'Succeeded', created + 1),
      condition('Initialized', true, created + 1),
      condition('Ready', ready, changedAt(pod), why),
      condition('ContainersReady', ready, changedAt(pod), why),
      condition('PodScheduled', true, created),
    ],
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: at(created),
    ...(pod.family.template.initContainers.length > 0 && { initContainerStatuses: [initStatus(pod)] }),
    containerStatuses: [containerStatus(pod, 'main'), containerStatus(pod, 'log-shipper')],
    qosClass: 'Burstable',
  };
}

/** The lives of a container count in its id. */
function idsOf(pod: PodItem, name: ContainerName, life: number): JsonObject & { containerID: string } {
  const { name: image, id: imageID } = pod.family.template.images[name];
  const which = name.length.toString(16).padStart(2, '0') + life.toString(16).padStart(30, '0');
  return { image, imageID, containerID: `containerd://${pod.uid.replaceAll('-', '')}${which}` };
}

function terminated(
  reason: string,
  exitCode: number,
  from: number,
  to: number,
  containerID: string,
): JsonObject {
  return { terminated: { exitCode, reason, startedAt: at(from), finishedAt: at(to), containerID } };
}

function initStatus(pod: PodItem): JsonObject {
  const created = createdAt(pod);
  const ids = idsOf(pod, 'init-schema', 0);
  return {
    name: 'init-schema',
    state: terminated('Completed', 0, created, created + 1, ids.containerID),
    lastState: {},
    ready: true,
    restartCount: 0,
    ...ids,
    started: false,
  };
}

/** The first container carries the version; the second runs from the beginning. */
function containerStatus(pod: PodItem, name: 'main' | 'log-shipper'): JsonObject {
  const version = name === 'main' ? pod.state.version : 0;
  const ids = idsOf(pod, name, version);
  const state = containerState(pod, name, ids.containerID);
  const up = 'running' in state;
  const lastState =
    version === 0
      ? {}
      : terminated('Error', 1, createdAt(pod), changedAt(pod), idsOf(pod, name, version - 1).containerID);
  return { name, state, lastState, ready: up, restartCount: version, ...ids, started: up };
}

function containerState(pod: PodItem, name: string, containerID: string): JsonObject {
  const phase = phaseOf(pod);
  const start = name === 'main' ? changedAt(pod) : createdAt(pod);
  if (phase === 'Succeeded')
    return terminated('Completed', 0, createdAt(pod), changedAt(pod) + 60, containerID);
  if (phase === 'Pending') return { waiting: { reason: 'ContainerCreating' } };
  if (name === 'log-shipper' || isReady(pod)) return { running: { startedAt: at(start) } };
  const message = `back-off 10s restarting failed container=main pod=${pod.name}`;
  return { waiting: { reason: 'CrashLoopBackOff', message } };
}
