import { BatchWriter } from '../../protocol/batch.ts';
import type { Op } from '../../protocol/op.ts';
import type { Clock } from '../clock.ts';
import type { WorkerSession } from './worker-session.ts';

/**
 * Bytes that may be on their way to one worker. Below it a reader goes on, above it the reader
 * stops, and with it its socket. 2 MiB are about 400 pods, or 15 ms of a worker's time: enough to
 * keep it busy while main is told, and more only adds to what is held at the peak.
 */
export const CREDIT_BYTES = 2 * 1024 * 1024;

/** A batch is sent when it has grown to this, or when its chunk has been framed. */
const BATCH_BYTES = 256 * 1024;

/** A batch that is on its way. */
interface InFlight {
  readonly stream: number;
  readonly bytes: number;
}

/** What a lane tells. */
export interface LaneObserver {
  /** A batch of a stream has left, under this number. */
  sent(stream: number, sequence: number): void;
  /** A reader has to wait for this lane. */
  stalled(): void;
}

/**
 * The way to one partition's worker: the pending batch, what is in flight, and who waits for it.
 * It outlives the worker: while there is none, objects are dropped, as their streams will start
 * again for the next one.
 */
export class Lane {
  readonly #clock: Clock;
  readonly #observer: LaneObserver;
  readonly #writer = new BatchWriter();
  readonly #inFlight = new Map<number, InFlight>();
  #session: WorkerSession | undefined;
  #stream = -1;
  #sequence = 0;
  #bytes = 0;
  #waiting: (() => void)[] = [];

  constructor(clock: Clock, observer: LaneObserver) {
    this.#clock = clock;
    this.#observer = observer;
  }

  get session(): WorkerSession | undefined {
    return this.#session;
  }

  /** Bytes on their way to the worker. */
  get inFlightBytes(): number {
    return this.#bytes;
  }

  /** Gives the lane a worker. */
  attach(session: WorkerSession): void {
    this.#session = session;
  }

  /** The worker is gone, and what was on its way with it. */
  detach(): void {
    this.#session = undefined;
    this.#writer.take();
    this.#inFlight.clear();
    this.#release(this.#bytes);
  }

  /** Copies one object in. A batch that is full, or another stream's, leaves before it. */
  add(
    stream: number,
    op: Op,
    bytes: Uint8Array,
    start: number,
    end: number,
    uidStart: number,
    uidEnd: number,
  ): void {
    if (this.#session === undefined) return;
    // What a reader that failed in mid-chunk has left behind must not become another stream's.
    if (this.#stream !== stream || this.#writer.length + (end - start) > BATCH_BYTES) this.flush();
    this.#stream = stream;
    this.#writer.add(op, bytes, start, end, uidStart, uidEnd);
  }

  /** Sends the pending batch, whichever stream's it is. */
  flush(): void {
    const session = this.#session;
    if (this.#writer.count === 0 || session === undefined) return;
    const buffer = this.#writer.take();
    const sequence = ++this.#sequence;
    const bytes = buffer.byteLength;
    this.#inFlight.set(sequence, { stream: this.#stream, bytes });
    this.#bytes += bytes;
    session.post({ kind: 'batch', stream: this.#stream, sequence, at: this.#clock.monotonic(), buffer }, [
      buffer,
    ]);
    this.#observer.sent(this.#stream, sequence);
  }

  /** The worker has applied a batch; the stream it was of, or `undefined` for one of a dead worker. */
  applied(sequence: number): number | undefined {
    const batch = this.#inFlight.get(sequence);
    if (batch === undefined) return undefined;
    this.#inFlight.delete(sequence);
    this.#release(batch.bytes);
    return batch.stream;
  }

  /** Resolves when the lane has credit. */
  credit(): Promise<void> | undefined {
    if (this.#bytes <= CREDIT_BYTES) return undefined;
    this.#observer.stalled();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#bytes > CREDIT_BYTES) return;
    // One waiter a stream at the most: each awaits its own drained().
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
