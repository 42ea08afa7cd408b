/** What the pod claims beside its containers' resources: persistent volumes and dynamic resources. */
import type { Family } from '../family.ts';
import { gauge, type Pod } from './shape.ts';

export const resourceClaims: Family<Pod> = gauge({
  name: 'kube_pod_resourceclaim_info',
  stability: 'ALPHA',
  help: 'The resource claims of the pod, and the templates that they are made from.',
  labels: ['claim_name', 'resourceclaim_name', 'resourceclaim_template_name'],
  when: 'One sample with value 1 for each entry of spec.resourceClaims that names a claim or a template.',
  reads: ['spec.resourceClaims', 'status.resourceClaimStatuses'],
  render({ spec, status }, samples) {
    for (const { name, resourceClaimName, resourceClaimTemplateName } of spec.resourceClaims) {
      if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) continue;
      // The claim that was made from a template is known by the status alone.
      const made = status.resourceClaimStatuses.find((entry) => entry.name === name);
      samples.add(
        1,
        name,
        resourceClaimName ?? made?.resourceClaimName ?? '',
        resourceClaimTemplateName ?? '',
      );
    }
  },
});

const VOLUME_LABELS = ['volume', 'persistentvolumeclaim', 'ephemeral'] as const;
const VOLUME_READS = ['spec.volumes', 'metadata.name'] as const;

interface ClaimVolume {
  readonly volume: string;
  readonly claim: string;
  readonly ephemeral: 'true' | 'false';
  readonly readOnly: boolean;
}

/** The volumes that are persistent volume claims; one made for the pod is named after both. */
function* claimVolumes({ metadata, spec }: Pod): Generator<ClaimVolume> {
  for (const { name, volumeSource } of spec.volumes) {
    const { persistentVolumeClaim: claim, ephemeral } = volumeSource;
    if (claim !== undefined) {
      yield { volume: name, claim: claim.claimName, ephemeral: 'false', readOnly: claim.readOnly };
    } else if (ephemeral !== undefined) {
      yield { volume: name, claim: `${metadata.name}-${name}`, ephemeral: 'true', readOnly: false };
    }
  }
}

export const claimVolumesInfo: Family<Pod> = gauge({
  name: 'kube_pod_spec_volumes_persistentvolumeclaims_info',
  stability: 'STABLE',
  help: 'The volumes of the pod that are persistent volume claims.',
  labels: VOLUME_LABELS,
  when: 'One sample with value 1 for each entry of spec.volumes that is a persistent volume claim or an ephemeral volume.',
  reads: VOLUME_READS,
  render(pod, samples) {
    for (const { volume, claim, ephemeral } of claimVolumes(pod)) samples.add(1, volume, claim, ephemeral);
  },
});

export const claimVolumesReadOnly: Family<Pod> = gauge({
  name: 'kube_pod_spec_volumes_persistentvolumeclaims_readonly',
  stability: 'STABLE',
  help: 'Whether a persistent volume claim is mounted into the pod for reading only.',
  labels: VOLUME_LABELS,
  when: 'One sample for each entry of spec.volumes that is a persistent volume claim or an ephemeral volume.',
  reads: VOLUME_READS,
  render(pod, samples) {
    for (const { volume, claim, ephemeral, readOnly } of claimVolumes(pod)) {
      samples.add(readOnly, volume, claim, ephemeral);
    }
  },
});
