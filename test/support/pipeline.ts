import { systemClock } from '../../src/main/clock.ts';
import { openBody } from '../../src/main/exposition/body.ts';
import { Pipeline } from '../../src/main/pipeline.ts';
import type { DispatchStream } from '../../src/main/pool/dispatch-stream.ts';
import type { Losses } from '../../src/protocol/messages.ts';
import { Op } from '../../src/protocol/op.ts';
import { resourceByName } from '../../src/workers/families/index.ts';
import { eventually } from './deadline.ts';

/** A pipeline with one stream: real threads, no sockets; and what became of it. */
export interface TestPipeline {
  readonly pipeline: Pipeline;
  readonly stream: DispatchStream;
  readonly deaths: Error[];
  readonly replaced: number[];
  readonly losses: Losses[];
  /** Sends objects as JSON, and waits for credit. */
  put(...objects: readonly object[]): Promise<void>;
  remove(...objects: readonly object[]): Promise<void>;
  /** The sample lines of the newest snapshot. */
  lines(): Promise<readonly string[]>;
  /** Waits until `done` holds of the lines. */
  until(done: (lines: readonly string[]) => boolean, what: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface TestPipelineOptions {
  readonly resource: string;
  readonly families?: readonly string[];
  readonly worker?: string;
  readonly limit?: number;
  readonly heapMiB?: number;
}

export async function startPipeline(options: TestPipelineOptions): Promise<TestPipeline> {
  const resource = resourceByName(options.resource);
  if (resource === undefined) throw new Error(`no resource ${options.resource}`);
  const families = resource.families.filter(({ name }) => options.families?.includes(name) ?? true);
  const deaths: Error[] = [];
  const replaced: number[] = [];
  const losses: Losses[] = [];
  const pipeline = new Pipeline({
    clock: systemClock,
    resources: [{ resource, families, labels: undefined, annotations: undefined }],
    workers: 2,
    heapMiB: options.heapMiB ?? 256,
    publishIntervalMs: 20,
    ...(options.worker === undefined ? {} : { worker: options.worker }),
    observer: {
      began: () => {},
      applied: () => {},
      published: () => {},
      committed: () => {},
      stalled: () => {},
      lost: (_stream, lost) => void losses.push(lost),
      died: (_partition, error) => void deaths.push(error),
      replaced: (partition) => void replaced.push(partition),
    },
  });
  try {
    await pipeline.start();
  } catch (error) {
    await pipeline.stop();
    throw error;
  }
  const stream = await pipeline.open(options.resource, options.limit ?? 0);

  const send = async (op: Op, objects: readonly object[]) => {
    for (const object of objects) {
      const bytes = Buffer.from(JSON.stringify(object));
      const uid = (object as { metadata?: { uid?: string } }).metadata?.uid ?? '';
      const at = uid === '' ? 0 : bytes.indexOf(`"${uid}"`) + 1;
      stream.object(op, bytes, 0, bytes.length, at, at + uid.length);
    }
    await stream.drained();
  };
  const lines = async () => {
    const body = openBody(pipeline.current, { format: 'text', encoding: 'identity' }, 0);
    const pieces: Uint8Array[] = [];
    for await (const chunk of body.chunks()) pieces.push(Uint8Array.from(chunk));
    const text = Buffer.concat(pieces).toString();
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };
  return {
    pipeline,
    stream,
    deaths,
    replaced,
    losses,
    put: (...objects) => send(Op.upsert, objects),
    remove: (...objects) => send(Op.remove, objects),
    lines,
    until: (done, what) =>
      eventually(async () => {
        const now = await lines();
        return done(now) ? now : undefined;
      }, what),
    stop: () => pipeline.stop(),
  };
}
