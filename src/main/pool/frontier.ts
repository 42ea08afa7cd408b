/** One thing sent, in order: a batch to be applied, or a mark that holds once all before it is. */
interface Sent {
  readonly sequence: number | undefined;
  /** False for the items of a list: they come in any order of version. */
  readonly ordered: boolean;
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

  /** `ordered`: its objects are changes in the order of their versions, which thereby tell how far state is. */
  batch(sequence: number, ordered: boolean): void {
    this.#sent.push({ sequence, ordered, resourceVersion: undefined, applied: false });
  }

  /** All that was sent before holds `resourceVersion`, once it is applied. */
  mark(resourceVersion: string): void {
    this.#sent.push({ sequence: undefined, ordered: true, resourceVersion, applied: true });
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

  /** Forgets everything: what was sent may be lost. */
  reset(): void {
    this.#version = '';
    this.#sent = [];
  }

  #advance(): void {
    let done = 0;
    for (const sent of this.#sent) {
      if (!sent.applied) break;
      if (sent.ordered && sent.resourceVersion) this.#version = sent.resourceVersion;
      done++;
    }
    if (done > 0) this.#sent.splice(0, done);
  }
}
