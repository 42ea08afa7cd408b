import {
  annotations,
  created,
  deleted,
  labels,
  nameLabel,
  namespaceLabel,
  owner,
  uidLabel,
} from './common.ts';
import { resource } from './define.ts';
import { claimVolumesInfo, claimVolumesReadOnly, resourceClaims } from './pod/claims.ts';
import * as conditions from './pod/conditions.ts';
import { containerFamilies, initContainerFamilies } from './pod/containers.ts';
import { pod } from './pod/shape.ts';
import * as spec from './pod/spec.ts';
import * as status from './pod/status.ts';

export const pods = resource({
  name: 'pods',
  kind: 'Pod',
  group: '',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'core.v1.Pod',
  shape: pod,
  baseLabels: [namespaceLabel, nameLabel('pod'), uidLabel],
  families: [
    status.completionTime,
    ...containerFamilies,
    created('pod', 'STABLE'),
    deleted('pod'),
    spec.info,
    status.ips,
    ...initContainerFamilies,
    annotations('pod'),
    labels('pod', 'STABLE'),
    spec.overheadCpu,
    spec.overheadMemory,
    owner('pod', 'STABLE'),
    resourceClaims,
    spec.restartPolicy,
    spec.runtimeClass,
    claimVolumesInfo,
    claimVolumesReadOnly,
    status.startTime,
    status.phase,
    status.qosClass,
    conditions.ready,
    conditions.readyTime,
    conditions.initializedTime,
    conditions.containersReadyTime,
    status.reason,
    conditions.disruptionReason,
    conditions.scheduled,
    conditions.scheduledTime,
    conditions.unschedulable,
    conditions.unscheduledTime,
    spec.tolerations,
    spec.nodeSelectors,
    spec.serviceAccount,
    spec.scheduler,
  ],
});
