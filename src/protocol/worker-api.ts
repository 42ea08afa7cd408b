import type { MessagePort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import { type ErrorWire, errorFromWire, errorToWire } from './error-wire.ts';

/** What a worker renders for one stream: plain data, sent once. */
export interface StreamPlan {
  readonly id: number;
  /** Plural name of a resource in the tables. */
  readonly resource: string;
  /** Names of the enabled families, in emission order; a page's family index counts in this list. */
  readonly families: readonly string[];
  /** Allowed keys of `metadata.labels`, as in `--metric-labels-allowlist`; `undefined`: none. */
  readonly labels: readonly string[] | undefined;
  /** The same for `metadata.annotations`. */
  readonly annotations: readonly string[] | undefined;
}

/** What a session is given with its ports. */
export interface SessionConfig {
  readonly partition: number;
  /** The longest that a change waits for others to join it, milliseconds. */
  readonly publishIntervalMs: number;
}

/** The task that a pool thread runs for its whole life. */
export interface SessionTask {
  readonly control: MessagePort;
  readonly bulk: MessagePort;
  readonly config: SessionConfig;
}

/** Figures of one worker, for self-metrics and the status pages. */
export interface WorkerStats {
  readonly heapBytes: number;
  readonly pageBytes: number;
  readonly plainBytes: number;
  readonly storedPages: number;
  readonly objects: number;
  /** CPU milliseconds of this thread since its start. */
  readonly cpuMs: number;
}

/** The control side of a worker; bulk data has a port of its own. */
export interface WorkerApi {
  /** @throws KSE_PROTOCOL when the versions differ. */
  hello(version: number): { readonly version: number; readonly threadId: number };
  /** @throws KSE_PROTOCOL for an unknown resource or family. */
  open(plan: StreamPlan): void;
  /** Forgets a stream. Unknown ids are ignored. */
  close(stream: number): void;
  stats(): WorkerStats;
  /** Ends the session: its task resolves after this call has answered. */
  stop(): void;
}

/** A worker as main sees it. Keep it in a field: a collected proxy hangs its calls (comlink #692). */
export type RemoteWorker = Comlink.Remote<WorkerApi>;

// Comlink's own handler for what a call throws keeps message, name and stack; code and cause are
// what we match on, so they travel too.
const thrown = Comlink.transferHandlers.get('throw');
if (thrown !== undefined) {
  Comlink.transferHandlers.set('throw', {
    canHandle: (value): value is { value: unknown } => thrown.canHandle(value),
    serialize: ({ value }: { value: unknown }) => [errorToWire(value), []],
    deserialize: (wire: ErrorWire): never => {
      throw errorFromWire(wire);
    },
  });
}

/**
 * A port as comlink wants one. Its own `addEventListener` would do, but for each event it makes a
 * DOM `MessageEvent`, and Node's come with its whole fetch: 4 MiB a thread, loaded by the first one.
 */
class PortEndpoint {
  /** Comlink closes an endpoint on release if its class has this name, whatever it is minified to. */
  static readonly name = 'MessagePort';
  readonly #port: MessagePort;
  readonly #listeners = new Map<unknown, (data: unknown) => void>();

  constructor(port: MessagePort) {
    this.#port = port;
  }

  postMessage(message: unknown, transfer: readonly MessagePort[] = []): void {
    this.#port.postMessage(message, [...transfer]);
  }

  addEventListener(_type: string, listener: (event: { readonly data: unknown }) => void): void {
    const onMessage = (data: unknown) => listener({ data });
    this.#listeners.set(listener, onMessage);
    this.#port.on('message', onMessage);
  }

  removeEventListener(_type: string, listener: unknown): void {
    const onMessage = this.#listeners.get(listener);
    if (onMessage !== undefined) this.#port.off('message', onMessage);
    this.#listeners.delete(listener);
  }

  close(): void {
    this.#port.close();
  }
}

/** Answers calls that come in on `port`. */
export function serve(api: WorkerApi, port: MessagePort): void {
  Comlink.expose(api, new PortEndpoint(port) as unknown as Comlink.Endpoint);
}

/** The other end of `serve`. */
export function connect(port: MessagePort): RemoteWorker {
  return Comlink.wrap<WorkerApi>(new PortEndpoint(port) as unknown as Comlink.Endpoint);
}

/** Ends the connection and closes its port. */
export function release(worker: RemoteWorker): void {
  worker[Comlink.releaseProxy]();
}
