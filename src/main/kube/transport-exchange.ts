import { CodedError } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';

/** The error that tells a caller's own abort from a failure. */
export function abortError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === 'AbortError') return reason;
  return new DOMException('the request was aborted', { name: 'AbortError', cause: reason });
}

/**
 * The life of one request, from the call to the last byte of its body, and what may cut it short:
 * the caller's signal, the deadline of the head, the end of the transport. Whichever comes first is
 * the reason of `signal`, which everything that belongs to the request watches.
 */
export class Exchange {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #onAbort: () => void;
  readonly #deadline: { cancel(): void };

  constructor(caller: AbortSignal, clock: Clock, headTimeoutMs: number, what: string) {
    this.#caller = caller;
    this.#onAbort = () => this.stop(abortError(caller));
    this.#deadline = clock.after(headTimeoutMs, () => {
      this.stop(new CodedError('KSE_API_TIMEOUT', `${what}: no answer within ${headTimeoutMs} ms`));
    });
    if (caller.aborted) this.#onAbort();
    else caller.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  stop(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** The head is here; the body may take as long as it takes. */
  headArrived(): void {
    this.#deadline.cancel();
  }

  /** Nothing can cut it short any more; lets go of the caller's signal. */
  finish(): void {
    this.#deadline.cancel();
    this.#caller.removeEventListener('abort', this.#onAbort);
  }

  /** `promise`, unless the exchange is cut short before. */
  async race<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    let onAbort = (): void => {};
    const cut = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(signal.reason);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([promise, cut]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
