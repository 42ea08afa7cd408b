import { codeOf, describe } from '../../protocol/coded-error.ts';
import type { StreamSink } from '../../protocol/stream.ts';
import type { Clock, Timer } from '../clock.ts';
import type { ApiTransport } from './api.ts';
import { Feed } from './feed.ts';
import { type Outcome, ReflectorCall } from './reflector-call.ts';
import { quietObserver, type ReflectorObserver } from './reflector-observer.ts';
import { defaultSettings, type ReflectorSettings } from './reflector-settings.ts';
import {
  initialState,
  type Phase,
  type ReflectorEffect,
  type ReflectorEvent,
  type ReflectorState,
  step,
} from './reflector-state.ts';
import type { StreamRequest } from './stream-request.ts';

export interface ReflectorOptions {
  readonly request: StreamRequest;
  readonly transport: ApiTransport;
  readonly sink: StreamSink;
  readonly clock: Clock;
  readonly observer?: ReflectorObserver;
  readonly settings?: Partial<ReflectorSettings>;
}

/** A reflector at one moment, for status pages. Times are milliseconds since the epoch. */
export interface ReflectorSnapshot {
  readonly phase: Phase;
  /** When the phase began. */
  readonly since: number;
  /** The kind of call that runs or comes next. */
  readonly call: 'stream' | 'list' | 'watch' | undefined;
  /** Whether the server has answered the running call. */
  readonly answered: boolean;
  /**
   * The server refused, for somebody to lift it, the last time that it answered. Unlike the phase
   * this stays while it is asked again.
   */
  readonly refused: boolean;
  /** Protobuf was refused, and JSON is asked for. */
  readonly fellBackToJson: boolean;
  /** The newest version of a complete set or after it; `''` before the first. */
  readonly resourceVersion: string;
  /** When a complete set was passed on last. */
  readonly lastSyncAt: number | undefined;
  readonly lastEventAt: number | undefined;
  readonly lastBookmarkAt: number | undefined;
  /** The last failure, kept after it was overcome. */
  readonly lastError:
    | { readonly code: string | undefined; readonly message: string; readonly at: number }
    | undefined;
  /** Failures in a row. */
  readonly failures: number;
  readonly nextRetryAt: number | undefined;
}

/**
 * Keeps a sink up with one stream of the API server, for ever: a full set, then the changes. What
 * to do when is `reflector-state.ts`; this performs it.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #clock: Clock;
  readonly #observer: ReflectorObserver;
  readonly #settings: ReflectorSettings;
  readonly #feed: Feed;
  #state: ReflectorState = initialState;
  #call: ReflectorCall | undefined;
  #timer: Timer | undefined;
  /** Calls that still run, aborted ones too. */
  readonly #running = new Set<Promise<void>>();
  #stopped: Promise<void> | undefined;

  #since: number;
  #answered = false;
  #lastSyncAt: number | undefined;
  #lastEventAt: number | undefined;
  #lastBookmarkAt: number | undefined;
  #lastError: ReflectorSnapshot['lastError'];
  #nextRetryAt: number | undefined;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#observer = options.observer ?? quietObserver;
    this.#settings = { ...defaultSettings, ...options.settings };
    this.#feed = new Feed(options.sink);
    this.#since = options.clock.now();
  }

  /** Begins. Idempotent, and a no-op once stopped. */
  start(): void {
    this.#dispatch({ type: 'start' });
  }

  /**
   * Breaks off what is running and begins a full set at once: for when what was passed on is lost.
   * A no-op before `start` and after `stop`.
   */
  restart(reason: string): void {
    if (this.#state.phase === 'idle' || this.#state.phase === 'stopped') return;
    this.#observer.restarted(reason);
    this.#dispatch({ type: 'restart' });
  }

  /**
   * Breaks off everything; nothing reaches the sink any more. Resolves when no call is left.
   * Idempotent.
   */
  stop(): Promise<void> {
    if (this.#stopped === undefined) {
      this.#dispatch({ type: 'stop' });
      this.#stopped = Promise.all(this.#running).then(() => {});
    }
    return this.#stopped;
  }

  snapshot(): ReflectorSnapshot {
    return {
      phase: this.#state.phase,
      since: this.#since,
      call: this.#state.plan?.kind,
      answered: this.#answered,
      refused: this.#state.refused,
      fellBackToJson: this.#state.protobufRefused,
      resourceVersion: this.#state.resourceVersion,
      lastSyncAt: this.#lastSyncAt,
      lastEventAt: this.#lastEventAt,
      lastBookmarkAt: this.#lastBookmarkAt,
      lastError: this.#lastError,
      failures: this.#state.failures,
      nextRetryAt: this.#nextRetryAt,
    };
  }

  #dispatch(event: ReflectorEvent, error?: unknown): void {
    const before = this.#state;
    const context = {
      now: this.#clock.monotonic(),
      random: this.#clock.random(),
      request: this.#options.request,
    };
    const { state, effects } = step(before, event, context);
    this.#state = state;
    if (state.phase !== before.phase) {
      this.#since = this.#clock.now();
      this.#observer.phase(state.phase);
    }
    if (state.protobufRefused && !before.protobufRefused) this.#observer.fellBackToJson();
    for (const effect of effects) this.#perform(effect, before, error);
  }

  #perform(effect: ReflectorEffect, before: ReflectorState, error: unknown): void {
    switch (effect.type) {
      case 'abort':
        this.#call?.abort();
        this.#call = undefined;
        this.#answered = false;
        this.#endWait();
        return;
      case 'call':
        this.#start(effect);
        return;
      case 'complete':
        this.#feed.complete(effect.resourceVersion);
        this.#lastSyncAt = this.#clock.now();
        this.#observer.synced(before.plan?.kind ?? 'stream', effect.resourceVersion);
        return;
      case 'wait': {
        const refused = this.#state.phase === 'refused';
        this.#nextRetryAt = this.#clock.now() + effect.ms;
        this.#timer = this.#clock.after(effect.ms, () => {
          this.#endWait();
          this.#dispatch({ type: 'retry' });
        });
        this.#observer.waiting(effect.ms, refused, error);
        return;
      }
    }
  }

  #endWait(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#nextRetryAt = undefined;
  }

  #start(effect: ReflectorEffect & { type: 'call' }): void {
    const { request, transport } = this.#options;
    const current = (): boolean => this.#call === call;
    const call = new ReflectorCall(effect, {
      request,
      transport,
      feed: this.#feed,
      clock: this.#clock,
      observer: this.#observer,
      settings: this.#settings,
      events: {
        answered: () => {
          if (!current()) return;
          this.#answered = true;
          this.#dispatch({ type: 'answered' });
        },
        changed: () => {
          this.#lastEventAt = this.#clock.now();
        },
        bookmarked: () => {
          this.#lastBookmarkAt = this.#clock.now();
        },
        synced: (resourceVersion) => {
          if (current()) this.#dispatch({ type: 'synced', resourceVersion });
        },
        version: (resourceVersion) => {
          if (current()) this.#dispatch({ type: 'version', resourceVersion });
        },
      },
    });
    this.#call = call;
    this.#answered = false;
    const run = call.run().then((outcome) => {
      this.#running.delete(run);
      if (current()) this.#finished(effect.plan.kind, outcome);
    });
    this.#running.add(run);
  }

  #finished(kind: 'stream' | 'list' | 'watch', outcome: Outcome): void {
    this.#call = undefined;
    this.#answered = false;
    if (outcome.type === 'aborted') return;
    const error = outcome.type === 'page' ? undefined : outcome.error;
    if (error !== undefined) {
      this.#lastError = { code: codeOf(error), message: describe(error), at: this.#clock.now() };
    }
    this.#observer.finished(kind, error);
    if (outcome.type === 'page') {
      this.#dispatch(outcome);
      return;
    }
    const { resumeVersion } = this.#feed;
    if (outcome.type === 'failed') this.#dispatch({ type: 'failed', error, resumeVersion }, error);
    else this.#dispatch({ ...outcome, resumeVersion }, error);
  }
}
