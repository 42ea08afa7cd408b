import type { ToWorker } from '../../../src/protocol/messages.ts';
import type { SessionTask } from '../../../src/protocol/worker-api.ts';
import session from '../../../src/workers/worker.ts';
import { DEATHS } from './deaths.ts';

/** The real worker, but for a message that kills it: the encoding's columns, a channel that the protocol has anyway. */
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
