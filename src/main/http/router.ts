import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../telemetry/log.ts';
import { parseQuery, type Query } from './query.ts';
import { reply } from './reply.ts';

/** Answers a GET or HEAD request. What it throws becomes a 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse, query: Query) => void;

/** Exact paths. */
export type Routes = Readonly<Record<string, Handler>>;

const ALLOWED = ['GET', 'HEAD'];

/** One function for all requests of a listener: 404, 405 and 400 for what no handler has to see. */
export function router(
  routes: Routes,
  log: Log,
): (request: IncomingMessage, response: ServerResponse) => void {
  const handlers = new Map(Object.entries(routes));
  return (request, response) => {
    const [path, query] = split(request.url ?? '');
    const handler = handlers.get(path);
    if (handler === undefined) return reply(response, 404, 'Not Found\n');
    if (!ALLOWED.includes(request.method ?? '')) {
      return reply(response, 405, 'Method Not Allowed\n', { Allow: ALLOWED.join(', ') });
    }
    const parsed = parseQuery(query);
    if (parsed === undefined) return reply(response, 400, 'malformed escape in the query\n');
    try {
      handler(request, response, parsed);
    } catch (error) {
      fail(response, log, path, error);
    }
  };
}

/** Ends a request that a bug has stopped: with 500 while that can still be said, else by cutting it. */
export function fail(response: ServerResponse, log: Log, path: string, error: unknown): void {
  log.error('request failed', { path }, error);
  if (response.headersSent) response.destroy();
  else reply(response, 500, 'Internal Server Error\n');
}

function split(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}
