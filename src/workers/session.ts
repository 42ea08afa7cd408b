import { type MessagePort, threadId } from 'node:worker_threads';
import { readBatch } from '../protocol/batch.ts';
import { CodedError } from '../protocol/coded-error.ts';
import type { ToMain, ToWorker } from '../protocol/messages.ts';
import { Op } from '../protocol/op.ts';
import { patchBytes, transferables } from '../protocol/patch.ts';
import { Settling } from '../protocol/settling.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import {
  type SessionTask,
  type StreamPlan,
  serve,
  type WorkerApi,
  type WorkerStats,
} from '../protocol/worker-api.ts';
import { Compaction } from './compaction.ts';
import { Publication, type Timers } from './publication.ts';
import { WorkerStream } from './stream.ts';

/** One worker's life: from its ports to the end of its task. */
export class Session implements WorkerApi {
  /** Settles when `stop` was called; rejects when a message could not be handled. */
  readonly done: Promise<void>;
  readonly #bulk: MessagePort;
  readonly #control: MessagePort;
  readonly #streams = new Map<number, WorkerStream>();
  readonly #timers: Timers;
  readonly #publication: Publication;
  readonly #compaction: Compaction;
  readonly #settling: Settling;
  readonly #finish: () => void;
  readonly #fail: (error: unknown) => void;

  constructor(task: SessionTask, timers: Timers) {
    this.#bulk = task.bulk;
    this.#control = task.control;
    this.#timers = timers;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#finish = resolve;
    this.#fail = reject;
    this.#publication = new Publication(timers, task.config.publishIntervalMs, () =>
      this.#guard(() => this.#publish()),
    );
    this.#settling = new Settling(timers);
    this.#compaction = new Compaction(
      timers,
      () => this.#parts(),
      () => this.#publication.request(),
    );
    this.#bulk.on('message', (message: ToWorker) => this.#guard(() => this.#receive(message)));
    serve(this, task.control);
  }

  hello(version: number): { version: number; threadId: number } {
    if (version !== PROTOCOL_VERSION) {
      throw new CodedError(
        'KSE_PROTOCOL',
        `main speaks protocol ${version}, this worker ${PROTOCOL_VERSION}`,
      );
    }
    return { version: PROTOCOL_VERSION, threadId };
  }

  open(plan: StreamPlan): void {
    this.#streams.set(plan.id, new WorkerStream(plan));
  }

  close(stream: number): void {
    this.#streams.delete(stream);
  }

  stats(): WorkerStats {
    const sum = { pageBytes: 0, plainBytes: 0, storedPages: 0, objects: 0 };
    for (const part of this.#parts()) {
      const { pageBytes, plainBytes, storedPages } = part.measure();
      sum.pageBytes += pageBytes;
      sum.plainBytes += plainBytes;
      sum.storedPages += storedPages;
      sum.objects += part.objects;
    }
    const cpu = process.threadCpuUsage();
    return { ...sum, heapBytes: process.memoryUsage().heapUsed, cpuMs: (cpu.user + cpu.system) / 1000 };
  }

  stop(): void {
    this.#quiet();
    // The answer to this very call leaves first; then the ports close and the task resolves.
    setImmediate(() => {
      this.#closePorts();
      this.#finish();
    });
  }

  #receive(message: ToWorker): void {
    const stream = this.#streams.get(message.stream);
    switch (message.kind) {
      case 'begin':
        stream?.part.begin();
        return;
      case 'complete':
        stream?.part.complete(message.stage);
        this.#publication.request();
        return;
      case 'encoding':
        stream?.encoding(message.encoding, message.columns);
        return;
      case 'batch':
        // A batch of a stream that was closed meanwhile still gives its credit back.
        if (stream !== undefined) apply(stream, message.buffer, message.at);
        this.#send({
          kind: 'applied',
          sequence: message.sequence,
          resourceVersion: stream?.resourceVersion ?? '',
          losses: stream?.takeLosses(),
        });
        if (stream?.part.publishable) this.#publication.request();
        return;
      default:
        throw new CodedError(
          'KSE_PROTOCOL',
          `unknown message ${JSON.stringify((message as { kind: unknown }).kind)}`,
        );
    }
  }

  #publish(): void {
    for (const { part } of this.#streams.values()) {
      if (!part.publishable) continue;
      const patch = part.take(this.#timers.monotonic());
      if (patch.closes === undefined) this.#settling.replaced(patchBytes(patch));
      else this.#settling.request();
      this.#send({ kind: 'patch', patch }, transferables(patch));
    }
    this.#compaction.request();
  }

  #send(message: ToMain, transfer: ArrayBuffer[] = []): void {
    this.#bulk.postMessage(message, transfer);
  }

  *#parts() {
    for (const stream of this.#streams.values()) yield stream.part;
  }

  /**
   * A fault in a handler ends the session: main gives its partition to another. The thread may be
   * the one that serves that, so nothing of this session stays behind in it.
   */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#quiet();
      this.#closePorts();
      this.#streams.clear();
      this.#fail(error);
    }
  }

  #quiet(): void {
    this.#publication.stop();
    this.#compaction.stop();
    this.#settling.stop();
  }

  #closePorts(): void {
    this.#bulk.close();
    this.#control.close();
  }
}

function apply(stream: WorkerStream, buffer: ArrayBuffer, at: number): void {
  const bytes = Buffer.from(buffer);
  stream.resourceVersion = '';
  readBatch(bytes, (entry) => {
    const uid = bytes.toString('latin1', entry.uidStart, entry.uidEnd);
    if (entry.op === Op.upsert) stream.upsert(uid, bytes, entry.start, entry.end, at);
    else stream.remove(uid, bytes, entry.start, entry.end, at);
  });
}
