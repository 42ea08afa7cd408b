import type { ServerResponse } from 'node:http';
import { goJson, type JsonObject } from '../json.ts';
import { protobufStatus } from '../wire/protobuf-view.ts';
import { type Clause, encodingOf, formOf } from './accept.ts';
import type { StatusError } from './status.ts';

/** What every answer of the server carries. */
export const COMMON_HEADERS = { 'cache-control': 'no-cache, private' };

/** A body to send at once. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export function jsonReply(status: number, body: JsonObject): Reply {
  return { status, contentType: 'application/json', body: Buffer.from(`${goJson(body)}\n`) };
}

export function textReply(status: number, text: string, contentType = 'text/plain; charset=utf-8'): Reply {
  return { status, contentType, body: Buffer.from(text) };
}

/** A Status in the encoding that the client accepts; indented JSON when it accepts none. */
export function errorReply(error: StatusError, clauses: readonly Clause[]): Reply {
  const retryAfter = error.retryAfter;
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  for (const clause of clauses) {
    const encoding = encodingOf(clause);
    const form = formOf(clause);
    if (encoding === 'json' && form !== undefined) return { ...jsonReply(error.code, error.body()), headers };
    if (encoding === 'protobuf' && form !== 'table' && form !== undefined) {
      const body = protobufStatus(error.body());
      return { status: error.code, contentType: 'application/vnd.kubernetes.protobuf', body, headers };
    }
  }
  const body = Buffer.from(JSON.stringify(error.body(), null, 2));
  return { status: error.code, contentType: 'application/json', body, headers };
}

/** The head of an answer. */
export function writeHead(
  response: ServerResponse,
  status: number,
  contentType: string,
  headers: Reply['headers'] = {},
): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries({ 'content-type': contentType, ...COMMON_HEADERS, ...headers }))
    response.setHeader(name, value);
}
