import type { ToWorker } from '../../../src/protocol/messages.ts';
import type { SessionTask } from '../../../src/protocol/worker-api.ts';
import session from '../../../src/workers/worker.ts';

/** The real worker, until the first batch of objects comes: that ends its thread. */
export default function dying(task: SessionTask): Promise<void> {
  task.bulk.on('message', ({ kind }: ToWorker) => {
    if (kind === 'batch') process.exit(7);
  });
  return session(task);
}
