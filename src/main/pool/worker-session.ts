import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { CodedError } from '../../protocol/coded-error.ts';
import type { ToMain, ToWorker } from '../../protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import {
  connect,
  type RemoteWorker,
  release,
  type SessionConfig,
  type StreamPlan,
  type WorkerStats,
} from '../../protocol/worker-api.ts';
import type { Clock } from '../clock.ts';
import type { Pool } from './pool.ts';

/** What a session needs of the pool: a thread. */
export type ThreadSource = Pick<Pool, 'run'>;

/**
 * A thread that has not answered by now never will: a module that fails to load leaves piscina's
 * task unsettled for ever. Starting one takes 40 ms when the machine is idle.
 */
const HELLO_DEADLINE_MS = 20_000;

/** How long a worker may take to end by itself before its thread is killed. */
const STOP_DEADLINE_MS = 2_000;

/** One worker as main holds it: two ports, and the promise that tells of its end. */
export class WorkerSession {
  /** Settles when the session is over: `undefined` after `stop`, else why it died. Never rejects. */
  readonly ended: Promise<Error | undefined>;
  readonly #bulk: MessagePort;
  readonly #control: MessagePort;
  /** Kept here for the life of the session: a proxy that is collected in mid-call hangs that call. */
  readonly #remote: RemoteWorker;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  readonly #dead: Promise<never>;
  #over = false;
  #stopping = false;

  private constructor(
    pool: ThreadSource,
    clock: Clock,
    config: SessionConfig,
    receive: (message: ToMain) => void,
  ) {
    const control = new MessageChannel();
    const bulk = new MessageChannel();
    this.#clock = clock;
    this.#bulk = bulk.port1;
    this.#control = control.port1;
    this.#remote = connect(control.port1);
    bulk.port1.on('message', (message: ToMain) => {
      if (!this.#over) receive(message);
    });
    const task = pool.run({ control: control.port2, bulk: bulk.port2, config }, this.#abort.signal);
    this.ended = task.then(
      () =>
        this.#end(
          this.#stopping ? undefined : new CodedError('KSE_WORKER_DIED', 'the session ended by itself'),
        ),
      (cause: unknown) => this.#end(new CodedError('KSE_WORKER_DIED', 'a worker died', { cause })),
    );
    this.#dead = this.ended.then((error) => {
      throw error ?? new CodedError('KSE_WORKER_DIED', 'the worker has been stopped');
    });
    // Calls race with it; without a call under way nobody would be listening.
    this.#dead.catch(() => {});
  }

  /**
   * Starts a session and waits until it has said hello.
   *
   * @throws KSE_WORKER_START when it does not in time, KSE_WORKER_DIED when its thread fails.
   */
  static async start(
    pool: ThreadSource,
    clock: Clock,
    config: SessionConfig,
    receive: (message: ToMain) => void,
  ): Promise<WorkerSession> {
    const session = new WorkerSession(pool, clock, config, receive);
    try {
      await session.#call('hello', HELLO_DEADLINE_MS, (remote) => remote.hello(PROTOCOL_VERSION));
      return session;
    } catch (error) {
      session.kill();
      throw error;
    }
  }

  post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    // A dead session's port takes messages and drops them: its streams are about to start again.
    this.#bulk.postMessage(message, transfer);
  }

  open(plan: StreamPlan): Promise<void> {
    return this.#call(`open ${plan.resource}`, HELLO_DEADLINE_MS, (remote) => remote.open(plan));
  }

  close(stream: number): Promise<void> {
    return this.#call('close', HELLO_DEADLINE_MS, (remote) => remote.close(stream));
  }

  stats(deadlineMs: number): Promise<WorkerStats> {
    return this.#call('stats', deadlineMs, (remote) => remote.stats());
  }

  /** Ends the session: politely, then by killing its thread. Idempotent. */
  async stop(): Promise<void> {
    if (!this.#over && !this.#stopping) {
      this.#stopping = true;
      try {
        await this.#call('stop', STOP_DEADLINE_MS, (remote) => remote.stop());
      } catch {
        // It did not answer or died on the way: killing it is all that is left to do.
        this.kill();
      }
    }
    await this.ended;
  }

  /** Ends the session's thread at once. */
  kill(): void {
    this.#abort.abort();
  }

  #end(error: Error | undefined): Error | undefined {
    this.#over = true;
    this.#bulk.close();
    release(this.#remote);
    // Comlink closes it when the other side answers, which a dead one, or one that never was, does not.
    this.#control.close();
    return error;
  }

  /** A call that settles, whatever becomes of the worker: comlink alone would leave it hanging (#601). */
  async #call<T>(what: string, deadlineMs: number, call: (remote: RemoteWorker) => Promise<T>): Promise<T> {
    if (this.#over) return this.#dead;
    let cancel = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      const timer = this.#clock.after(deadlineMs, () =>
        reject(new CodedError('KSE_WORKER_START', `a worker did not answer ${what} within ${deadlineMs} ms`)),
      );
      cancel = () => timer.cancel();
    });
    try {
      return await Promise.race([call(this.#remote), this.#dead, late]);
    } finally {
      cancel();
    }
  }
}
