import { CodedError } from '../../../src/protocol/coded-error.ts';
import type { ToWorker } from '../../../src/protocol/messages.ts';
import type { SessionTask } from '../../../src/protocol/worker-api.ts';
import session from '../../../src/workers/worker.ts';

/** Ways for a worker to die, asked for by the encoding's columns: a channel that the protocol has anyway. */
const DEATHS: Readonly<Record<string, () => void>> = {
  throw: () => {
    throw new CodedError('KSE_TEST', 'thrown in mid-churn');
  },
  exit: () => process.exit(7),
  heap: () => {
    const hoard: unknown[] = [];
    for (;;) hoard.push(new Array(10_000).fill({ a: 1 }));
  },
};

/** The real worker, but for a message that kills it. */
export default function failing(task: SessionTask): Promise<void> {
  const done = session(task);
  const death = new Promise<never>((_resolve, reject) => {
    task.bulk.on('message', (message: ToWorker) => {
      if (message.kind !== 'encoding') return;
      try {
        DEATHS[message.columns[0] ?? '']?.();
      } catch (error) {
        reject(error);
      }
    });
  });
  return Promise.race([done, death]);
}
