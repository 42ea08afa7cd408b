import type { ToWorker } from '../../protocol/messages.ts';
import { Encoding, Op } from '../../protocol/op.ts';
import type { StreamSink } from '../../protocol/stream.ts';
import { Admission } from './admission.ts';
import { Frontier } from './frontier.ts';
import type { Lane } from './lane.ts';
import { objectName } from './object-name.ts';
import { partitionOf } from './partition.ts';
import type { WorkerSession } from './worker-session.ts';

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
  /** By lane, the worker that has had all of the stage since it began. */
  #whole: readonly (WorkerSession | undefined)[] = [];
  /** Where the newest object went. */
  #last = 0;
  /** The batch that leaves holds the newest object. */
  #newest = false;

  constructor(id: number, lanes: readonly Lane[], limit: number, began: (stage: number) => void) {
    this.id = id;
    this.#lanes = lanes;
    this.#admission = limit > 0 ? new Admission(limit) : undefined;
    this.#began = began;
  }

  /**
   * Without a worker it is that of the others: who resumes there repeats nothing for them. The one that
   * takes the empty seat gets a full set of its own in any case.
   */
  get resumeVersion(): string {
    return this.#frontier.version;
  }

  /** Times that the limit left an object out since the stage began, and the first few of them by name. */
  get leftOut(): { readonly count: number; readonly names: readonly string[] } {
    return { count: this.#admission?.leftOut ?? 0, names: this.#admission?.names ?? [] };
  }

  begin(encoding: Encoding, columns: readonly string[] = []): void {
    this.#flush();
    this.#stage++;
    this.#staging = true;
    this.#frontier.reset();
    this.#admission?.reset();
    this.#began(this.#stage);
    this.#whole = this.#lanes.map(({ session }) => session);
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
    this.#lanes[partition]?.add(this.id, op, bytes, start, end, uidStart, uidEnd);
    this.#last = partition;
  }

  complete(resourceVersion: string): void {
    this.#flush();
    this.#staging = false;
    // A worker that came since `begin` does not have the whole set, and would drop what it missed. The
    // others go on: their changes must not wait for as long as one partition takes to come back.
    for (const [partition, { session }] of this.#lanes.entries()) {
      if (session !== undefined && session === this.#whole[partition])
        session.post({ kind: 'complete', stream: this.id, stage: this.#stage });
    }
    this.#whole = [];
    this.#frontier.mark(resourceVersion);
  }

  bookmark(resourceVersion: string): void {
    this.#flush();
    this.#frontier.mark(resourceVersion);
  }

  async drained(): Promise<void> {
    // Nobody sees a stage before its end, so its batches leave when they are full: a message costs as
    // much as rendering an object, and a list comes in thousands of chunks.
    if (!this.#staging) this.#flush();
    for (const lane of this.#lanes) await lane.credit();
  }

  /** One of the stream's batches has left. */
  sent(partition: number, sequence: number): void {
    // The items of a list come in any order of version: of a stage only its end tells one.
    this.#frontier.batch(key(partition, sequence), this.#newest && !this.#staging);
  }

  /** A worker has applied one of the stream's batches. */
  applied(partition: number, sequence: number, resourceVersion: string): void {
    this.#frontier.applied(key(partition, sequence), resourceVersion);
  }

  /** A worker has gone, or come anew: of what was sent, some will never be applied. */
  lose(): void {
    this.#frontier.forget();
  }

  #setEncoding(encoding: Encoding, columns: readonly string[]): void {
    this.#encoding = encoding;
    this.#post({ kind: 'encoding', stream: this.id, encoding, columns });
  }

  /**
   * The newest object's batch leaves last: once it is applied in its turn, so is everything older.
   * Any other batch may hold newer changes than those that wait in the lanes behind it.
   */
  #flush(): void {
    const last = this.#lanes[this.#last];
    for (const lane of this.#lanes) if (lane !== last) lane.flush();
    this.#newest = true;
    last?.flush();
    this.#newest = false;
  }

  #post(message: ToWorker): void {
    for (const lane of this.#lanes) lane.session?.post(message);
  }
}

/** Sequences count a lane's batches: with the lane they name one. A process has at most 1,024 workers. */
function key(partition: number, sequence: number): number {
  return sequence * 1024 + partition;
}
