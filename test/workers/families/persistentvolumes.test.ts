import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOURCE_LABELS } from '../../../src/workers/families/volume-source.ts';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines, renderObject } from '../../support/render.ts';

const lines = familyLines('persistentvolumes');
const metadata = { name: 'pv-1' };
const base = 'persistentvolume="pv-1"';

/** The labels of `kube_persistentvolume_info` with only these filled in. */
function source(filled: Readonly<Record<string, string>> = {}): string {
  return SOURCE_LABELS.map((label) => `${label}="${filled[label] ?? ''}"`).join(',');
}

test('the source labels are written in one order, whatever the source', () => {
  assert.equal(
    SOURCE_LABELS.join(' '),
    'gce_persistent_disk_name ebs_volume_id azure_disk_name fc_wwids fc_lun fc_target_wwns iscsi_target_portal iscsi_iqn iscsi_lun iscsi_initiator_name nfs_server nfs_path csi_driver csi_volume_handle local_path local_fs host_path host_path_type',
  );
});

test('a volume as the API server writes one gives all its lines, in order', () => {
  const object = `
    metadata:
      name: pv-1
      creationTimestamp: 2017-07-14T02:40:00Z
      deletionTimestamp: 2026-01-01T00:00:00Z
      labels: { app: web }
      annotations: { a: b }
    spec:
      capacity: { storage: 5Gi }
      accessModes: [ReadWriteOnce, ReadOnlyMany]
      claimRef: { kind: PersistentVolumeClaim, namespace: shop, name: data }
      persistentVolumeReclaimPolicy: Retain
      storageClassName: fast
      volumeMode: Block
      csi: { driver: csi.example.com, volumeHandle: vol-1, volumeAttributes: { mounter: rbd, mapOptions: krbd } }
    status: { phase: Bound }`;
  assert.deepEqual(renderLines('persistentvolumes', object, { labels: ['*'], annotations: ['*'] }), [
    `kube_persistentvolume_claim_ref{${base},name="data",claim_namespace="shop"} 1`,
    `kube_persistentvolume_annotations{${base},annotation_a="b"} 1`,
    `kube_persistentvolume_labels{${base},label_app="web"} 1`,
    `kube_persistentvolume_status_phase{${base},phase="Pending"} 0`,
    `kube_persistentvolume_status_phase{${base},phase="Available"} 0`,
    `kube_persistentvolume_status_phase{${base},phase="Bound"} 1`,
    `kube_persistentvolume_status_phase{${base},phase="Released"} 0`,
    `kube_persistentvolume_status_phase{${base},phase="Failed"} 0`,
    `kube_persistentvolume_info{${base},storageclass="fast",${source({ csi_driver: 'csi.example.com', csi_volume_handle: 'vol-1' })},reclaim_policy="Retain"} 1`,
    `kube_persistentvolume_capacity_bytes{${base}} 5.36870912e+09`,
    `kube_persistentvolume_created{${base}} 1.5e+09`,
    `kube_persistentvolume_deletion_timestamp{${base}} 1.7672256e+09`,
    `kube_persistentvolume_csi_attributes{${base},csi_mounter="rbd",csi_map_options="krbd"} 1`,
    `kube_persistentvolume_volume_mode{${base},volumemode="Block"} 1`,
    `kube_persistentvolume_access_mode{${base},access_mode="ReadWriteOnce"} 1`,
    `kube_persistentvolume_access_mode{${base},access_mode="ReadOnlyMany"} 1`,
  ]);
});

test('a volume of a name alone holds nothing, is a file system, and has no phase', () => {
  const expected = [
    `kube_persistentvolume_info{${base},storageclass="",${source()},reclaim_policy=""} 1`,
    `kube_persistentvolume_capacity_bytes{${base}} 0`,
    `kube_persistentvolume_volume_mode{${base},volumemode="Filesystem"} 1`,
  ];
  assert.deepEqual(renderLines('persistentvolumes', { metadata }), expected);
  const spec = { capacity: null, accessModes: null, claimRef: null, volumeMode: null, csi: null, nfs: null };
  assert.deepEqual(renderLines('persistentvolumes', { metadata, spec, status: { phase: '' } }), expected);
});

const sources: readonly [spec: object, filled: Readonly<Record<string, string>>][] = [
  [{ gcePersistentDisk: { pdName: 'disk', fsType: 'ext4' } }, { gce_persistent_disk_name: 'disk' }],
  [{ awsElasticBlockStore: { volumeID: 'aws://a/vol-1' } }, { ebs_volume_id: 'aws://a/vol-1' }],
  [{ azureDisk: { diskName: 'disk', diskURI: 'x' } }, { azure_disk_name: 'disk' }],
  [
    { fc: { lun: 0, targetWWNs: ['0x1', '0x2'], wwids: ['w1', 'w2'] } },
    { fc_lun: '0', fc_target_wwns: '0x1,0x2', fc_wwids: 'w1,w2' },
  ],
  [{ fc: { lun: null, wwids: ['w1'] } }, { fc_wwids: 'w1' }],
  [{ fc: {} }, {}],
  [
    { iscsi: { targetPortal: 'p:1', iqn: 'iqn.x', lun: 7, initiatorName: 'i' } },
    { iscsi_target_portal: 'p:1', iscsi_iqn: 'iqn.x', iscsi_lun: '7', iscsi_initiator_name: 'i' },
  ],
  [{ iscsi: { initiatorName: null } }, { iscsi_lun: '0' }],
  [{ nfs: { server: 's', path: '/p' } }, { nfs_server: 's', nfs_path: '/p' }],
  [{ csi: { driver: 'd', volumeHandle: 'h' } }, { csi_driver: 'd', csi_volume_handle: 'h' }],
  [{ local: { path: '/mnt', fsType: 'xfs' } }, { local_path: '/mnt', local_fs: 'xfs' }],
  [{ local: { path: '/mnt' } }, { local_path: '/mnt' }],
  [{ hostPath: { path: '/d', type: 'Directory' } }, { host_path: '/d', host_path_type: 'Directory' }],
  [{ hostPath: { path: '/d', type: '' } }, { host_path: '/d' }],
  [{ cephfs: { monitors: ['m'] } }, {}],
  [{ gcePersistentDisk: {}, nfs: { server: 's' } }, {}],
  [{ hostPath: { path: '/d' }, local: { path: '/mnt' } }, { local_path: '/mnt' }],
  [{ csi: { driver: 'd' }, nfs: { server: 's' } }, { nfs_server: 's' }],
];
for (const [spec, filled] of sources) {
  test(`a volume with ${JSON.stringify(spec)} has ${JSON.stringify(filled)}`, () => {
    assert.deepEqual(lines('kube_persistentvolume_info', { metadata, spec }), [
      `{${base},storageclass="",${source(filled)},reclaim_policy=""} 1`,
    ]);
  });
}

test('a field of the wrong type in the source costs the sample', () => {
  for (const spec of [{ iscsi: { lun: 'x' } }, { fc: { wwids: ['w', 7] } }, { nfs: { server: 1 } }]) {
    const { byFamily, dropped } = renderObject('persistentvolumes', { metadata, spec });
    assert.deepEqual(byFamily.get('kube_persistentvolume_info'), []);
    assert.equal(dropped.invalid, 1);
  }
});

test('a phase that is not known is 0 in all of them', () => {
  const phases = lines('kube_persistentvolume_status_phase', { metadata, status: { phase: 'Lost' } });
  assert.equal(phases.length, 5);
  assert.ok(phases.every((line) => line.endsWith(' 0')));
  assert.deepEqual(lines('kube_persistentvolume_status_phase', { metadata, status: { phase: 5 } }), []);
});

test('the capacity is rounded up to whole bytes', () => {
  const capacity = (storage: unknown) =>
    lines('kube_persistentvolume_capacity_bytes', { metadata, spec: { capacity: { storage, cpu: '9' } } })[0]
      ?.split(' ')
      .at(-1);
  assert.equal(capacity('1500m'), '2');
  assert.equal(capacity('0.1Gi'), '1.07374183e+08');
  assert.equal(capacity('20E'), '2e+19');
  assert.equal(capacity(null), '0');
  assert.equal(capacity('lots'), undefined);
});

test('CSI attributes are reported for CSI volumes, with or without attributes', () => {
  const attributes = (spec: object) => lines('kube_persistentvolume_csi_attributes', { metadata, spec });
  assert.deepEqual(attributes({ csi: { driver: 'd' } }), [`{${base},csi_mounter="",csi_map_options=""} 1`]);
  assert.deepEqual(attributes({ csi: { volumeAttributes: { mapOptions: 'x', other: 'y' } } }), [
    `{${base},csi_mounter="",csi_map_options="x"} 1`,
  ]);
  assert.deepEqual(attributes({ nfs: {} }), []);
});

test('an empty volume mode stays empty, and an empty claim is a claim', () => {
  const object = { metadata, spec: { volumeMode: '', claimRef: {} } };
  assert.deepEqual(lines('kube_persistentvolume_volume_mode', object), [`{${base},volumemode=""} 1`]);
  assert.deepEqual(lines('kube_persistentvolume_claim_ref', object), [
    `{${base},name="",claim_namespace=""} 1`,
  ]);
});
