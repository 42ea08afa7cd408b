import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Clock, Timer } from '../../../src/main/clock.ts';
import type { Strike } from '../faults.ts';

/** Chunks are gathered up to this before they are written: fewer, larger socket writes. */
const FLUSH_BYTES = 64 * 1024;
/** Go's HTTP server gives bodies up to this size a Content-Length, and chunks larger ones. */
const MEASURED_BYTES = 2048;

/** No JSON, no length of a frame that anybody would accept. */
const GARBAGE = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x00, 0x7b, 0x3f, 0x0a]);

/** How the effects of a fault change what leaves; the rest of the server doesn't know of them. */
export interface OutletHooks {
  readonly clock: Clock;
  readonly strike: Strike;
  /** Called with all that is handed to the socket. */
  sent(bytes: Buffer): void;
}

/**
 * The body of one answer. Writes with the reader's backpressure: `flush` resolves when the socket
 * takes more, so what a slow reader holds here is one chunk. Ends early, without an error, when
 * the client goes or a fault ends it; `closed` tells.
 */
export class Outlet {
  readonly #response: ServerResponse;
  readonly #hooks: OutletHooks;
  readonly #closing: Timer | undefined;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #items = 0;
  #silent = false;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(response: ServerResponse, hooks: OutletHooks) {
    this.#response = response;
    this.#hooks = hooks;
    // A client may have gone before there was anything to send.
    this.#closed = response.destroyed;
    response.once('close', () => this.#finish());
    const close = hooks.strike.get('close');
    this.#closing = close === undefined ? undefined : hooks.clock.after(close.afterMs, () => this.#endNow());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Called once, when the body has ended for whatever reason. */
  onClosed: () => void = () => undefined;

  /** Adds bytes that are no item: the envelope of a list. Returns whether to `pause` now. */
  add(bytes: Buffer): boolean {
    if (this.#closed || this.#silent) return false;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    return this.#pendingBytes >= FLUSH_BYTES;
  }

  /** Adds one object or event. Returns whether to `pause` now. */
  item(bytes: Buffer): boolean {
    const before = this.#items++;
    const { strike } = this.#hooks;
    if (before === strike.get('silence')?.afterItems) this.#silenceAfterPending();
    if (before === strike.get('reset')?.afterItems) return this.#break(bytes, () => this.reset());
    if (before === strike.get('truncate')?.afterItems) return this.#break(bytes, () => this.#endNow());
    if (before === strike.get('garbage')?.afterItems) return this.add(GARBAGE);
    return this.add(bytes);
  }

  /** True when the fault says that the next item comes without uid. */
  get nextLosesUid(): boolean {
    return this.#items === this.#hooks.strike.get('no-uid')?.afterItems;
  }

  /** Writes what is pending and waits until the socket takes more, or is gone. */
  async flush(): Promise<void> {
    if (this.#pendingBytes === 0 || this.#closed) return;
    const bytes = this.#take();
    const drip = this.#hooks.strike.get('drip');
    if (drip !== undefined) return this.#drip(bytes, drip.bytes, drip.everyMs);
    if (!this.#write(bytes)) await this.#drained();
  }

  /** `flush`, and a turn for everything else: a fast reader's long list must not block the rest. */
  async pause(): Promise<void> {
    await this.flush();
    await setImmediate();
  }

  /** Writes the rest and ends. A small body that was never flushed gets a Content-Length. */
  async end(): Promise<void> {
    if (this.#closed) return;
    if (!this.#response.headersSent && !this.#silent && this.#pendingBytes <= MEASURED_BYTES)
      this.#response.setHeader('content-length', this.#pendingBytes);
    await this.flush();
    if (!this.#silent) this.#endNow();
  }

  /** Cuts the connection, as a crash would. */
  reset(): void {
    if (this.#closed) return;
    this.#response.socket?.resetAndDestroy();
    this.#finish();
  }

  /** Sends nothing more; what is pending goes as well. */
  silence(): void {
    this.#silent = true;
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #silenceAfterPending(): void {
    if (this.#pendingBytes > 0) this.#write(this.#take());
    else this.#response.flushHeaders();
    this.#silent = true;
  }

  /** Sends the first half of an item, and what came before it, then breaks. */
  #break(item: Buffer, then: () => void): boolean {
    const head = Buffer.concat([this.#take(), item.subarray(0, item.length >>> 1)]);
    this.#hooks.sent(head);
    this.#silent = true;
    // The bytes must have left before the connection is cut, or the client may never see them.
    this.#response.write(head, () => then());
    return false;
  }

  #take(): Buffer {
    const bytes =
      this.#pending.length === 1 ? (this.#pending[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return bytes;
  }

  #write(bytes: Buffer): boolean {
    this.#hooks.sent(bytes);
    return this.#response.write(bytes);
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#response.off('drain', done);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = done;
      this.#response.once('drain', done);
    });
  }

  async #drip(bytes: Buffer, size: number, everyMs: number): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#closed; at += size) {
      this.#write(bytes.subarray(at, at + size));
      await new Promise<void>((resolve) => {
        const timer = this.#hooks.clock.after(everyMs, resolve);
        this.#wake = () => {
          timer.cancel();
          resolve();
        };
      });
    }
  }

  #endNow(): void {
    if (this.#closed) return;
    this.#response.end();
    this.#finish();
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closing?.cancel();
    this.#wake?.();
    this.onClosed();
  }
}
