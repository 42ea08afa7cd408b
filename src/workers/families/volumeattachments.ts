import { objectMeta } from '../shape/meta.ts';
import { bool, map, message, optional, string } from '../shape/shape.ts';
import { mapLabeler } from '../text/labels.ts';
import { created, nameLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const spec = message({
  attacher: [1, string],
  source: [2, message({ persistentVolumeName: [1, optional(string)] })],
  nodeName: [3, string],
});
const status = message({ attached: [1, bool], attachmentMetadata: [2, map(string)] });
const volumeAttachment = message({ metadata: [1, objectMeta], spec: [2, spec], status: [3, status] });

const { gauge } = rowsOf(volumeAttachment);

const labelsOfAll = mapLabeler('label');
const metadataOfAll = mapLabeler('metadata');

export const volumeattachments = resource({
  name: 'volumeattachments',
  kind: 'VolumeAttachment',
  group: 'storage.k8s.io',
  version: 'v1',
  namespaced: false,
  default: true,
  allowlistable: false,
  proto: 'storage.v1.VolumeAttachment',
  shape: volumeAttachment,
  baseLabels: [nameLabel('volumeattachment')],
  families: [
    gauge({
      name: 'kube_volumeattachment_labels',
      stability: 'ALPHA',
      help: 'All Kubernetes labels of the volume attachment, as labels of one sample.',
      labels: ['label_<key>'],
      when: 'Always one sample with value 1; no allow-list applies to it.',
      reads: ['metadata.labels'],
      distinct: true,
      render: ({ metadata }, samples) => samples.addNamed(1, labelsOfAll(metadata.labels)),
    }),
    gauge({
      name: 'kube_volumeattachment_info',
      stability: 'ALPHA',
      help: 'Information about the volume attachment: the driver that makes it, and the node.',
      labels: ['attacher', 'node'],
      when: 'Always one sample with value 1.',
      reads: ['spec.attacher', 'spec.nodeName'],
      distinct: true,
      render: ({ spec }, samples) => samples.add(1, spec.attacher, spec.nodeName),
    }),
    created('volumeattachment', 'ALPHA'),
    gauge({
      name: 'kube_volumeattachment_spec_source_persistentvolume',
      stability: 'ALPHA',
      help: 'The persistent volume that is to be attached.',
      labels: ['volumename'],
      when: 'One sample with value 1 where spec.source.persistentVolumeName is set.',
      reads: ['spec.source.persistentVolumeName'],
      distinct: true,
      render({ spec }, samples) {
        const name = spec.source.persistentVolumeName;
        if (name !== undefined) samples.add(1, name);
      },
    }),
    gauge({
      name: 'kube_volumeattachment_status_attached',
      stability: 'ALPHA',
      help: 'Whether the volume is attached.',
      labels: [],
      when: 'Always one sample, 1 where status.attached is true, else 0.',
      reads: ['status.attached'],
      distinct: true,
      render: ({ status }, samples) => samples.add(status.attached),
    }),
    gauge({
      name: 'kube_volumeattachment_status_attachment_metadata',
      stability: 'ALPHA',
      help: 'What the driver has noted about the attachment, as labels of one sample.',
      labels: ['metadata_<key>'],
      when: 'Always one sample with value 1 and all of status.attachmentMetadata.',
      reads: ['status.attachmentMetadata'],
      distinct: true,
      render: ({ status }, samples) => samples.addNamed(1, metadataOfAll(status.attachmentMetadata)),
    }),
  ],
});
