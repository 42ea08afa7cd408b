import type { Family } from '../family.ts';
import { containerInfo, containerResources, initContainerInfo } from './container-info.ts';
import { appContainers, type ContainerSet, initContainers } from './container-set.ts';
import { containerStatus } from './container-status.ts';
import type { Pod } from './shape.ts';

/** All families of the app's containers, in emission order. */
export const containerFamilies: readonly Family<Pod>[] = familiesOf(appContainers, containerInfo);

/** The same for init containers. */
export const initContainerFamilies: readonly Family<Pod>[] = familiesOf(initContainers, initContainerInfo);

function familiesOf(set: ContainerSet, info: Family<Pod>): readonly Family<Pod>[] {
  return [
    info,
    containerResources(set, 'limits'),
    containerResources(set, 'requests'),
    ...containerStatus(set),
  ];
}
