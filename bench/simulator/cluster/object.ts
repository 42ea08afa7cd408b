import type { JsonObject } from '../json.ts';
import { managedBy } from './managed-fields.ts';
import { at, Sort } from './plan.ts';
import { uidOf } from './random.ts';

/** What a generator yields: the key of a resource, and an object of it. */
export type Made = readonly [key: string, object: JsonObject];

/** Gives out uids and metadata; one for a whole cluster. */
export class Maker {
  readonly seed: number;
  #serial = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** A uid that nothing else of the cluster has. */
  uid(): string {
    return uidOf(this.seed, Sort.other, this.#serial++);
  }

  /** Metadata as the server would have filled it in. `''` is no namespace. */
  metadata(namespace: string, name: string, more: JsonObject = {}): JsonObject {
    const created = at(this.#serial % 86_400);
    return {
      name,
      ...(namespace !== '' && { namespace }),
      uid: this.uid(),
      creationTimestamp: created,
      labels: { 'app.kubernetes.io/managed-by': 'platform', 'app.kubernetes.io/name': name },
      managedFields: [
        managedBy('kube-controller-manager', 'v1', created, { 'f:metadata': { 'f:labels': { '.': {} } } }),
      ],
      ...more,
    };
  }
}
