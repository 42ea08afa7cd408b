import { codeOf } from '../protocol/coded-error.ts';
import type { Losses } from '../protocol/messages.ts';
import type { Clock } from './clock.ts';
import type { ApiTransport } from './kube/api.ts';
import { Reflector, type ReflectorSnapshot } from './kube/reflector.ts';
import { type CallKind, quietObserver, type ReflectorObserver } from './kube/reflector-observer.ts';
import { DEFAULT_PAGE_LIMIT } from './kube/stream-request.ts';
import type { Options } from './options/table.ts';
import type { DispatchStream } from './pool/dispatch-stream.ts';
import type { PlannedStream } from './stream-plan.ts';
import type { Log } from './telemetry/log.ts';
import type { Instruments } from './telemetry/self-metrics.ts';
import { goTypeOf } from './telemetry/self-state.ts';

export interface WatchedStreamOptions {
  readonly planned: PlannedStream;
  readonly stream: DispatchStream;
  readonly transport: ApiTransport;
  readonly clock: Clock;
  readonly instruments: Instruments;
  readonly log: Log;
  readonly contentType: Options['kubeApiContentType'];
  readonly useApiServerCache: boolean;
}

/** One stream from the API server to the workers, and what there is to tell of it. */
export class WatchedStream {
  readonly planned: PlannedStream;
  readonly stream: DispatchStream;
  readonly #reflector: Reflector;
  readonly #instruments: Instruments;
  readonly #log: Log;
  /** When the stage that is under way began, milliseconds since the epoch. */
  #stagedAt: number | undefined;
  #committed = false;
  readonly #clock: Clock;

  constructor(options: WatchedStreamOptions) {
    const { planned, stream, transport, clock, instruments, log } = options;
    const { group, version, name } = planned.enabled.resource;
    this.planned = planned;
    this.stream = stream;
    this.#clock = clock;
    this.#instruments = instruments;
    this.#log = log.child({
      resource: name,
      ...(planned.namespace !== '' && { namespace: planned.namespace }),
    });
    this.#reflector = new Reflector({
      request: {
        group,
        version,
        plural: name,
        ...(planned.namespace !== '' && { namespace: planned.namespace }),
        ...(planned.fieldSelector !== '' && { fieldSelector: planned.fieldSelector }),
        transfer: planned.transfer,
        contentType: options.contentType,
        useApiServerCache: options.useApiServerCache,
        pageLimit: DEFAULT_PAGE_LIMIT,
      },
      transport,
      sink: stream,
      clock,
      observer: this.#observer(),
    });
  }

  /** `pods`, or `pods in namespace a`. */
  get label(): string {
    const { enabled, namespace } = this.planned;
    return namespace === '' ? enabled.resource.name : `${enabled.resource.name} in namespace ${namespace}`;
  }

  /** Its series are whole, if maybe old: some stage of it was committed. */
  get committed(): boolean {
    return this.#committed;
  }

  /** The server refuses it, and somebody has to lift that: others need not wait for it. */
  get refused(): boolean {
    return this.#reflector.snapshot().refused;
  }

  /** When the stage that is under way began, milliseconds since the epoch; `undefined`: none is. */
  get stagedAt(): number | undefined {
    return this.#stagedAt;
  }

  get reflector(): ReflectorSnapshot {
    return this.#reflector.snapshot();
  }

  start(): void {
    this.#reflector.start();
  }

  /** Begins a full set: a worker has lost its part. */
  restart(reason: string): void {
    this.#reflector.restart(reason);
  }

  stop(): Promise<void> {
    return this.#reflector.stop();
  }

  stageBegan(): void {
    this.#stagedAt = this.#clock.now();
  }

  stageCommitted(): void {
    this.#stagedAt = undefined;
    this.#committed = true;
    const { count, names } = this.stream.leftOut;
    if (count > 0) {
      this.#log.warn('objects were left out by --object-limit', { count, first: names.join(', ') });
    }
  }

  lost({ example, ...counts }: Losses): void {
    const resource = this.planned.enabled.resource.name;
    for (const [kind, count] of Object.entries(counts) as [keyof typeof counts, number][]) {
      if (count > 0) this.#instruments.losses({ resource, kind }, count);
    }
    this.#log.debug('rendering has lost something', { ...counts, example });
  }

  #observer(): ReflectorObserver {
    const { resource } = this.planned.enabled;
    const goType = goTypeOf(resource);
    const instruments = this.#instruments;
    let answered = false;
    const count = (kind: CallKind, result: 'success' | 'error') =>
      (kind === 'list' ? instruments.lists : instruments.watches)({ result, resource: goType });
    return {
      ...quietObserver,
      called: () => {
        answered = false;
      },
      answered: (kind) => {
        answered = true;
        if (kind !== 'list') count(kind, 'success');
      },
      finished: (kind, error) => {
        if (kind === 'list') count(kind, error === undefined ? 'success' : 'error');
        else if (!answered) count(kind, 'error');
        else instruments.reconnects({ resource: resource.name, reason: reasonOf(error) });
      },
      received: (_bytes, events) => {
        for (const [type, by] of Object.entries(events)) {
          if (by > 0) instruments.events({ resource: resource.name, type }, by);
        }
      },
      malformed: (error) => {
        instruments.losses({ resource: resource.name, kind: 'malformed' });
        this.#log.warn('left out what is no object', {}, error);
      },
      synced: (kind, resourceVersion) => this.#log.debug('complete set', { kind, resourceVersion }),
      waiting: (ms, refused, error) =>
        this.#log.warn(
          refused ? 'refused by the API server' : 'trying again',
          { inMs: Math.round(ms) },
          error,
        ),
      fellBackToJson: () => {
        instruments.contentTypeFallbacks({ resource: resource.name });
        this.#log.warn('the API server would not send protobuf: asking for JSON');
      },
      restarted: (reason) => this.#log.info('listing again', { reason }),
    };
  }
}

/** Why a watch ended, as a label: one of our codes, so that there are few. */
function reasonOf(error: unknown): string {
  if (error === undefined) return 'ended';
  const code = codeOf(error);
  return code?.startsWith('KSE_') ? code : 'other';
}
