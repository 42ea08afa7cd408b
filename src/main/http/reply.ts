import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/**
 * On every response. Nothing is to be cached, since the next scrape is about now, and nothing is to be
 * taken by a browser for something that it is not.
 */
export const COMMON_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const;

/** Sends a short body as a whole. For HEAD, node sends the same head and no body. */
export function reply(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, {
    ...COMMON_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** A value of a request, to be named in an answer: quoted, escaped and short. */
export function quoted(value: string): string {
  const LONGEST = 64;
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}
