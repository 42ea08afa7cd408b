import type { Losses, ToMain } from '../../protocol/messages.ts';
import type { Patch } from '../../protocol/patch.ts';
import type { StreamPlan } from '../../protocol/worker-api.ts';
import type { Clock } from '../clock.ts';
import { DispatchStream } from './dispatch-stream.ts';
import { Lane } from './lane.ts';
import type { WorkerSession } from './worker-session.ts';

/** What the dispatcher tells the rest. */
export interface DispatcherObserver {
  /** A stream's stage begins; `stage` names it in the closing patches. */
  began(stream: number, stage: number): void;
  /** A partition is without its worker. */
  detached(partition: number): void;
  /** A partition has a worker, which holds nothing yet. */
  attached(partition: number): void;
  /** A worker has sent what changed in one of its parts. */
  patched(partition: number, patch: Patch): void;
  /** Rendering a batch has lost something. */
  lost(stream: number, losses: Losses): void;
  /** A reader had to wait for a worker. */
  stalled(partition: number): void;
}

/** Routes objects to the partitions' workers and keeps account of what they have applied. */
export class Dispatcher {
  readonly #observer: DispatcherObserver;
  readonly #lanes: readonly Lane[];
  readonly #streams = new Map<number, DispatchStream>();

  constructor(clock: Clock, partitions: number, observer: DispatcherObserver) {
    this.#observer = observer;
    this.#lanes = Array.from(
      { length: partitions },
      (_, partition) =>
        new Lane(clock, {
          sent: (stream, sequence) => this.#streams.get(stream)?.sent(partition, sequence),
          stalled: () => observer.stalled(partition),
        }),
    );
  }

  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  /** A stream's way into the workers. `limit`: objects it may hold, 0 for any number. */
  open(plan: StreamPlan, limit = 0): DispatchStream {
    const stream = new DispatchStream(plan.id, this.#lanes, limit, (stage) =>
      this.#observer.began(plan.id, stage),
    );
    this.#streams.set(plan.id, stream);
    return stream;
  }

  close(stream: number): void {
    this.#streams.delete(stream);
  }

  /** Gives a partition its worker; all streams have to begin again for it. */
  attach(partition: number, session: WorkerSession): void {
    this.#lanes[partition]?.attach(session);
    this.#observer.attached(partition);
    for (const stream of this.#streams.values()) stream.lose();
  }

  /** A partition's worker is gone: nothing that was sent to it counts. */
  detach(partition: number): void {
    this.#lanes[partition]?.detach();
    this.#observer.detached(partition);
    for (const stream of this.#streams.values()) stream.lose();
  }

  /** Takes a worker's message. */
  receive(partition: number, message: ToMain): void {
    if (message.kind === 'patch') {
      this.#observer.patched(partition, message.patch);
      return;
    }
    const id = this.#lanes[partition]?.applied(message.sequence);
    if (id === undefined) return;
    this.#streams.get(id)?.applied(partition, message.sequence, message.resourceVersion);
    if (message.losses !== undefined) this.#observer.lost(id, message.losses);
  }
}
