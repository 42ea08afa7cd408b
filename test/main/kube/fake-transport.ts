import type { ApiRequest, ApiResponse, ApiTransport } from '../../../src/main/kube/api.ts';
import { within } from '../../support/deadline.ts';

/** A body that a test writes, chunk by chunk. */
class ScriptedBody implements AsyncIterableIterator<Uint8Array> {
  readonly #steps: (() => Promise<IteratorResult<Uint8Array>>)[] = [];
  #waiting: { resolve(step: Promise<IteratorResult<Uint8Array>>): void } | undefined;
  /** Chunks that were taken. */
  taken = 0;
  /** The reader gave it back. */
  left = false;

  give(step: () => Promise<IteratorResult<Uint8Array>>): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#steps.push(step);
    else waiting.resolve(step());
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    this.taken++;
    const step = this.#steps.shift();
    if (step !== undefined) return step();
    return new Promise((resolve) => {
      this.#waiting = { resolve };
    });
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.left = true;
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** A request that a test answers. */
export class Asked {
  readonly request: ApiRequest;
  readonly body = new ScriptedBody();
  failed = false;
  readonly #resolve: (response: ApiResponse) => void;
  readonly #reject: (error: unknown) => void;

  constructor(
    request: ApiRequest,
    resolve: (response: ApiResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get path(): string {
    return this.request.path;
  }

  /** The head of the answer; JSON with status 200 unless told otherwise. */
  answer(options: { status?: number; type?: string; headers?: Record<string, string> } = {}): this {
    const headers = { 'content-type': options.type ?? 'application/json', ...options.headers };
    this.#resolve({ status: options.status ?? 200, headers, body: this.body });
    return this;
  }

  /** A refusal with its Status. */
  refuse(code: number, status: object = {}, headers: Record<string, string> = {}): void {
    this.answer({ status: code, headers })
      .send(JSON.stringify({ kind: 'Status', code, ...status }))
      .end();
  }

  /** No answer. */
  fail(error: unknown): void {
    this.failed = true;
    this.#reject(error);
  }

  send(chunk: string | Uint8Array): this {
    const bytes = Buffer.from(chunk as Uint8Array);
    this.body.give(() => Promise.resolve({ value: bytes, done: false }));
    return this;
  }

  /** Lines of JSON events. */
  events(...events: readonly (readonly [type: string, object: unknown])[]): this {
    return this.send(events.map(([type, object]) => `${JSON.stringify({ type, object })}\n`).join(''));
  }

  end(): void {
    this.body.give(() => Promise.resolve({ value: undefined, done: true }));
  }

  break(error: unknown): void {
    this.body.give(() => Promise.reject(error));
  }
}

/** A transport whose every answer is given by the test. With `deaf` it takes no notice of signals. */
export class FakeTransport implements ApiTransport {
  readonly asked: Asked[] = [];
  readonly #deaf: boolean;
  #seen = 0;
  #waiting: (() => void) | undefined;

  constructor(options: { deaf?: boolean } = {}) {
    this.#deaf = options.deaf ?? false;
  }

  request(request: ApiRequest): Promise<ApiResponse> {
    return new Promise((resolve, reject) => {
      this.asked.push(new Asked(request, resolve, reject));
      if (!this.#deaf) {
        request.signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      }
      this.#waiting?.();
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The next request, when it comes. */
  async next(): Promise<Asked> {
    while (this.asked.length <= this.#seen) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting = resolve;
      await within(promise, `request ${this.#seen + 1}`);
    }
    return this.asked[this.#seen++] as Asked;
  }

  /** Requests that the test has not seen. */
  get unseen(): number {
    return this.asked.length - this.#seen;
  }
}
