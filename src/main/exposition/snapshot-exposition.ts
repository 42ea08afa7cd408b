import type { Clock } from '../clock.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { openBody } from './body.ts';
import type { Exposition, ExpositionBody, ExpositionRequest } from './exposition.ts';

/** Opens bodies on the newest snapshot, once there is a complete one. */
export class SnapshotExposition implements Exposition {
  readonly #clock: Clock;
  readonly #current: () => Snapshot | undefined;

  /** `current` gives the newest snapshot, or `undefined` before the first complete generation. */
  constructor(clock: Clock, current: () => Snapshot | undefined) {
    this.#clock = clock;
    this.#current = current;
  }

  open(request: ExpositionRequest): ExpositionBody | undefined {
    const snapshot = this.#current();
    return snapshot === undefined ? undefined : openBody(snapshot, request, this.#clock.now());
  }
}
