import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('volumeattachments');
const metadata = { name: 'csi-1' };
const base = 'volumeattachment="csi-1"';

test('a volume attachment as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata: { name: csi-1, creationTimestamp: 2017-07-14T02:40:00Z, labels: { app: web } }
    spec:
      attacher: csi.example.com
      nodeName: node-1
      source: { persistentVolumeName: pv-1 }
    status:
      attached: true
      attachmentMetadata: { devicePath: /dev/sdd }`;
  assert.deepEqual(renderLines('volumeattachments', object), [
    `kube_volumeattachment_labels{${base},label_app="web"} 1`,
    `kube_volumeattachment_info{${base},attacher="csi.example.com",node="node-1"} 1`,
    `kube_volumeattachment_created{${base}} 1.5e+09`,
    `kube_volumeattachment_spec_source_persistentvolume{${base},volumename="pv-1"} 1`,
    `kube_volumeattachment_status_attached{${base}} 1`,
    `kube_volumeattachment_status_attachment_metadata{${base},metadata_device_path="/dev/sdd"} 1`,
  ]);
});

test('a volume attachment of a name alone is not attached, and its maps are empty', () => {
  const expected = [
    `kube_volumeattachment_labels{${base}} 1`,
    `kube_volumeattachment_info{${base},attacher="",node=""} 1`,
    `kube_volumeattachment_status_attached{${base}} 0`,
    `kube_volumeattachment_status_attachment_metadata{${base}} 1`,
  ];
  assert.deepEqual(renderLines('volumeattachments', { metadata }), expected);
  const spec = { source: { persistentVolumeName: null } };
  const status = { attached: null, attachmentMetadata: null };
  assert.deepEqual(
    renderLines('volumeattachments', { metadata: { ...metadata, labels: null }, spec, status }),
    expected,
  );
});

test('a volume that is named, if only by an empty text, is a source', () => {
  const object = { metadata, spec: { source: { persistentVolumeName: '' } } };
  assert.deepEqual(lines('kube_volumeattachment_spec_source_persistentvolume', object), [
    `{${base},volumename=""} 1`,
  ]);
});

test('all labels are reported in the order of their keys, whatever the allow-list says', () => {
  const object = { metadata: { ...metadata, labels: { 'b.io/x': '2', 'a-b': '1', 'a.b': '3' } } };
  const expected = [`{${base},label_a_b_conflict1="1",label_a_b_conflict2="3",label_b_io_x="2"} 1`];
  for (const labels of [[], ['none'], ['*']]) {
    assert.deepEqual(lines('kube_volumeattachment_labels', object, { labels }), expected);
  }
});
