import { systemClock } from '../../src/main/clock.ts';
import { openBody } from '../../src/main/exposition/body.ts';
import { familyHeader } from '../../src/main/exposition/headers.ts';
import type { DispatchStream } from '../../src/main/pool/dispatch-stream.ts';
import { Dispatcher } from '../../src/main/pool/dispatcher.ts';
import { Pool } from '../../src/main/pool/pool.ts';
import { Workers } from '../../src/main/pool/workers.ts';
import { Publisher } from '../../src/main/snapshot/publisher.ts';
import type { Losses } from '../../src/protocol/messages.ts';
import { Op } from '../../src/protocol/op.ts';
import type { StreamPlan } from '../../src/protocol/worker-api.ts';
import { resourceByName } from '../../src/workers/families/index.ts';
import { eventually } from './deadline.ts';

/** The pipeline between a reflector and a scrape: real threads, no sockets. */
export interface Pipeline {
  readonly workers: Workers;
  readonly dispatcher: Dispatcher;
  readonly publisher: Publisher;
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

export interface PipelineOptions {
  readonly resource: string;
  readonly partitions?: number;
  readonly families?: readonly string[];
  readonly worker?: string;
  readonly limit?: number;
  readonly heapMiB?: number;
}

export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { resource: name, partitions = 2, worker, limit } = options;
  const resource = resourceByName(name);
  if (resource === undefined) throw new Error(`no resource ${name}`);
  const families = resource.families.filter((f) => options.families?.includes(f.name) ?? true);
  const deaths: Error[] = [];
  const replaced: number[] = [];
  const losses: Losses[] = [];
  const publisher = new Publisher(systemClock, partitions, [{ name, headers: families.map(familyHeader) }], {
    published: () => {},
    committed: () => {},
  });
  const dispatcher = new Dispatcher(systemClock, partitions, {
    began: (stream, stage) => publisher.begin(stream, stage),
    patched: (partition, patch) => publisher.apply(partition, patch),
    lost: (_stream, lost) => void losses.push(lost),
    stalled: () => {},
  });
  const pool = new Pool(partitions, { heapMiB: options.heapMiB ?? 256 }, worker);
  const workers = new Workers(pool, systemClock, dispatcher, 20, {
    died: (_partition, error) => void deaths.push(error),
    replaced: (partition) => void replaced.push(partition),
  });
  const plan: StreamPlan = {
    id: 1,
    resource: name,
    families: families.map((f) => f.name),
    labels: undefined,
    annotations: undefined,
  };
  publisher.open(plan.id, name);
  const stream = dispatcher.open(plan, limit);
  await workers.start();
  await workers.open(plan);

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
    const body = openBody(publisher.current, { format: 'text', encoding: 'identity' }, 0);
    const pieces: Uint8Array[] = [];
    for await (const chunk of body.chunks()) pieces.push(Uint8Array.from(chunk));
    const text = Buffer.concat(pieces).toString();
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };
  return {
    workers,
    dispatcher,
    publisher,
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
    stop: () => workers.stop(),
  };
}
