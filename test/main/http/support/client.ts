import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { within } from '../../../support/deadline.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

/** One request, on a connection of its own unless an agent is given; rejects when the response is cut. */
export function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; agent?: Agent } = {},
): Promise<Answer> {
  const answer = new Promise<Answer>((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', path, agent: false, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString() });
      });
    });
    request.on('error', reject);
    request.end();
  });
  return within(answer, `an answer to ${path}`);
}

/** A connection that has sent `text` and reads nothing until told. */
export class RawClient {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  error: Error | undefined;

  constructor(test: TestContext, port: number, text: string) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.on('error', (error) => {
      this.error = error;
    });
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    this.socket.write(text, 'latin1');
    test.after(() => this.socket.destroy());
  }

  /** Everything that comes until the server closes the connection. */
  async rest(): Promise<string> {
    const chunks: Buffer[] = [];
    this.socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await within(this.closed, 'the connection’s end');
    return Buffer.concat(chunks).toString('latin1');
  }
}

/** The bytes of a request for `path` with these header lines. */
export function get(path: string, ...lines: string[]): string {
  return [`GET ${path} HTTP/1.1`, 'Host: x', ...lines, '', ''].join('\r\n');
}
