import type { ThreadSource } from '../../../src/main/pool/worker-session.ts';
import type { ToMain } from '../../../src/protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../../src/protocol/version.ts';
import {
  type SessionTask,
  type StreamPlan,
  serve,
  type WorkerApi,
  type WorkerStats,
} from '../../../src/protocol/worker-api.ts';

const NO_STATS: WorkerStats = {
  heapBytes: 0,
  pageBytes: 0,
  plainBytes: 0,
  storedPages: 0,
  objects: 0,
  cpuMs: 0,
};

/** How a worker behaves; `silent` calls are never answered. */
export interface Behaviour {
  readonly silent?: readonly (keyof WorkerApi)[];
  /** Its side of a call throws. */
  readonly open?: (plan: StreamPlan) => void;
}

/** A worker's side of a session, on this thread. */
export class FakeWorker {
  readonly task: SessionTask;
  readonly opened: string[] = [];
  /** Calls that came in and will never be answered. */
  readonly unanswered: string[] = [];
  readonly #end: (error?: Error) => void;

  constructor(task: SessionTask, behaviour: Behaviour, end: (error?: Error) => void) {
    this.task = task;
    this.#end = end;
    const never = new Promise<never>(() => {});
    const answers: WorkerApi = {
      hello: () => ({ version: PROTOCOL_VERSION, threadId: 1 }),
      open: (plan) => {
        behaviour.open?.(plan);
        this.opened.push(plan.resource);
      },
      close: () => {},
      stats: () => NO_STATS,
      stop: () => void setImmediate(() => this.end()),
    };
    for (const name of behaviour.silent ?? []) {
      const ignore = () => {
        this.unanswered.push(name);
        return never;
      };
      Object.assign(answers, { [name]: ignore });
    }
    serve(answers, task.control);
  }

  send(message: ToMain): void {
    this.task.bulk.postMessage(message);
  }

  /** Ends the session; as a death when there is an error. */
  end(error?: Error): void {
    this.task.control.close();
    this.task.bulk.close();
    this.#end(error);
  }
}

/** A pool whose threads are this one. Each session takes the next behaviour; the last one stays. */
export class FakePool implements ThreadSource {
  readonly workers: FakeWorker[] = [];
  behaviours: Behaviour[] = [{}];
  stopped = 0;
  /** Sessions that were killed before they had ended. */
  killed = 0;

  run(task: SessionTask, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const behaviour = (this.behaviours.length > 1 ? this.behaviours.shift() : this.behaviours[0]) ?? {};
    const worker = new FakeWorker(task, behaviour, (error) => (error ? reject(error) : resolve()));
    this.workers.push(worker);
    let ended = false;
    const settled = () => {
      ended = true;
    };
    promise.then(settled, settled);
    signal.addEventListener('abort', () => {
      if (!ended) this.killed++;
      worker.end(new Error('killed'));
    });
    return promise;
  }

  async stop(): Promise<void> {
    this.stopped++;
    for (const worker of this.workers) worker.end(new Error('the pool was stopped'));
  }
}
