import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodedError, codeOf } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../telemetry/log.ts';
import { Connections } from './connections.ts';

export interface ListenerOptions {
  /** What it serves, for logs and errors: `metrics`. */
  readonly name: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The flags that set host and port, for errors: `--host`, `--port`. */
  readonly flags: { readonly host: string; readonly port: string };
  readonly timeouts: {
    /** For a client to send the headers of a request, milliseconds; 0: no limit. */
    readonly headersMs: number;
    /** For a client to send a whole request; 0: no limit. */
    readonly requestMs: number;
    /** For a connection to stay open between requests; 0: no limit. */
    readonly idleMs: number;
  };
  /** Open connections; default 512: a few scrapers and probes, and room for 60 times as many. */
  readonly maxConnections?: number;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Called when a stop has run out of patience, before what is left is destroyed. */
  readonly onCut?: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

const MAX_CONNECTIONS = 512;

/** One HTTP listener: started once, stopped once. */
export class HttpListener {
  readonly #options: ListenerOptions;
  readonly #server: Server;
  readonly #connections: Connections;
  #started: Promise<AddressInfo> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#connections = new Connections(options.maxConnections ?? MAX_CONNECTIONS);
    this.#server = createServer(serverTimeouts(options.timeouts), (request, response) => {
      // After a stop has begun, no client should count on another answer on this connection.
      if (this.#stopped !== undefined) response.shouldKeepAlive = false;
      if (this.#connections.request(request.socket, response)) options.handle(request, response);
    });
    this.#server.on('connection', (socket) => this.#connections.add(socket));
  }

  /** Open connections. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Requests that are being answered or wait for their turn. */
  get requests(): number {
    return this.#connections.requests;
  }

  /**
   * Listens. `::` takes IPv4 as well; on a machine without IPv6 it falls back to 0.0.0.0.
   * Rejects with `KSE_LISTEN`.
   */
  start(): Promise<AddressInfo> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /**
   * Accepts no more connections, closes idle ones, and lets running responses finish for up to
   * `graceMs`; then destroys what is left. Resolves when all connections are closed. Never rejects.
   */
  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  async #start(): Promise<AddressInfo> {
    const { name, host, log } = this.#options;
    try {
      await this.#listen(host);
    } catch (error) {
      if (host !== '::' || !lacksIpv6(error)) throw this.#cannotListen(error);
      log.warn('no IPv6 here: listening on IPv4 only', { listener: name });
      await this.#listen('0.0.0.0').catch((second: unknown) => {
        throw this.#cannotListen(second);
      });
    }
    // Such as running out of file descriptors while accepting: the next connection may do.
    this.#server.on('error', (error) => log.error('listener failed', { listener: name }, error));
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw this.#cannotListen(new Error('no address'));
    log.info('listening', { listener: name, host: address.address, port: address.port });
    return address;
  }

  #listen(host: string): Promise<void> {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: this.#options.port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  }

  #cannotListen(cause: unknown): CodedError {
    const { name, host, port, flags } = this.#options;
    const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    const message = `cannot listen on ${where} for ${name} (${flags.host}, ${flags.port})`;
    const hint = HINTS[codeOf(cause) ?? '']?.(flags);
    return new CodedError('KSE_LISTEN', message, hint === undefined ? { cause } : { cause, hint });
  }

  async #stop(graceMs: number): Promise<void> {
    if (this.#started === undefined) return;
    // A start that failed has nothing to stop, and has told whoever started it.
    const listening = await this.#started.then(
      () => true,
      () => false,
    );
    if (!listening) return;
    const { clock, onCut } = this.#options;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#connections.drain();
    const patience = clock.after(graceMs, () => {
      onCut?.();
      this.#connections.destroyAll();
    });
    await closed;
    patience.cancel();
  }
}

/** What to do about each way in which listening can fail. */
const HINTS: Readonly<Record<string, (flags: ListenerOptions['flags']) => string>> = {
  EADDRINUSE: ({ port }) => `Another process has the port: stop it, or choose another with ${port}.`,
  EACCES: ({ port }) => `Ports below 1024 need a privilege: choose a higher one with ${port}.`,
  EADDRNOTAVAIL: ({ host }) => `The address is not one of this machine: choose another with ${host}.`,
  ENOTFOUND: ({ host }) => `The name cannot be resolved: give an address with ${host}.`,
};

/** Whether `::` failed because this machine, or its container, has no IPv6. */
function lacksIpv6(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL' || code === 'EINVAL';
}

/** Node looks for late clients once in this time: a quarter of the shortest limit, within bounds. */
function checkingInterval(limits: readonly number[]): number {
  const shortest = Math.min(...limits.filter((ms) => ms > 0), 4_000);
  return Math.max(50, shortest / 4);
}

function serverTimeouts({ headersMs, requestMs, idleMs }: ListenerOptions['timeouts']) {
  return {
    // Node refuses a limit for the headers above that for the whole.
    headersTimeout: requestMs > 0 && headersMs > 0 ? Math.min(headersMs, requestMs) : headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: checkingInterval([headersMs, requestMs]),
  };
}
