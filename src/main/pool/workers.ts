import { codeOf } from '../../protocol/coded-error.ts';
import type { StreamPlan, WorkerStats } from '../../protocol/worker-api.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Pool } from './pool.ts';
import { type ThreadSource, WorkerSession } from './worker-session.ts';

/** The first replacement comes at once; 0.5 s, 1 s, 2 s … follow, so a crash loop settles at 0.03 a second. */
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** A worker that has lived this long did not die of how it was started. */
const HEALTHY_MS = 60_000;

/** What becomes of the workers, for self-metrics and for those who have to start again. */
export interface WorkersObserver {
  died(partition: number, error: Error): void;
  /** A new worker is in place, with nothing in it: every stream has to begin again. */
  replaced(partition: number): void;
}

interface Seat {
  session: WorkerSession | undefined;
  startedAt: number;
  delayMs: number;
  /** When the seat lost its worker, monotonic milliseconds. */
  emptySince: number | undefined;
  retry: Timer | undefined;
}

/** One worker a partition, always: who dies is replaced, with growing delays when that repeats. */
export class Workers {
  readonly #pool: ThreadSource & Pick<Pool, 'stop'>;
  readonly #clock: Clock;
  readonly #dispatcher: Dispatcher;
  readonly #publishIntervalMs: number;
  readonly #observer: WorkersObserver;
  readonly #seats: readonly Seat[];
  readonly #plans = new Map<number, StreamPlan>();
  #stopped: Promise<void> | undefined;

  constructor(
    pool: ThreadSource & Pick<Pool, 'stop'>,
    clock: Clock,
    dispatcher: Dispatcher,
    publishIntervalMs: number,
    observer: WorkersObserver,
  ) {
    this.#pool = pool;
    this.#clock = clock;
    this.#dispatcher = dispatcher;
    this.#publishIntervalMs = publishIntervalMs;
    this.#observer = observer;
    this.#seats = dispatcher.lanes.map(() => ({
      session: undefined,
      startedAt: 0,
      delayMs: 0,
      emptySince: undefined,
      retry: undefined,
    }));
  }

  /**
   * Starts all workers.
   *
   * @throws KSE_WORKER_START or KSE_WORKER_DIED: a worker that can't start now never will.
   */
  async start(): Promise<void> {
    await Promise.all(this.#seats.map((_, partition) => this.#seat(partition)));
  }

  /**
   * Tells all workers of a stream. Later workers are told when they start.
   *
   * @throws KSE_PROTOCOL for a plan that workers don't understand.
   */
  async open(plan: StreamPlan): Promise<void> {
    this.#plans.set(plan.id, plan);
    await Promise.all(this.#seats.map(({ session }) => session && tell(session, plan)));
  }

  /** For how long the longest empty seat has been without a worker, milliseconds; 0 when all are there. */
  get emptyMs(): number {
    const now = this.#clock.monotonic();
    return Math.max(
      0,
      ...this.#seats.map(({ emptySince }) => (emptySince === undefined ? 0 : now - emptySince)),
    );
  }

  /** Figures of each worker; `undefined` for one that is gone or does not answer in time. */
  async stats(deadlineMs: number): Promise<readonly (WorkerStats | undefined)[]> {
    return Promise.all(
      this.#seats.map(async ({ session }) => {
        try {
          return await session?.stats(deadlineMs);
        } catch {
          // A dead or busy worker has no figures now; its death is told elsewhere.
          return undefined;
        }
      }),
    );
  }

  /** Kills a partition's worker, as a crash would. For tests of what follows. */
  kill(partition: number): void {
    this.#seats[partition]?.session?.kill();
  }

  /** Ends all workers and the pool. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    for (const seat of this.#seats) seat.retry?.cancel();
    await Promise.all(this.#seats.map(({ session }) => session?.stop()));
    await this.#pool.stop();
  }

  async #seat(partition: number): Promise<void> {
    const seat = this.#seats[partition];
    if (seat === undefined) return;
    const session = await WorkerSession.start(
      this.#pool,
      this.#clock,
      { partition, publishIntervalMs: this.#publishIntervalMs },
      (message) => this.#dispatcher.receive(partition, message),
    );
    try {
      for (const plan of this.#plans.values()) await session.open(plan);
    } catch (error) {
      // Left alive it would keep its thread, and the pool has no other for whoever comes next.
      session.kill();
      throw error;
    }
    if (this.#stopped !== undefined) return session.stop();
    seat.session = session;
    seat.startedAt = this.#clock.monotonic();
    seat.emptySince = undefined;
    this.#dispatcher.attach(partition, session);
    void session.ended.then((error) => {
      if (error !== undefined) this.#lose(partition, seat, error);
    });
  }

  #lose(partition: number, seat: Seat, error: Error): void {
    const now = this.#clock.monotonic();
    if (seat.session !== undefined && now - seat.startedAt > HEALTHY_MS) seat.delayMs = 0;
    seat.session = undefined;
    seat.emptySince ??= now;
    this.#dispatcher.detach(partition);
    if (this.#stopped !== undefined) return;
    this.#observer.died(partition, error);
    const delay = seat.delayMs;
    seat.delayMs = Math.min(LONGEST_DELAY_MS, Math.max(FIRST_DELAY_MS, delay * 2));
    seat.retry = this.#clock.after(delay, () => void this.#replace(partition, seat));
  }

  async #replace(partition: number, seat: Seat): Promise<void> {
    try {
      await this.#seat(partition);
      if (this.#stopped === undefined) this.#observer.replaced(partition);
    } catch (error) {
      this.#lose(partition, seat, error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** A worker that dies meanwhile, or can't answer, is one to be replaced: its successor hears of the plan first. */
async function tell(session: WorkerSession, plan: StreamPlan): Promise<void> {
  try {
    await session.open(plan);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'KSE_WORKER_DIED' && code !== 'KSE_WORKER_START') throw error;
    session.kill();
  }
}
