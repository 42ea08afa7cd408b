import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Requests that a client may send ahead on one connection. Scrapers send none; without a limit,
 * requests would pile up behind a response that the client doesn't read.
 */
const MAX_AHEAD = 16;

/**
 * The open connections of a listener. When there are too many, the one that has been idle for the
 * longest goes, so that a flood of connections keeps out neither probes nor scrapers; only when all
 * are being answered is a new one turned away.
 */
export class Connections {
  readonly #limit: number;
  /** Requests under way on each connection; in the order in which they were last used. */
  readonly #active = new Map<Socket, number>();
  #draining = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#active.size;
  }

  /** Requests under way on all of them. */
  get requests(): number {
    return [...this.#active.values()].reduce((sum, active) => sum + active, 0);
  }

  /** For the server's `connection` event. */
  add(socket: Socket): void {
    if (this.#active.size >= this.#limit) {
      const idle = this.#idle()[0] ?? socket;
      idle.destroy();
      if (idle === socket) return;
      this.#active.delete(idle);
    }
    this.#active.set(socket, 0);
    socket.once('close', () => this.#active.delete(socket));
  }

  /** For the server's `request` event. False: the client is gone, because it has asked too much or went itself. */
  request(socket: Socket, response: ServerResponse): boolean {
    const active = this.#active.get(socket);
    if (active === undefined || active >= MAX_AHEAD) {
      socket.destroy();
      return false;
    }
    this.#touch(socket, active + 1);
    response.once('close', () => this.#done(socket));
    return true;
  }

  /** Closes what is idle, now and from now on: connections go as their responses are finished. */
  drain(): void {
    this.#draining = true;
    for (const socket of this.#idle()) socket.destroy();
  }

  destroyAll(): void {
    for (const socket of this.#active.keys()) socket.destroy();
  }

  #done(socket: Socket): void {
    const active = this.#active.get(socket);
    if (active === undefined) return;
    this.#touch(socket, active - 1);
    // What was written last is still sent.
    if (this.#draining && active === 1) socket.destroySoon();
  }

  #touch(socket: Socket, active: number): void {
    this.#active.delete(socket);
    this.#active.set(socket, active);
  }

  /** The longest idle first. */
  #idle(): Socket[] {
    return [...this.#active].filter(([, active]) => active === 0).map(([socket]) => socket);
  }
}

/**
 * Ends a connection so that the client can't take what it has for the whole. A reset, unlike an
 * orderly end, also drops what the kernel still holds for a client that doesn't read; only TCP
 * itself can be reset.
 */
export function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
