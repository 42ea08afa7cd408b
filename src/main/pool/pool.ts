import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { CodedError } from '../../protocol/coded-error.ts';
import type { SessionTask } from '../../protocol/worker-api.ts';

/** Sources run as `.ts` under type stripping, builds as `.js`: the worker is this file's sibling in kind. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const WORKER = fileURLToPath(new URL(`../../workers/worker.${extension}`, import.meta.url));

/**
 * V8's young generation, MiB: a third of it is what one collection can move into the old one. At the
 * heap's limit Node gives a thread 16 MiB more to end in, and what goes beyond ends the process; so
 * one collection must stay well below that.
 */
const YOUNG_MIB = 16;

/** Limits of one worker thread. */
export interface ThreadLimits {
  /** V8's old generation, MiB. Without it a worker takes about 4 GiB whatever the container allows. */
  readonly heapMiB: number;
}

/**
 * A fixed number of threads, each of which runs one session task for its whole life. The task's
 * promise is the crash detector: it rejects when the thread throws, exits or runs out of heap.
 */
export class Pool {
  readonly #threads: Piscina<SessionTask, void>;
  #stopped: Promise<void> | undefined;

  constructor(threads: number, limits: ThreadLimits, worker: string = WORKER) {
    this.#threads = new Piscina({
      filename: worker,
      minThreads: threads,
      maxThreads: threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      concurrentTasksPerWorker: 1,
      // The default lets an idle worker block in Atomics.wait, where no port is ever served.
      atomics: 'disabled',
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMiB, maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    // The same faults reject the session's own promise; without a listener they would end the process.
    this.#threads.on('error', () => {});
  }

  /**
   * Runs one session to its end. `signal` kills its thread, and the pool starts another. Rejects when
   * the thread ends otherwise, or the pool does.
   */
  async run(task: SessionTask, signal: AbortSignal): Promise<void> {
    // Piscina would start threads anew, and nobody would be left to end them.
    if (this.#stopped !== undefined) throw new CodedError('KSE_WORKER_DIED', 'the workers have been stopped');
    return this.#threads.run(task, { transferList: [task.control, task.bulk], signal });
  }

  /** Ends all threads, whatever they do. Sessions still running reject. */
  stop(): Promise<void> {
    this.#stopped ??= this.#threads.destroy();
    return this.#stopped;
  }
}
