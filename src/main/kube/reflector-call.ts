import { CodedError, codeOf } from '../../protocol/coded-error.ts';
import type { Encoding, Op } from '../../protocol/op.ts';
import type { Clock } from '../clock.ts';
import { encodingOf, listAccept, watchAccept } from './accept.ts';
import type { ApiResponse, ApiTransport } from './api.ts';
import { ApiError, retryAfterHeader } from './api-error.ts';
import type { Feed } from './feed.ts';
import { difference, noEvents, totalOf } from './frames/event-type.ts';
import { listFramer, watchFramer } from './frames/framers.ts';
import type { Bookmark, EventCounts, WatchFramer, WatchHandler } from './frames/handler.ts';
import { listPath, streamPath, watchPath } from './paths.ts';
import { Progress } from './progress.ts';
import type { ReflectorObserver } from './reflector-observer.ts';
import type { ReflectorSettings } from './reflector-settings.ts';
import { type ReflectorEffect, SHORT_WATCH_MS } from './reflector-state.ts';
import { type Status, statusFromBody } from './status.ts';
import type { StreamRequest } from './stream-request.ts';
import { type Alarm, Watchdog } from './watchdog.ts';

/** What a call came to. */
export type Outcome =
  | { readonly type: 'page'; readonly resourceVersion: string; readonly continueToken: string }
  | { readonly type: 'ended'; readonly lastedMs: number; readonly events: number; readonly error: unknown }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'aborted' };

/** What a call tells while it runs. */
export interface CallEvents {
  /** The server has begun to answer, and it is no refusal. */
  answered(): void;
  /** Objects were passed on. */
  changed(): void;
  bookmarked(): void;
  /** The initial events are complete. */
  synced(resourceVersion: string): void;
  /** All changes up to this version have been passed on. */
  version(resourceVersion: string): void;
}

export interface CallOptions {
  readonly request: StreamRequest;
  readonly transport: ApiTransport;
  readonly feed: Feed;
  readonly clock: Clock;
  readonly observer: ReflectorObserver;
  readonly settings: ReflectorSettings;
  readonly events: CallEvents;
}

/** What of a refusal is read; a Status is well below. */
const MAX_STATUS_BYTES = 64 * 1024;

/** Network and time ended a watch, and nothing that it said. */
const INTERRUPTIONS: ReadonlySet<string> = new Set([
  'KSE_API_INTERRUPTED',
  'KSE_WATCH_SILENT',
  'KSE_WATCH_DEADLINE',
]);

/**
 * One request to the API server, and the reading of its answer into the feed with the feed's
 * backpressure. Runs once.
 */
export class ReflectorCall {
  readonly #options: CallOptions;
  readonly #what: ReflectorEffect & { type: 'call' };
  readonly #controller = new AbortController();
  readonly #watchdog: Watchdog;
  readonly #startedAt: number;
  #aborted = false;
  #rejectWait: ((reason: unknown) => void) | undefined;
  /** Following the changes, as against receiving a full set. */
  #following: boolean;
  #reported: EventCounts = noEvents;
  readonly #progress: Progress;

  constructor(what: ReflectorEffect & { type: 'call' }, options: CallOptions) {
    this.#what = what;
    this.#options = options;
    this.#following = what.plan.kind === 'watch';
    this.#startedAt = options.clock.monotonic();
    this.#progress = new Progress(options.clock, options.settings.progressMs, (version) =>
      this.#tell(version),
    );
    this.#watchdog = new Watchdog(options.clock, (alarm) => this.#break(this.#alarmError(alarm)));
  }

  /** Never rejects. */
  async run(): Promise<Outcome> {
    let outcome: Outcome;
    try {
      outcome = await this.#run();
    } catch (error) {
      outcome = this.#failed(error);
    }
    this.#watchdog.stop();
    this.#progress.flush();
    return this.#aborted ? { type: 'aborted' } : outcome;
  }

  /** Breaks it off: nothing more reaches the feed or the events. Idempotent. */
  abort(): void {
    this.#aborted = true;
    this.#progress.forget();
    this.#break(new CodedError('KSE_API_ABORTED', 'broken off'));
  }

  #break(reason: unknown): void {
    this.#rejectWait?.(reason);
    this.#controller.abort(reason);
  }

  /** Waits for a promise, or for the end of this call: a transport or sink that hangs can't hold it. */
  #wait<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#rejectWait = reject;
      promise.then(resolve, reject);
      if (this.#controller.signal.aborted) reject(this.#controller.signal.reason);
    });
  }

  async #run(): Promise<Outcome> {
    const { transport, observer, settings } = this.#options;
    const { plan, preference, timeoutSeconds } = this.#what;
    const accept = plan.kind === 'list' ? listAccept : watchAccept;
    observer.called(plan.kind);
    if (plan.kind !== 'list') this.#watchdog.deadline(timeoutSeconds * 1000 + settings.graceMs);
    const response = await this.#wait(
      transport.request({
        path: this.#path(),
        accept: accept(this.#options.request.transfer, preference),
        signal: this.#controller.signal,
        headTimeoutMs: settings.headTimeoutMs,
      }),
    );
    const body = response.body[Symbol.asyncIterator]();
    try {
      return await this.#read(response, body);
    } finally {
      this.#watchdog.stop();
      leave(body);
    }
  }

  async #read(response: ApiResponse, body: AsyncIterator<Uint8Array>): Promise<Outcome> {
    const { request, feed, observer, settings } = this.#options;
    const { plan, newSet } = this.#what;
    if (response.status !== 200) throw await this.#refusal(response, body);
    const encoding = encodingOf(response.headers['content-type'], request.transfer);
    this.#options.events.answered();
    observer.answered(plan.kind, encoding);
    feed.open(encoding, newSet);
    if (plan.kind === 'list') {
      this.#watchdog.silence(settings.listSilentMs);
      return this.#readList(encoding, body);
    }
    this.#watchdog.silence(this.#following ? settings.silentMs : settings.initialSilentMs);
    return this.#readWatch(encoding, body);
  }

  async #readList(encoding: Encoding, body: AsyncIterator<Uint8Array>): Promise<Outcome> {
    const framer = listFramer(encoding, this.#handler());
    let objects = 0;
    for (;;) {
      const chunk = await this.#next(body);
      if (chunk === undefined) break;
      framer.push(chunk);
      this.#received(chunk.length, { ...noEvents, added: framer.objects - objects });
      objects = framer.objects;
      await this.#wait(this.#options.feed.drained());
    }
    const { resourceVersion, continueToken } = framer.end();
    return { type: 'page', resourceVersion, continueToken };
  }

  async #readWatch(encoding: Encoding, body: AsyncIterator<Uint8Array>): Promise<Outcome> {
    const framer = watchFramer(encoding, this.#handler());
    let broken: unknown;
    try {
      for (;;) {
        const chunk = await this.#next(body);
        if (chunk === undefined) break;
        try {
          framer.push(chunk);
        } finally {
          this.#report(chunk.length, framer);
        }
        this.#noteProgress();
        await this.#wait(this.#options.feed.drained());
      }
    } catch (error) {
      if (!this.#following || !INTERRUPTIONS.has(codeOf(error) ?? '')) throw error;
      broken = error;
    }
    // What is left over of an event comes again with the next watch.
    framer.end();
    this.#report(0, framer);
    if (!this.#following)
      throw new CodedError('KSE_WATCH_INCOMPLETE', 'a streaming list ended before it was complete');
    const events = totalOf(framer.counts);
    const lastedMs = this.#options.clock.monotonic() - this.#startedAt;
    if (broken === undefined && events === 0 && lastedMs < SHORT_WATCH_MS) {
      broken = new CodedError(
        'KSE_WATCH_SHORT',
        `${this.#name()}: the server ended it at once, without an event`,
      );
    }
    return { type: 'ended', lastedMs, events, error: broken };
  }

  async #next(body: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
    this.#watchdog.waiting();
    const step = await this.#wait(body.next());
    this.#watchdog.busy();
    return step.done === true ? undefined : step.value;
  }

  #handler(): WatchHandler {
    const { feed, observer } = this.#options;
    const alive = (): void => {
      if (this.#aborted) throw this.#controller.signal.reason;
    };
    return {
      object(op: Op, bytes, start, end, uidStart, uidEnd) {
        alive();
        feed.object(op, bytes, start, end, uidStart, uidEnd);
      },
      columns(names) {
        alive();
        feed.columns(names);
      },
      malformed: (error) => observer.malformed(error),
      bookmark: (bookmark) => {
        alive();
        this.#bookmark(bookmark);
      },
      error: (status: Status) => {
        throw new ApiError(this.#name(), status, { inWatch: true });
      },
    };
  }

  #bookmark({ resourceVersion, initialEventsEnd }: Bookmark): void {
    const { feed, observer, events, settings } = this.#options;
    events.bookmarked();
    observer.bookmark(resourceVersion);
    if (this.#following) {
      this.#progress.forget();
      feed.forgetLast();
      this.#tell(resourceVersion);
      return;
    }
    if (!initialEventsEnd) {
      throw new CodedError(
        'KSE_WATCH_UNMARKED',
        'the server sends no bookmark at the end of the initial events',
      );
    }
    this.#following = true;
    this.#watchdog.silence(settings.silentMs);
    feed.forgetLast();
    events.synced(resourceVersion);
  }

  #report(bytes: number, framer: WatchFramer): void {
    const counts = { ...framer.counts };
    const events = difference(counts, this.#reported);
    this.#reported = counts;
    if (bytes > 0 || totalOf(events) > 0) this.#received(bytes, events);
  }

  #received(bytes: number, events: EventCounts): void {
    if (events.added + events.modified + events.deleted > 0) this.#options.events.changed();
    this.#options.observer.received(bytes, events);
  }

  #noteProgress(): void {
    if (!this.#following) return;
    const version = this.#options.feed.lastVersion();
    if (version !== '') this.#progress.reached(version);
  }

  #tell(resourceVersion: string): void {
    this.#options.feed.bookmark(resourceVersion);
    this.#options.events.version(resourceVersion);
  }

  #failed(error: unknown): Outcome {
    const { signal } = this.#controller;
    return { type: 'failed', error: signal.aborted ? signal.reason : error };
  }

  async #refusal(response: ApiResponse, body: AsyncIterator<Uint8Array>): Promise<ApiError> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    this.#watchdog.silence(this.#options.settings.listSilentMs);
    while (size < MAX_STATUS_BYTES) {
      const chunk = await this.#next(body);
      if (chunk === undefined) break;
      chunks.push(chunk.slice());
      size += chunk.length;
    }
    const { status, headers } = response;
    const said = statusFromBody(status, headers['content-type'] ?? '', Buffer.concat(chunks));
    const retryAfterMs = retryAfterHeader(headers['retry-after'], this.#options.clock.now());
    return new ApiError(this.#name(), said, { retryAfterMs });
  }

  #alarmError(alarm: Alarm): CodedError {
    const { plan } = this.#what;
    const { settings } = this.#options;
    if (alarm === 'deadline') {
      return new CodedError(
        'KSE_WATCH_DEADLINE',
        `${this.#name()}: the server did not end it when it should have`,
      );
    }
    if (plan.kind !== 'list' && !this.#following) {
      return new CodedError(
        'KSE_WATCH_UNMARKED',
        'the initial events stopped without the bookmark that ends them',
      );
    }
    const ms = plan.kind === 'list' ? settings.listSilentMs : settings.silentMs;
    return new CodedError('KSE_WATCH_SILENT', `${this.#name()}: nothing came for ${ms / 1000} s`);
  }

  #name(): string {
    const { plural, namespace } = this.#options.request;
    const verb = this.#what.plan.kind === 'list' ? 'list' : 'watch';
    return namespace === undefined ? `${verb} ${plural}` : `${verb} ${plural} in ${namespace}`;
  }

  #path(): string {
    const { request } = this.#options;
    const { plan, timeoutSeconds } = this.#what;
    if (plan.kind === 'list') return listPath(request, plan);
    if (plan.kind === 'watch') return watchPath(request, plan.resourceVersion, timeoutSeconds);
    return streamPath(request, plan.resourceVersion, timeoutSeconds);
  }
}

/** Gives a body back. How that ends is of no interest: nobody reads it any more. */
function leave(body: AsyncIterator<Uint8Array>): void {
  body.return?.().then(undefined, () => {});
}
