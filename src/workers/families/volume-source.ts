/** Where the storage of a persistent volume is, as labels: `core.v1.PersistentVolumeSource`. */
import { int, list, map, message, optional, string, type Value } from '../shape/shape.ts';

export const volumeSource = message({
  gcePersistentDisk: [1, optional(message({ pdName: [1, string] }))],
  awsElasticBlockStore: [2, optional(message({ volumeID: [1, string] }))],
  hostPath: [3, optional(message({ path: [1, string], type: [2, optional(string)] }))],
  nfs: [5, optional(message({ server: [1, string], path: [2, string] }))],
  iscsi: [
    7,
    optional(
      message({
        targetPortal: [1, string],
        iqn: [2, string],
        lun: [3, int],
        initiatorName: [12, optional(string)],
      }),
    ),
  ],
  fc: [
    10,
    optional(message({ targetWWNs: [1, list(string)], lun: [2, optional(int)], wwids: [5, list(string)] })),
  ],
  azureDisk: [16, optional(message({ diskName: [1, string] }))],
  local: [20, optional(message({ path: [1, string], fsType: [2, optional(string)] }))],
  csi: [
    22,
    optional(message({ driver: [1, string], volumeHandle: [2, string], volumeAttributes: [5, map(string)] })),
  ],
});

/** Names of the labels, in order. */
export const SOURCE_LABELS = [
  'gce_persistent_disk_name',
  'ebs_volume_id',
  'azure_disk_name',
  'fc_wwids',
  'fc_lun',
  'fc_target_wwns',
  'iscsi_target_portal',
  'iscsi_iqn',
  'iscsi_lun',
  'iscsi_initiator_name',
  'nfs_server',
  'nfs_path',
  'csi_driver',
  'csi_volume_handle',
  'local_path',
  'local_fs',
  'host_path',
  'host_path_type',
] as const;

/** The paths that `sourceLabels` reads, below the volume source. */
export const SOURCE_READS: readonly string[] = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'azureDisk',
  'fc',
  'iscsi',
  'nfs',
  'csi.driver',
  'csi.volumeHandle',
  'local',
  'hostPath',
];

type Filled = Partial<Record<(typeof SOURCE_LABELS)[number], string | undefined>>;

/** Values of the labels, in the order of their names; those of other kinds of storage are empty. */
export function sourceLabels(source: Value<typeof volumeSource>): (string | undefined)[] {
  const filled = fill(source);
  return SOURCE_LABELS.map((label) => (label in filled ? filled[label] : ''));
}

/** A volume has one source. Should there be more, the first in this order counts. */
function fill(source: Value<typeof volumeSource>): Filled {
  const { gcePersistentDisk, awsElasticBlockStore, azureDisk, fc, iscsi, nfs, csi, local, hostPath } = source;
  if (gcePersistentDisk) return { gce_persistent_disk_name: gcePersistentDisk.pdName };
  if (awsElasticBlockStore) return { ebs_volume_id: awsElasticBlockStore.volumeID };
  if (azureDisk) return { azure_disk_name: azureDisk.diskName };
  if (fc) {
    return {
      fc_wwids: joined(fc.wwids),
      fc_lun: decimal(fc.lun) ?? '',
      fc_target_wwns: joined(fc.targetWWNs),
    };
  }
  if (iscsi) {
    return {
      iscsi_target_portal: iscsi.targetPortal,
      iscsi_iqn: iscsi.iqn,
      iscsi_lun: decimal(iscsi.lun),
      iscsi_initiator_name: iscsi.initiatorName ?? '',
    };
  }
  if (nfs) return { nfs_server: nfs.server, nfs_path: nfs.path };
  if (csi) return { csi_driver: csi.driver, csi_volume_handle: csi.volumeHandle };
  if (local) return { local_path: local.path, local_fs: local.fsType ?? '' };
  if (hostPath) return { host_path: hostPath.path, host_path_type: hostPath.type ?? '' };
  return {};
}

function decimal(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** `undefined` where an item is of the wrong type, since the list is then not what it says. */
function joined(items: readonly (string | undefined)[]): string | undefined {
  return items.includes(undefined) ? undefined : items.join(',');
}
