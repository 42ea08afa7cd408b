import { readFileSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';

/** Where the simulated API server is. */
export interface ApiServer {
  readonly url: string;
  /** PEM file of what signed its certificate; only with TLS. */
  readonly caFile?: string;
}

/** One GET on a connection of its own; resolves at the response's head. */
export function open(server: ApiServer, path: string, accept: string): Promise<IncomingMessage> {
  const secure = server.url.startsWith('https:');
  const { request } = secure ? https : http;
  return new Promise((resolve, reject) => {
    const options = {
      headers: { Accept: accept },
      agent: false as const,
      ...(server.caFile !== undefined && { ca: readFileSync(server.caFile) }),
    };
    request(`${server.url}${path}`, options, resolve).on('error', reject).end();
  });
}

export async function readAll(response: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
