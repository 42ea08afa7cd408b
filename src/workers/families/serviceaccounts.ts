import { objectMeta } from '../shape/meta.ts';
import { bool, list, message, optional, string } from '../shape/shape.ts';
import {
  addTime,
  annotations,
  created,
  labels,
  nameLabel,
  namespaceLabel,
  text,
  uidLabel,
} from './common.ts';
import { resource, rowsOf } from './define.ts';

const serviceAccount = message({
  metadata: [1, objectMeta],
  secrets: [2, list(message({ name: [3, string] }))],
  imagePullSecrets: [3, list(message({ name: [1, string] }))],
  automountServiceAccountToken: [4, optional(bool)],
});
const { gauge } = rowsOf(serviceAccount);

export const serviceaccounts = resource({
  name: 'serviceaccounts',
  kind: 'ServiceAccount',
  group: '',
  version: 'v1',
  namespaced: true,
  default: false,
  allowlistable: true,
  proto: 'core.v1.ServiceAccount',
  shape: serviceAccount,
  baseLabels: [namespaceLabel, nameLabel('serviceaccount'), uidLabel],
  families: [
    gauge({
      name: 'kube_serviceaccount_info',
      stability: 'ALPHA',
      help: 'Information about the service account: whether pods get its token mounted.',
      labels: ['automount_token'],
      when: 'Always one sample with value 1. `automount_token` is true or false, or empty where the account leaves it to the pods.',
      reads: ['automountServiceAccountToken'],
      distinct: true,
      render: ({ automountServiceAccountToken: automount }, samples) => samples.add(1, text(automount) ?? ''),
    }),
    created('serviceaccount', 'ALPHA'),
    gauge({
      name: 'kube_serviceaccount_deleted',
      stability: 'ALPHA',
      help: 'When the deletion of the service account was asked for, with its grace period added, as a unix time in seconds.',
      labels: [],
      when: 'One sample where metadata.deletionTimestamp is set.',
      reads: ['metadata.deletionTimestamp'],
      distinct: true,
      render: ({ metadata }, samples) => addTime(samples, metadata.deletionTimestamp),
    }),
    gauge({
      name: 'kube_serviceaccount_secret',
      stability: 'ALPHA',
      help: 'A secret that the service account names as one that its pods may use.',
      labels: ['name'],
      when: 'One sample with value 1 for each entry of `secrets`.',
      reads: ['secrets.name'],
      render({ secrets }, samples) {
        for (const { name } of secrets) samples.add(1, name);
      },
    }),
    gauge({
      name: 'kube_serviceaccount_image_pull_secret',
      stability: 'ALPHA',
      help: 'A secret that the service account gives its pods for pulling images.',
      labels: ['name'],
      when: 'One sample with value 1 for each entry of `imagePullSecrets`.',
      reads: ['imagePullSecrets.name'],
      render({ imagePullSecrets }, samples) {
        for (const { name } of imagePullSecrets) samples.add(1, name);
      },
    }),
    annotations('serviceaccount'),
    labels('serviceaccount'),
  ],
});
