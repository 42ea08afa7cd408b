/** Time and chance, injected so that every transition is a test without real time. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. For what people read. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. For every duration and deadline. */
  monotonic(): number;
  /** Runs `task` once after `ms` milliseconds, unless cancelled. The timer keeps no process alive. */
  after(ms: number, task: () => void): Timer;
  /** Uniform in [0, 1). */
  random(): number;
}

export interface Timer {
  /** Idempotent; a no-op after the task has run. */
  cancel(): void;
}

/** setTimeout takes a signed 32-bit delay; more than that fires at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The real one. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, task) {
    const handle = setTimeout(task, Math.min(ms, LONGEST_DELAY_MS));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
  random: () => Math.random(),
};
