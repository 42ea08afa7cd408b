import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { CodedError } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { ApiRequest, ApiResponse, ApiTransport } from './api.ts';
import type { Access, Cluster, TlsMaterial } from './cluster.ts';
import { differs } from './cluster-access.ts';
import { proxyFor, proxyName } from './proxy.ts';
import { PROXY_LOGIN_HINT, proxyHeaders } from './proxy-connect.ts';
import { ResponseBody } from './transport-body.ts';
import { connect, isForwarded, type Route } from './transport-connect.ts';
import { classify, isHungUp } from './transport-errors.ts';
import { Exchange } from './transport-exchange.ts';

export interface TransportOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** The program's version, for the user agent. */
  readonly version: string;
  /** For the proxy variables. */
  readonly env: NodeJS.ProcessEnv;
}

const HEAD_TIMEOUT_MS = 30_000;
/** As long as load balancers allow at least (60 s), halved to be sure to be the first to hang up. */
const IDLE_MS = 30_000;
/** Idle connections kept. Streams end one by one and leave one each, which the next request takes. */
const IDLE_LIMIT = 8;

/**
 * The transport to one cluster's API server: HTTP/1.1, a connection for each request in flight, so
 * that a stream whose reader is slow holds up nothing but itself. (HTTP/2 would put all streams
 * behind one flow-control window.) Connections are reused while they were made with the TLS
 * material of today; streams on older ones run to their end.
 *
 * No `Accept-Encoding` is sent: compressing costs the API server more than the bytes cost the
 * network inside a cluster, and inflating would cost this process its main thread.
 *
 * Throws `KSE_API_PROXY` when the proxy that the kubeconfig or environment names cannot be used.
 */
export function createTransport(options: TransportOptions): ApiTransport {
  return new Transport(options);
}

class Transport implements ApiTransport {
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #route: Route;
  readonly #fixedHeaders: Readonly<Record<string, string>>;
  readonly #pathPrefix: string;
  /** Least recently used first. */
  #idle: Connection[] = [];
  readonly #connections = new Set<Connection>();
  readonly #exchanges = new Set<Exchange>();
  #closed: Promise<void> | undefined;

  constructor({ cluster, clock, version, env }: TransportOptions) {
    this.#cluster = cluster;
    this.#clock = clock;
    const { server } = cluster;
    const proxy = proxyFor(server, cluster.proxyUrl, env);
    this.#route = { server, proxy };
    const forwarded = isForwarded(this.#route);
    this.#pathPrefix = `${forwarded ? server.origin : ''}${server.pathname.replace(/\/+$/, '')}`;
    this.#fixedHeaders = {
      host: server.host,
      'user-agent': `kube-state-exporter/${version} (${process.platform}/${process.arch})`,
      ...(forwarded && proxy !== undefined ? proxyHeaders(proxy) : {}),
    };
  }

  async request(request: ApiRequest): Promise<ApiResponse> {
    const where = this.#route.server.origin;
    if (this.#closed !== undefined) throw closedError(where);
    const what = `${request.method ?? 'GET'} ${where}${request.path.replace(/\?.*/s, '')}`;
    const exchange = new Exchange(
      request.signal,
      this.#clock,
      request.headTimeoutMs ?? HEAD_TIMEOUT_MS,
      what,
    );
    this.#exchanges.add(exchange);
    const finish = (): void => {
      exchange.finish();
      this.#exchanges.delete(exchange);
    };
    try {
      const reply = await this.#authenticated(request, exchange);
      exchange.headArrived();
      reply.body.whenOver(finish);
      return reply;
    } catch (error) {
      finish();
      throw exchange.signal.aborted ? exchange.signal.reason : error;
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const error = closedError(this.#route.server.origin);
    for (const exchange of [...this.#exchanges]) exchange.stop(error);
    await Promise.all([...this.#connections].map((connection) => connection.destroy(error)));
    this.#cluster.credentials.close();
  }

  /** Asks, and once more with fresh credentials when the server does not accept those at hand. */
  async #authenticated(request: ApiRequest, exchange: Exchange): Promise<Reply> {
    const { credentials } = this.#cluster;
    const access = await exchange.race(credentials.access());
    const reply = await this.#send(request, access, exchange);
    if (reply.status === 407) await this.#refuseProxy(reply);
    if (reply.status !== 401) return reply;
    let renewed: Access;
    try {
      renewed = await exchange.race(credentials.renew(access));
    } catch (error) {
      await reply.body.return();
      throw error;
    }
    // The same again would get the same answer; this one says why.
    if (!differs(access, renewed)) return reply;
    await reply.body.return();
    return this.#send(request, renewed, exchange);
  }

  async #send(request: ApiRequest, access: Access, exchange: Exchange): Promise<Reply> {
    const dispatch: Dispatcher.DispatchOptions = {
      method: request.method ?? 'GET',
      path: `${this.#pathPrefix}${request.path}`,
      headers: {
        ...this.#fixedHeaders,
        ...access.headers,
        accept: request.accept,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: request.body ?? null,
    };
    const idle = this.#takeIdle(access.tls);
    if (idle !== undefined) {
      try {
        return await idle.send(dispatch, exchange.signal);
      } catch (error) {
        // The server hung up on a connection that lay idle, before it saw this request: Go's
        // client asks again on a new connection too. All that is ever asked may be asked twice.
        if (exchange.signal.aborted || !isHungUp(error)) throw this.#coded(error);
      }
    }
    const socket = await connect(this.#route, access.tls, exchange.signal);
    const { host } = this.#route.server;
    const fresh = new Connection(host, socket, access.tls.fingerprint, {
      idle: (connection) => this.#keep(connection),
      gone: (connection) => this.#forget(connection),
    });
    this.#connections.add(fresh);
    try {
      return await fresh.send(dispatch, exchange.signal);
    } catch (error) {
      throw this.#coded(error);
    }
  }

  /** On a forwarded request the proxy's refusal comes as the answer; an API server never sends a 407. */
  async #refuseProxy(reply: Reply): Promise<void> {
    await reply.body.return();
    const proxy = this.#route.proxy === undefined ? this.#route.server.origin : proxyName(this.#route.proxy);
    throw new CodedError('KSE_API_PROXY', `${proxy} answered 407`, { hint: PROXY_LOGIN_HINT });
  }

  #coded(error: unknown): CodedError {
    return classify(error, 'exchange', this.#route.server.origin);
  }

  /** An idle connection made with just this material. The others will not be wanted again. */
  #takeIdle(tls: TlsMaterial): Connection | undefined {
    const outdated = this.#idle.filter((connection) => connection.fingerprint !== tls.fingerprint);
    for (const connection of outdated) void connection.destroy(null);
    this.#idle = this.#idle.filter((connection) => connection.fingerprint === tls.fingerprint);
    return this.#idle.pop();
  }

  #keep(connection: Connection): void {
    this.#idle.push(connection);
    if (this.#idle.length > IDLE_LIMIT) void this.#idle.shift()?.destroy(null);
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    this.#idle = this.#idle.filter((other) => other !== connection);
  }
}

function closedError(where: string): CodedError {
  return new CodedError('KSE_API_CLOSED', `the transport to ${where} is closed`);
}

interface Reply extends ApiResponse {
  readonly body: ResponseBody;
}

interface ConnectionEvents {
  /** The answer is complete, and the connection can take another request. */
  idle(connection: Connection): void;
  /** The socket has gone. */
  gone(connection: Connection): void;
}

/**
 * One socket and undici's HTTP/1.1 on it. Connecting is done before, where it can be aborted and
 * its failures told apart; a client whose socket has gone is thrown away rather than reconnected.
 */
class Connection {
  readonly fingerprint: string;
  readonly #where: string;
  readonly #socket: Socket;
  readonly #client: Client;
  readonly #events: ConnectionEvents;

  constructor(host: string, socket: Socket, fingerprint: string, events: ConnectionEvents) {
    this.fingerprint = fingerprint;
    this.#where = host;
    this.#socket = socket;
    this.#events = events;
    let fresh = true;
    // http: whatever the server speaks, because TLS is on the socket already.
    this.#client = new Client(`http://${host}`, {
      connect: (_options, callback) => {
        const gone =
          fresh && !socket.destroyed ? null : Object.assign(new Error('closed'), { code: 'ECONNRESET' });
        fresh = false;
        // Later, because undici does not look at its queue again while it is still in this call.
        queueMicrotask(() => (gone === null ? callback(null, socket) : callback(gone, null)));
      },
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: IDLE_MS,
      // Deadlines are the exchange's, on the injected clock; a watch may be silent for minutes.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const over = (): void => {
      events.gone(this);
      void this.destroy(null);
    };
    this.#client.on('disconnect', over).on('connectionError', over);
  }

  /** Resolves with the head. Rejects with undici's error, or with the reason of `signal`. */
  send(dispatch: Dispatcher.DispatchOptions, signal: AbortSignal): Promise<Reply> {
    return new Promise((resolve, reject) => {
      let body: ResponseBody | undefined;
      const onAbort = (): void => void this.destroy(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      const over = (): void => signal.removeEventListener('abort', onAbort);
      this.#client.dispatch(dispatch, {
        onRequestStart: () => {},
        onResponseStart: (controller, status, headers) => {
          if (status < 200) return;
          body = new ResponseBody(controller, () => void this.destroy(null));
          body.whenOver(over);
          resolve({ status, headers: joined(headers), body });
        },
        onResponseData: (_controller, chunk) => body?.push(chunk),
        onResponseEnd: () => {
          body?.end();
          if (!this.#socket.destroyed) this.#events.idle(this);
        },
        onResponseError: (_controller, error) => {
          if (body === undefined) {
            over();
            reject(signal.aborted ? signal.reason : error);
          } else {
            body.fail(signal.aborted ? signal.reason : classify(error, 'body', this.#where), signal.aborted);
          }
        },
      });
    });
  }

  /** Resolves when the socket is closed. What is in flight fails with `reason`. */
  async destroy(reason: Error | null): Promise<void> {
    await this.#client.destroy(reason);
    this.#socket.destroy();
  }
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
}
