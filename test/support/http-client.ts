import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { within } from './deadline.ts';

/** An answer that came whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire. */
  readonly wire: Buffer;
  /** Decompressed. */
  readonly text: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
}

/** One request on a connection of its own. Rejects when the answer is cut or late. */
export function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, deadlineMs } = options;
  const answer = new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const wire = Buffer.concat(chunks);
        const zipped = response.headers['content-encoding'] === 'gzip' && wire.length > 0;
        const text = (zipped ? gunzipSync(wire) : wire).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, wire, text });
      });
    });
    request.on('error', reject);
    request.end();
  });
  return within(answer, `an answer to ${method} ${url}`, deadlineMs);
}

export interface ScrapeOptions extends AskOptions {
  /** What stands behind the `?` of `/metrics`. */
  readonly query?: string;
  readonly encoding?: 'gzip' | 'identity';
  readonly format?: 'text' | 'openmetrics';
}

const ACCEPT = {
  text: 'text/plain; version=0.0.4',
  openmetrics: 'application/openmetrics-text; version=1.0.0',
} as const;

/** Asks for `/metrics` below `base` in a form. */
export function scrape(base: string, options: ScrapeOptions = {}): Promise<Answer> {
  const { query = '', encoding = 'gzip', format = 'text', headers, ...rest } = options;
  return ask(`${base}/metrics${query === '' ? '' : `?${query}`}`, {
    ...rest,
    headers: { Accept: ACCEPT[format], 'Accept-Encoding': encoding, ...headers },
  });
}
