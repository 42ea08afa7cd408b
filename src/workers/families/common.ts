/** Rows that many resources have, and the labels that they start with: all from `metadata`. */
import { objectMeta } from '../shape/meta.ts';
import { message, type Value } from '../shape/shape.ts';
import { parseFloat64 } from '../text/parse-float.ts';
import { rowsOf } from './define.ts';
import type { BaseLabel, Family, Samples, Stability } from './family.ts';

export type Meta = Value<typeof objectMeta>;
export interface HasMetadata {
  readonly metadata: Meta;
}

const { gauge } = rowsOf(message({ metadata: [1, objectMeta] }));

export const namespaceLabel: BaseLabel<HasMetadata> = {
  label: 'namespace',
  reads: 'metadata.namespace',
  value: ({ metadata }) => metadata.namespace,
};

/** The object's name, under the label that the resource has for it. */
export function nameLabel(label: string): BaseLabel<HasMetadata> {
  return { label, reads: 'metadata.name', value: ({ metadata }) => metadata.name };
}

export const uidLabel: BaseLabel<HasMetadata> = {
  label: 'uid',
  reads: 'metadata.uid',
  value: ({ metadata }) => metadata.uid,
};

/** `kube_<noun>_created`. */
export function created(noun: string, stability: Stability): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_created`,
    stability,
    help: 'When the object was created, as a unix time in seconds.',
    labels: [],
    when: 'One sample where metadata.creationTimestamp is set.',
    reads: ['metadata.creationTimestamp'],
    distinct: true,
    render: ({ metadata }, samples) => addTime(samples, metadata.creationTimestamp),
  });
}

/** `kube_<noun>_deletion_timestamp`. */
export function deleted(noun: string, stability: Stability = 'ALPHA'): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_deletion_timestamp`,
    stability,
    help: 'When the deletion of the object was asked for, with its grace period added, as a unix time in seconds.',
    labels: [],
    when: 'One sample where metadata.deletionTimestamp is set.',
    reads: ['metadata.deletionTimestamp'],
    distinct: true,
    render: ({ metadata }, samples) => addTime(samples, metadata.deletionTimestamp),
  });
}

/** `kube_<noun>_labels`. */
export function labels(noun: string, stability: Stability = 'ALPHA'): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_labels`,
    stability,
    help: 'The Kubernetes labels of the object that the allow-list of labels selects, as labels of one sample.',
    labels: ['label_<key>'],
    when: 'One sample with value 1 where an allow-list of labels applies to the resource, even if it selects no label of the object.',
    reads: ['metadata.labels'],
    distinct: true,
    render({ metadata }, samples, context) {
      if (context.labels !== undefined) samples.addNamed(1, context.labels(metadata.labels));
    },
  });
}

/** `kube_<noun>_annotations`. */
export function annotations(noun: string, stability: Stability = 'ALPHA'): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_annotations`,
    stability,
    help: 'The Kubernetes annotations of the object that the allow-list of annotations selects, as labels of one sample.',
    labels: ['annotation_<key>'],
    when: 'One sample with value 1 where an allow-list of annotations applies to the resource, even if it selects no annotation of the object.',
    reads: ['metadata.annotations'],
    distinct: true,
    render({ metadata }, samples, context) {
      if (context.annotations !== undefined) samples.addNamed(1, context.annotations(metadata.annotations));
    },
  });
}

/** `kube_<noun>_info` where it has no labels of its own: one sample says that the object exists. */
export function info(noun: string, stability: Stability): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_info`,
    stability,
    help: 'That the object exists, with the labels that identify it.',
    labels: [],
    when: 'Always one sample with value 1.',
    reads: [],
    distinct: true,
    render: (_object, samples) => samples.add(1),
  });
}

/** `kube_<noun>_metadata_resource_version`. */
export function resourceVersion(noun: string, stability: Stability = 'ALPHA'): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_metadata_resource_version`,
    stability,
    help: 'The resource version of the object, as a number.',
    labels: [],
    when: 'One sample where metadata.resourceVersion reads as a number.',
    reads: ['metadata.resourceVersion'],
    distinct: true,
    render({ metadata }, samples) {
      if (metadata.resourceVersion === undefined) return samples.add(undefined);
      const version = parseFloat64(metadata.resourceVersion);
      if (version !== undefined) samples.add(version);
    },
  });
}

/** `kube_<noun>_metadata_generation`. */
export function generation(noun: string, stability: Stability = 'STABLE'): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_metadata_generation`,
    stability,
    help: 'How often the desired state of the object has changed: the number of its generation.',
    labels: [],
    when: 'Always one sample.',
    reads: ['metadata.generation'],
    distinct: true,
    render: ({ metadata }, samples) => samples.add(metadata.generation),
  });
}

/** `kube_<noun>_owner`, one sample for each owner; one with empty labels where there is none. */
export function owner(noun: string, stability: Stability): Family<HasMetadata> {
  return gauge({
    name: `kube_${noun}_owner`,
    stability,
    help: 'The owners of the object. Without an owner, there is one sample with empty labels.',
    labels: ['owner_kind', 'owner_name', 'owner_is_controller'],
    when: 'One sample with value 1 for each entry of metadata.ownerReferences, or one with empty labels where there is none.',
    reads: [
      'metadata.ownerReferences.kind',
      'metadata.ownerReferences.name',
      'metadata.ownerReferences.controller',
    ],
    render({ metadata }, samples) {
      if (metadata.ownerReferences.length === 0) samples.add(1, '', '', '');
      for (const reference of metadata.ownerReferences) {
        samples.add(1, reference.kind, reference.name, text(reference.controller ?? false));
      }
    },
  });
}

/** A boolean as a label value; `undefined`, a value of the wrong type, stays so. */
export function text(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'true' : 'false';
}

/** A sample where the time is set, none where it isn't. */
export function addTime(
  samples: Samples,
  seconds: number | undefined,
  ...labels: readonly (string | undefined)[]
): void {
  if (seconds !== undefined) samples.add(seconds, ...labels);
}
