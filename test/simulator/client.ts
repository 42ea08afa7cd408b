import { get, type IncomingMessage } from 'node:http';
import type { Simulator } from '../../bench/simulator/server.ts';
import { within } from '../support/deadline.ts';

export const JSON_ACCEPT = 'application/json';
export const PROTOBUF_ACCEPT = 'application/vnd.kubernetes.protobuf';
export const STREAMING =
  'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';

/** A list, as far as tests look at one. */
export interface List {
  readonly metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  readonly items: { metadata: { name: string; namespace: string; uid: string; resourceVersion: string } }[];
}

/** One answer with its whole body. */
export async function ask(
  { url }: Simulator,
  path: string,
  options: { method?: string; accept?: string; body?: object; type?: string; token?: string } = {},
): Promise<{ status: number; headers: Headers; text: string; json: <T = List>() => T }> {
  const { method = 'GET', accept = JSON_ACCEPT, body, type = 'application/json', token } = options;
  const answer = await fetch(url + path, {
    method,
    headers: {
      accept,
      ...(body !== undefined && { 'content-type': type }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await within(answer.text(), `the answer to ${path}`);
  return { status: answer.status, headers: answer.headers, text, json: <T>() => JSON.parse(text) as T };
}

export interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly uid?: string };
    readonly [field: string]: unknown;
  };
}

/** An open JSON watch, read event by event. */
export class WatchReader {
  readonly #message: IncomingMessage;
  readonly #lines: AsyncIterator<string>;

  private constructor(message: IncomingMessage) {
    this.#message = message;
    this.#lines = linesOf(message);
  }

  static async open({ url }: Simulator, path: string): Promise<WatchReader> {
    const opened = new Promise<WatchReader>((resolve, reject) => {
      get(url + path, { headers: { accept: JSON_ACCEPT } }, (message) =>
        resolve(new WatchReader(message)),
      ).on('error', reject);
    });
    return within(opened, `the head of ${path}`);
  }

  /** The next event; `undefined` at a clean end. Rejects when the connection breaks. */
  async next(): Promise<WatchEvent | undefined> {
    const { done, value } = await within(this.#lines.next(), 'the next event');
    return done === true ? undefined : (JSON.parse(value) as WatchEvent);
  }

  /** The types and names of the next events, as `ADDED a`. */
  async take(count: number): Promise<string[]> {
    const taken: string[] = [];
    for (let i = 0; i < count; i++) {
      const event = await this.next();
      if (event === undefined) break;
      taken.push(`${event.type} ${event.object.metadata.name ?? ''}`.trim());
    }
    return taken;
  }

  close(): void {
    this.#message.destroy();
  }
}

async function* linesOf(message: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of message as AsyncIterable<Buffer>) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** A small object of any kind. */
export function named(name: string, namespace = 'default', more: object = {}) {
  return { metadata: { name, namespace }, ...more };
}
