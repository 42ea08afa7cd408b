import { connect, type Socket } from 'node:net';
import { type Head, headLength, parseHead } from './http-head.ts';

export interface RequestOptions {
  readonly path?: string;
  readonly gzip?: boolean;
  /** Keep the body; without it bytes are counted and forgotten, which is what costs us least. */
  readonly collect?: boolean;
  readonly timeoutMs?: number;
}

/** One response, as seen on the wire. */
export interface Reply extends Head {
  /** Of the body as it came, chunk headers included where the server uses them. */
  readonly bytes: number;
  readonly firstByteMs: number;
  readonly totalMs: number;
  /** Everything came that was announced. */
  readonly complete: boolean;
  /** Only with `collect`. */
  readonly body: Buffer;
}

/** Longer than every scrape deadline. */
const TIMEOUT_MS = 120_000;
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** The bytes of a request; the connection closes behind the response. */
export function requestText(path: string, gzip: boolean): string {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${gzip ? 'Accept-Encoding: gzip\r\n' : ''}\r\n`;
}

/**
 * One GET on a connection of its own. Written on sockets, because what the client itself costs is
 * part of every figure: it reads into one buffer and looks at nothing behind the head.
 */
export function get(port: number, options: RequestOptions = {}): Promise<Reply> {
  const { path = '/metrics', gzip = true, collect = false, timeoutMs = TIMEOUT_MS } = options;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let firstByteMs = 0;
    let head: Head | undefined;
    let early = Buffer.alloc(0);
    let bytes = 0;
    let tail = Buffer.alloc(0);
    const parts: Buffer[] = [];

    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (collect) parts.push(Buffer.from(chunk));
      if (head?.chunked === true)
        tail = Buffer.concat([tail, chunk.subarray(-LAST_CHUNK.length)]).subarray(-LAST_CHUNK.length);
    };
    const receive = (count: number, buffer: Uint8Array): boolean => {
      const chunk = Buffer.from(buffer.buffer, buffer.byteOffset, count);
      if (head !== undefined) {
        take(chunk);
        return true;
      }
      firstByteMs ||= performance.now() - start;
      early = Buffer.concat([early, chunk]);
      const length = headLength(early);
      if (length === undefined) return true;
      head = parseHead(early.toString('latin1', 0, length));
      take(early.subarray(length));
      return true;
    };
    const socket: Socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: Buffer.allocUnsafe(256 * 1024), callback: receive },
    });
    const timer = setTimeout(
      () => socket.destroy(new Error(`no whole response within ${timeoutMs} ms`)),
      timeoutMs,
    );
    let failure: Error | undefined;
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      if (head === undefined) {
        reject(failure ?? new Error('the connection was closed without a response'));
        return;
      }
      const announced = head.chunked
        ? tail.equals(LAST_CHUNK)
        : head.length === undefined || head.length === bytes;
      resolve({
        ...head,
        bytes,
        firstByteMs,
        totalMs: performance.now() - start,
        complete: failure === undefined && announced,
        body: Buffer.concat(parts),
      });
    });
    socket.write(requestText(path, gzip));
  });
}
