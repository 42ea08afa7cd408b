import type { DispatcherObserver } from '../../../src/main/pool/dispatcher.ts';
import type { WorkerSession } from '../../../src/main/pool/worker-session.ts';
import { type BatchEntry, readBatch } from '../../../src/protocol/batch.ts';
import type { ToWorker } from '../../../src/protocol/messages.ts';
import type { StreamPlan } from '../../../src/protocol/worker-api.ts';

export type Batch = Extract<ToWorker, { kind: 'batch' }>;

/** A session that keeps what is posted to it. */
export class FakeSession {
  readonly posted: ToWorker[] = [];

  post(message: ToWorker): void {
    this.posted.push(message);
  }

  /** As what it stands for: lanes use nothing else of one. */
  get session(): WorkerSession {
    return this as unknown as WorkerSession;
  }

  get batches(): readonly Batch[] {
    return this.posted.filter((message) => message.kind === 'batch');
  }

  /** The stages that it was told the end of. */
  get completed(): readonly number[] {
    return this.posted.flatMap((message) => (message.kind === 'complete' ? [message.stage] : []));
  }
}

/** The objects in a batch, as text. */
export function contentOf(batch: Batch | undefined): readonly string[] {
  const objects: string[] = [];
  const bytes = Buffer.from(batch?.buffer ?? new ArrayBuffer(0));
  readBatch(bytes, ({ start, end }: BatchEntry) => void objects.push(bytes.toString('utf8', start, end)));
  return objects;
}

/** A plan of no families, for what only looks at names. */
export function planOf(id: number, resource: string): StreamPlan {
  return { id, resource, families: [], labels: undefined, annotations: undefined };
}

/** Hears nothing. */
export const quietDispatcherObserver: DispatcherObserver = {
  began: () => {},
  patched: () => {},
  lost: () => {},
  stalled: () => {},
  attached: () => {},
  detached: () => {},
};
