import type { ToWorker } from '../../protocol/messages.ts';
import { Encoding, Op } from '../../protocol/op.ts';
import type { StreamSink } from '../../protocol/stream.ts';
import { Admission } from './admission.ts';
import { Frontier } from './frontier.ts';
import type { Lane } from './lane.ts';
import { objectName } from './object-name.ts';
import { partitionOf } from './partition.ts';

/** One stream's way into the workers: routes its objects, carries its stages, knows what arrived. */
export class DispatchStream implements StreamSink {
  /** As in the stream's plan. */
  readonly id: number;
  readonly #lanes: readonly Lane[];
  readonly #admission: Admission | undefined;
  readonly #began: (stage: number) => void;
  readonly #frontier = new Frontier();
  #encoding: Encoding = Encoding.protobuf;
  #stage = 0;
  #staging = false;
  #lost = true;

  constructor(id: number, lanes: readonly Lane[], limit: number, began: (stage: number) => void) {
    this.id = id;
    this.#lanes = lanes;
    this.#admission = limit > 0 ? new Admission(limit) : undefined;
    this.#began = began;
  }

  /** `''` when a worker has lost state, so that whoever resumes has to list again. */
  get resumeVersion(): string {
    return this.#lost ? '' : this.#frontier.version;
  }

  /** Times that the limit left an object out since the stage began, and the first few of them by name. */
  get leftOut(): { readonly count: number; readonly names: readonly string[] } {
    return { count: this.#admission?.leftOut ?? 0, names: this.#admission?.names ?? [] };
  }

  begin(encoding: Encoding, columns: readonly string[] = []): void {
    this.#flush();
    this.#stage++;
    this.#staging = true;
    this.#lost = false;
    this.#frontier.reset();
    this.#admission?.reset();
    this.#began(this.#stage);
    this.#post({ kind: 'begin', stream: this.id, stage: this.#stage });
    this.#setEncoding(encoding, columns);
  }

  encoding(encoding: Encoding, columns: readonly string[] = []): void {
    this.#flush();
    this.#setEncoding(encoding, columns);
  }

  object(op: Op, bytes: Uint8Array, start: number, end: number, uidStart: number, uidEnd: number): void {
    if (this.#admission !== undefined && uidEnd > uidStart) {
      // An object without an uid has no identity to count by; the worker goes by its name.
      const uid = Buffer.from(bytes.buffer, bytes.byteOffset + uidStart, uidEnd - uidStart).toString(
        'latin1',
      );
      if (op === Op.remove) this.#admission.remove(uid);
      else if (!this.#admission.admit(uid, () => objectName(this.#encoding, bytes, start, end))) return;
    }
    const partition = partitionOf(bytes, uidStart, uidEnd, this.#lanes.length);
    const sent = this.#lanes[partition]?.add(this.id, op, bytes, start, end, uidStart, uidEnd);
    if (sent !== undefined) this.#frontier.batch(key(partition, sent), !this.#staging);
  }

  complete(resourceVersion: string): void {
    // A worker that came or went since `begin` does not have the whole set: it must not be committed.
    if (this.#lost) return;
    this.#flush();
    this.#staging = false;
    this.#post({ kind: 'complete', stream: this.id, stage: this.#stage });
    this.#frontier.mark(resourceVersion);
  }

  bookmark(resourceVersion: string): void {
    this.#flush();
    this.#frontier.mark(resourceVersion);
  }

  async drained(): Promise<void> {
    this.#flush();
    for (const lane of this.#lanes) await lane.credit();
  }

  /** A worker has applied one of the stream's batches. */
  applied(partition: number, sequence: number, resourceVersion: string): void {
    this.#frontier.applied(key(partition, sequence), resourceVersion);
  }

  /** A worker has gone, or come anew: a part of what was sent is nowhere, until the stream begins again. */
  lose(): void {
    this.#lost = true;
    this.#frontier.reset();
  }

  #setEncoding(encoding: Encoding, columns: readonly string[]): void {
    this.#encoding = encoding;
    this.#post({ kind: 'encoding', stream: this.id, encoding, columns });
  }

  #flush(): void {
    for (const [partition, lane] of this.#lanes.entries()) {
      const sent = lane.flush();
      if (sent !== undefined) this.#frontier.batch(key(partition, sent), !this.#staging);
    }
  }

  #post(message: ToWorker): void {
    for (const lane of this.#lanes) lane.session?.post(message);
  }
}

/** Sequences count a lane's batches: with the lane they name one. A process has at most 1,024 workers. */
function key(partition: number, sequence: number): number {
  return sequence * 1024 + partition;
}
