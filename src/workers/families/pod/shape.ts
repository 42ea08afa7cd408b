import { objectMeta } from '../../shape/meta.ts';
import {
  bool,
  inline,
  int,
  list,
  map,
  message,
  optional,
  quantity,
  string,
  time,
  type Value,
} from '../../shape/shape.ts';
import { rowsOf } from '../define.ts';

const container = message({
  name: [1, string],
  image: [2, string],
  resources: [8, message({ limits: [1, map(quantity)], requests: [2, map(quantity)] })],
  restartPolicy: [24, string],
});

const containerState = message({
  waiting: [1, optional(message({ reason: [1, string] }))],
  running: [2, optional(message({ startedAt: [1, time] }))],
  terminated: [
    3,
    optional(
      message({ exitCode: [1, int], reason: [3, string], startedAt: [5, time], finishedAt: [6, time] }),
    ),
  ],
});

const containerStatus = message({
  name: [1, string],
  state: [2, containerState],
  lastState: [3, containerState],
  ready: [4, bool],
  restartCount: [5, int],
  image: [6, string],
  imageID: [7, string],
  containerID: [8, string],
});

const volumeSource = message({
  persistentVolumeClaim: [10, optional(message({ claimName: [1, string], readOnly: [2, bool] }))],
  /** Looked at for its presence only. */
  ephemeral: [29, optional(message({}))],
});

const toleration = message({
  key: [1, string],
  operator: [2, string],
  value: [3, string],
  effect: [4, string],
  tolerationSeconds: [5, optional(int)],
});

const podCondition = message({
  type: [1, string],
  status: [2, string],
  lastTransitionTime: [4, time],
  reason: [5, string],
});

const podSpec = message({
  volumes: [1, list(message({ name: [1, string], volumeSource: [2, inline(volumeSource)] }))],
  containers: [2, list(container)],
  restartPolicy: [3, string],
  nodeSelector: [7, map(string)],
  serviceAccountName: [8, string],
  nodeName: [10, string],
  hostNetwork: [11, bool],
  schedulerName: [19, string],
  initContainers: [20, list(container)],
  tolerations: [22, list(toleration)],
  priorityClassName: [24, string],
  runtimeClassName: [29, optional(string)],
  overhead: [32, map(quantity)],
  resourceClaims: [
    39,
    list(
      message({
        name: [1, string],
        resourceClaimName: [3, optional(string)],
        resourceClaimTemplateName: [4, optional(string)],
      }),
    ),
  ],
});

const podStatus = message({
  phase: [1, string],
  conditions: [2, list(podCondition)],
  reason: [4, string],
  hostIP: [5, string],
  podIP: [6, string],
  startTime: [7, time],
  containerStatuses: [8, list(containerStatus)],
  qosClass: [9, string],
  initContainerStatuses: [10, list(containerStatus)],
  podIPs: [12, list(message({ ip: [1, string] }))],
  resourceClaimStatuses: [15, list(message({ name: [1, string], resourceClaimName: [2, optional(string)] }))],
});

/** `core.v1.Pod`, as far as families read it. */
export const pod = message({
  metadata: [1, objectMeta],
  spec: [2, podSpec],
  status: [3, podStatus],
});

export type Pod = Value<typeof pod>;
export type ContainerStatus = Value<typeof containerStatus>;
export const { gauge, counter } = rowsOf(pod);
