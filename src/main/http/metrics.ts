import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { Exposition, ExpositionBody, ExpositionRequest } from '../exposition/exposition.ts';
import type { Log } from '../telemetry/log.ts';
import type { Instruments } from '../telemetry/self-metrics.ts';
import { reset } from './connections.ts';
import { type Format, negotiateEncoding, negotiateFormat } from './negotiate.ts';
import type { Query } from './query.ts';
import { COMMON_HEADERS, quoted, reply } from './reply.ts';
import { fail, type Handler } from './router.ts';
import type { ScrapeLedger } from './scrapes.ts';

export interface MetricsHandlerOptions {
  readonly exposition: Exposition;
  readonly ledger: ScrapeLedger;
  readonly instruments: Pick<Instruments, 'requestSeconds' | 'scrapesRefused' | 'scrapeBytes'>;
  /** The names that `?resources=` may have. */
  readonly resources: ReadonlySet<string>;
  /** Why there is no complete generation yet, in a few words. */
  readonly waitingFor: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A refused scraper comes back after its interval anyway; this is for those that retry. */
const RETRY_BUSY_S = 1;
const RETRY_STARTING_S = 5;

/**
 * `/metrics`: one snapshot, chosen now, streamed as it is. Nothing is rendered or compressed here;
 * what the client can hold up is its own connection, and that not for long.
 */
export function metricsHandler(options: MetricsHandlerOptions): Handler {
  return (request, response, query) => {
    const start = options.clock.monotonic();
    const method = request.method === 'HEAD' ? 'head' : 'get';
    response.once('close', () => {
      const seconds = (options.clock.monotonic() - start) / 1000;
      options.instruments.requestSeconds(seconds, { handler: 'metrics', method });
    });
    const selection = select(query, options.resources);
    if (typeof selection === 'string') return reply(response, 400, selection);
    // A pipelined request has no socket before the responses ahead of it are out. It gets its
    // snapshot when its turn comes, so that a connection never holds more than one.
    const answer = () => {
      try {
        scrape(options, request, response, selection);
      } catch (error) {
        fail(response, options.log, '/metrics', error);
      }
    };
    if (response.socket === null) response.once('socket', answer);
    else answer();
  };
}

type Selection = Pick<ExpositionRequest, 'resources' | 'exclude'>;

/** Reads `resources` and `exclude_resources`; gives a text that says what is wrong with them. */
function select(query: Query, known: ReadonlySet<string>): Selection | string {
  const resources = names(query.get('resources'));
  const exclude = names(query.get('exclude_resources'));
  const unknown = [...(resources ?? []), ...(exclude ?? [])].find((name) => !known.has(name));
  if (unknown !== undefined) {
    return `unknown resource ${quoted(unknown)}; known are ${[...known].sort().join(', ')}\n`;
  }
  return { ...(resources && { resources }), ...(exclude && { exclude }) };
}

/** Comma-separated, repeatable; blanks and empty names don't count. */
function names(values: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (values === undefined) return undefined;
  const parts = values.flatMap((value) => value.split(',')).map((name) => name.trim());
  return new Set(parts.filter((name) => name !== ''));
}

function scrape(
  options: MetricsHandlerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  selection: Selection,
): void {
  const { exposition, ledger, instruments } = options;
  const head = request.method === 'HEAD';
  if (!head && !ledger.makeRoom()) {
    instruments.scrapesRefused({ reason: 'busy' });
    reply(response, 503, 'too many scrapes at the same time\n', { 'Retry-After': RETRY_BUSY_S });
    return;
  }
  const format = negotiateFormat(request.headers.accept);
  const encoding = negotiateEncoding(request.headers['accept-encoding']?.toString());
  const body = exposition.open({ format: format.format, encoding, ...selection });
  if (body === undefined) {
    instruments.scrapesRefused({ reason: 'starting' });
    const reason = `no complete snapshot yet: ${options.waitingFor()}\n`;
    reply(response, 503, reason, { 'Retry-After': RETRY_STARTING_S });
    return;
  }
  response.writeHead(200, headers(format, encoding, body));
  if (head) {
    body.close();
    response.end();
    return;
  }
  stream(options, request, response, body, encoding).catch((error: unknown) =>
    fail(response, options.log, '/metrics', error),
  );
}

function headers(format: Format, encoding: 'gzip' | 'identity', body: ExpositionBody) {
  return {
    ...COMMON_HEADERS,
    'Content-Type': format.contentType,
    ...(encoding === 'gzip' && { 'Content-Encoding': 'gzip' }),
    'Content-Length': body.length,
    Vary: 'Accept, Accept-Encoding',
    'X-Kube-State-Exporter-Generation': body.generation,
    'X-Kube-State-Exporter-Age-Seconds': body.ageMs / 1000,
  };
}

/** Hands the body to the client at the client's pace. Resolves when the last byte is out or the scrape is cut. */
async function stream(
  { ledger, instruments }: MetricsHandlerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  body: ExpositionBody,
  encoding: 'gzip' | 'identity',
): Promise<void> {
  const { socket } = request;
  const scrape = ledger.begin({
    peer: socket.remoteAddress ?? 'unknown',
    generation: body.generation,
    pinnedBytes: body.pinnedBytes,
    length: body.length,
    timeoutMs: scraperTimeout(request),
    cut: () => reset(socket),
  });
  let failure: unknown;
  async function* metered(): AsyncGenerator<Uint8Array, void, void> {
    try {
      for await (const chunk of body.chunks()) {
        scrape.handed(chunk.byteLength, response.writableLength);
        yield chunk;
        scrape.taken();
        if (allSent(socket, response)) body.sent();
      }
      // The last bytes may still wait for the client.
      scrape.handed(0, response.writableLength);
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  // A body of another length than it said must not reach the client as if it were whole.
  response.strictContentLength = true;
  try {
    await pipeline(metered, response);
  } catch (error) {
    const ours = failure ?? (codeOf(error) === 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' ? error : undefined);
    ledger.cut(scrape, ours === undefined ? 'aborted' : 'failed', ours);
  } finally {
    ledger.end(scrape);
    body.close();
    instruments.scrapeBytes({ encoding }, scrape.bytes);
  }
}

/** Whether the kernel has everything: what a socket still writes must not change under it. */
function allSent(socket: Socket, response: ServerResponse): boolean {
  return response.writableLength === 0 && socket.writableLength === 0 && !socket.destroyed;
}

/** What Prometheus says that it waits, milliseconds; nothing that isn't a positive number counts. */
function scraperTimeout(request: IncomingMessage): number | undefined {
  const text = request.headers['x-prometheus-scrape-timeout-seconds']?.toString();
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  const seconds = Number(text);
  return seconds > 0 ? seconds * 1000 : undefined;
}
