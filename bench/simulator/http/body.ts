import type { IncomingMessage } from 'node:http';
import { isObject, type JsonObject } from '../json.ts';
import { badRequest, StatusError, unsupportedMediaType } from './status.ts';

/** Content types of objects and of patches. */
export const JSON_BODY = ['application/json'];
export const PATCH_BODY = ['application/merge-patch+json'];

/** What etcd takes at the most, about. */
const MAX_BODY = 3 * 1024 * 1024;

/** Reads a JSON request body of one of the `types`. Throws the server's 400, 413 and 415. */
export async function readJson(request: IncomingMessage, types: readonly string[]): Promise<JsonObject> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (!types.includes(type)) throw unsupportedMediaType();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY)
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${MAX_BODY}`);
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString());
  } catch (error) {
    throw badRequest(`couldn't read the body: ${String(error)}`);
  }
  if (!isObject(value)) throw badRequest('the body is no object');
  return value;
}
