import type { SessionTask } from '../protocol/worker-api.ts';
import { Session } from './session.ts';

const timers = {
  monotonic: () => performance.now(),
  after(ms: number, task: () => void) {
    const handle = setTimeout(task, ms);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** The pool's task: runs until `stop`, and its rejection is how main learns of a fault. */
export default function session(task: SessionTask): Promise<void> {
  return new Session(task, timers).done;
}
