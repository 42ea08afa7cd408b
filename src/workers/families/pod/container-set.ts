import type { Stability } from '../family.ts';
import type { Pod } from './shape.ts';

/** Which of a pod's containers a family is about: the app's or the init containers. */
export interface ContainerSet {
  /** What its families' names start with. */
  readonly prefix: string;
  /** As people call one of them. */
  readonly words: string;
  readonly spec: 'containers' | 'initContainers';
  readonly status: 'containerStatuses' | 'initContainerStatuses';
  /** Stability of the families that are not yet stable for both sets. */
  readonly stability: Stability;
}

export const appContainers: ContainerSet = {
  prefix: 'kube_pod_container',
  words: 'container',
  spec: 'containers',
  status: 'containerStatuses',
  stability: 'STABLE',
};

export const initContainers: ContainerSet = {
  prefix: 'kube_pod_init_container',
  words: 'init container',
  spec: 'initContainers',
  status: 'initContainerStatuses',
  stability: 'ALPHA',
};

export type ContainerStatuses = Pod['status']['containerStatuses'];
