import { integerValue, milliValue } from '../../kube/quantity.ts';
import type { Family } from '../family.ts';
import { containerResource } from '../quantities.ts';
import { appContainers, type ContainerSet, initContainers } from './container-set.ts';
import { gauge, type Pod } from './shape.ts';

const INFO_LABELS = ['container', 'image_spec', 'image', 'image_id', 'container_id'] as const;
const INFO_STATUS = ['name', 'image', 'imageID', 'containerID'] as const;

export const containerInfo: Family<Pod> = gauge({
  name: 'kube_pod_container_info',
  stability: 'STABLE',
  help: "The images of a container of the pod: the one that was asked for and the one that runs, with the container's id.",
  labels: INFO_LABELS,
  when: 'One sample with value 1 for each container of the spec and each status entry of the same name.',
  reads: infoReads(appContainers),
  render({ spec, status }, samples) {
    for (const container of spec.containers) {
      for (const { name, image, imageID, containerID } of status.containerStatuses) {
        if (name === container.name) samples.add(1, name, container.image, image, imageID, containerID);
      }
    }
  },
});

export const initContainerInfo: Family<Pod> = gauge({
  name: 'kube_pod_init_container_info',
  stability: 'STABLE',
  help: 'The images of an init container of the pod: the one that was asked for and the one that runs, with its id and restart policy.',
  labels: [...INFO_LABELS, 'restart_policy'],
  when: 'One sample with value 1 for each init container of the spec and each status entry of the same name.',
  reads: [...infoReads(initContainers), 'spec.initContainers.restartPolicy'],
  render({ spec, status }, samples) {
    for (const container of spec.initContainers) {
      for (const { name, image, imageID, containerID } of status.initContainerStatuses) {
        if (name !== container.name) continue;
        samples.add(1, name, container.image, image, imageID, containerID, container.restartPolicy);
      }
    }
  },
});

function infoReads({ spec, status }: ContainerSet): readonly string[] {
  return [
    `spec.${spec}.name`,
    `spec.${spec}.image`,
    ...INFO_STATUS.map((field) => `status.${status}.${field}`),
  ];
}

/** `…_resource_limits` and `…_resource_requests`. */
export function containerResources(set: ContainerSet, which: 'limits' | 'requests'): Family<Pod> {
  return gauge({
    name: `${set.prefix}_resource_${which}`,
    stability: set.stability,
    help: `The ${which === 'limits' ? 'most' : 'least'} of a resource that ${article(set.words)} of the pod may count on, in cores, bytes or pieces as the unit says.`,
    labels: ['container', 'node', 'resource', 'unit'],
    when: `One sample for each entry of resources.${which} of each ${set.words} that is cpu, memory, storage, ephemeral-storage, hugepages, an attachable volume or an extended resource.`,
    reads: [`spec.${set.spec}.name`, `spec.${set.spec}.resources.${which}`, 'spec.nodeName'],
    render({ spec }, samples) {
      for (const { name, resources } of spec[set.spec]) {
        for (const [resource, amount] of resources[which]) {
          const known = containerResource(resource);
          if (known === undefined) continue;
          const value = known.unit === 'core' ? milliValue(amount) : integerValue(amount);
          samples.add(value, name, spec.nodeName, known.resource, known.unit);
        }
      }
    },
  });
}

function article(words: string): string {
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
