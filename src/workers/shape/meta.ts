import { bool, int, list, map, message, optional, string, time } from './shape.ts';

/** `meta.v1.OwnerReference`, as far as families read it. */
export const ownerReference = message({
  kind: [1, string],
  name: [3, string],
  uid: [4, string],
  apiVersion: [5, string],
  controller: [6, optional(bool)],
});

/** `meta.v1.ObjectMeta`, as far as families and the pipeline read it. */
export const objectMeta = message({
  name: [1, string],
  namespace: [3, string],
  uid: [5, string],
  resourceVersion: [6, string],
  generation: [7, int],
  creationTimestamp: [8, time],
  deletionTimestamp: [9, time],
  labels: [11, map(string)],
  annotations: [12, map(string)],
  ownerReferences: [13, list(ownerReference)],
  finalizers: [14, list(string)],
});
