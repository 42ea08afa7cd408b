/** One thing sent, in order: a batch to be applied, or a mark that holds once all before it is. */
interface Sent {
  readonly sequence: number | undefined;
  /** False for a batch whose version says nothing about what was sent besides it. */
  readonly tells: boolean;
  resourceVersion: string | undefined;
  applied: boolean;
}

/**
 * How far a stream's state is known to be in the workers.
 *
 * Batches go to several workers and are applied in any order; the version to resume from is that
 * of the last one before which nothing is missing. Its length is bounded by the workers' credit.
 */
export class Frontier {
  #version = '';
  #sent: Sent[] = [];

  /** `''` until something is known. */
  get version(): string {
    return this.#version;
  }

  /** Batches that are not applied yet. */
  get waiting(): number {
    return this.#sent.length;
  }

  /** `tells`: its last object is the newest change of all that were sent up to here. */
  batch(sequence: number, tells: boolean): void {
    this.#sent.push({ sequence, tells, resourceVersion: undefined, applied: false });
  }

  /** All that was sent before holds `resourceVersion`, once it is applied. */
  mark(resourceVersion: string): void {
    this.#sent.push({ sequence: undefined, tells: true, resourceVersion, applied: true });
    this.#advance();
  }

  /** `resourceVersion` is `''` where the batch tells none. */
  applied(sequence: number, resourceVersion: string): void {
    const entry = this.#sent.find((sent) => sent.sequence === sequence);
    if (entry === undefined) return;
    entry.applied = true;
    entry.resourceVersion = resourceVersion;
    this.#advance();
  }

  /** Waits no longer for what was sent: some of it is lost. What is known to be applied stands. */
  forget(): void {
    this.#sent = [];
  }

  /** Begins anew. */
  reset(): void {
    this.#version = '';
    this.#sent = [];
  }

  #advance(): void {
    let done = 0;
    for (const sent of this.#sent) {
      if (!sent.applied) break;
      if (sent.tells && sent.resourceVersion) this.#version = sent.resourceVersion;
      done++;
    }
    if (done > 0) this.#sent.splice(0, done);
  }
}
