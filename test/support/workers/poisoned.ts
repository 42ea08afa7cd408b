import type { ToWorker } from '../../../src/protocol/messages.ts';
import type { SessionTask } from '../../../src/protocol/worker-api.ts';
import session from '../../../src/workers/worker.ts';
import { DEATHS } from './deaths.ts';

/** The text of a poison; in any encoding a string of an object lies in its bytes as it is. */
export const poison = (death: string): string => `kse-poison-${death}-`;
const POISON = /kse-poison-(\w+)-/;

/** The real worker, but for an object that kills it: it dies of the batch that holds the poison. */
export default function poisoned(task: SessionTask): Promise<void> {
  const done = session(task);
  const death = new Promise<never>((_resolve, reject) => {
    task.bulk.on('message', (message: ToWorker) => {
      if (message.kind !== 'batch') return;
      const found = POISON.exec(Buffer.from(message.buffer).toString('latin1'));
      try {
        DEATHS[found?.[1] ?? '']?.();
      } catch (error) {
        reject(error);
      }
    });
  });
  return Promise.race([done, death]);
}
