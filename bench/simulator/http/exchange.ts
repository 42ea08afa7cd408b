import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../src/main/clock.ts';
import type { Strike, Verb } from '../faults.ts';
import type { Traffic } from '../traffic.ts';
import type { Clause } from './accept.ts';
import type { User } from './access.ts';
import { Outlet } from './outlet.ts';
import { type Reply, writeHead } from './reply.ts';

/** One request with what was found out about it, and the way to answer it. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly clauses: readonly Clause[];
  readonly verb: Verb;
  /** Key of the resource, or `''`. */
  readonly resource: string;
  /** The faults that strike it. */
  readonly strike: Strike;
  /** Set once the client is known. */
  user: User | undefined;
  readonly #clock: Clock;
  readonly #traffic: Traffic;

  constructor(
    known: Pick<Exchange, 'request' | 'response' | 'url' | 'clauses' | 'verb' | 'resource' | 'strike'>,
    clock: Clock,
    traffic: Traffic,
  ) {
    this.request = known.request;
    this.response = known.response;
    this.url = known.url;
    this.clauses = known.clauses;
    this.verb = known.verb;
    this.resource = known.resource;
    this.strike = known.strike;
    this.#clock = clock;
    this.#traffic = traffic;
  }

  /** Prepares the head, which leaves with the first bytes, and gives the way for the body. */
  begin(status: number, contentType: string, headers?: Reply['headers']): Outlet {
    const { request, response, resource, verb, strike, user } = this;
    writeHead(response, status, contentType, headers);
    this.#traffic.record({
      method: request.method ?? '',
      path: request.url ?? '',
      accept: request.headers.accept ?? '',
      user: user?.name ?? '',
      resource,
      verb,
      status,
    });
    const sent = (bytes: Buffer): void => this.#traffic.sent(resource, bytes);
    return new Outlet(response, { clock: this.#clock, strike, sent });
  }

  /** Answers at once. */
  async send(reply: Reply): Promise<void> {
    const outlet = this.begin(reply.status, reply.contentType, reply.headers);
    outlet.add(reply.body);
    await outlet.end();
  }

  /** Waits as long as a latency fault says, or until the client has gone. */
  delay(): Promise<void> {
    const latency = this.strike.get('latency');
    if (latency === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#clock.after(latency.ms, resolve);
      this.response.once('close', () => {
        timer.cancel();
        resolve();
      });
    });
  }
}
