import { connect, type Socket } from 'node:net';
import { within } from './deadline.ts';

/**
 * A client that asks for `/metrics` as plain text and reads only when told. What the kernel takes
 * for it (some megabytes at the most) is out of anybody's hands: bodies have to be larger.
 */
export class SlowClient {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  readonly #chunks: Buffer[] = [];
  #received = 0;

  constructor(base: string, query = '') {
    const { hostname, port } = new URL(base);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket.pause();
    this.#closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    // A cut connection is what some tests want; whoever wants the whole counts the bytes.
    this.#socket.on('error', () => {});
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
      // The head is in the first chunk, and the rest is only counted.
      if (this.#chunks.length === 0) this.#chunks.push(chunk);
    });
    this.#socket.pause();
    this.#socket.write(`GET /metrics${query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  }

  /** Reads to the end of the connection. */
  async readOn(what = 'the end of the connection'): Promise<Received> {
    this.#socket.resume();
    await within(this.#closed, what);
    return this.received;
  }

  /** Reads the head, and a little of what follows. */
  async readHead(): Promise<Received> {
    const first = new Promise<void>((resolve) => this.#socket.once('data', () => resolve()));
    this.#socket.resume();
    await within(Promise.race([first, this.#closed]), 'the head of a response');
    this.#socket.pause();
    return this.received;
  }

  get received(): Received {
    const first = this.#chunks[0]?.toString('latin1') ?? '';
    const headLength = first.indexOf('\r\n\r\n') + 4;
    const length = /^content-length: (\d+)/im.exec(first)?.[1];
    return {
      status: Number(first.slice(9, 12)),
      bodyBytes: Math.max(0, this.#received - headLength),
      contentLength: length === undefined ? Number.NaN : Number(length),
    };
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

export interface Received {
  /** 0 without a head. */
  readonly status: number;
  readonly bodyBytes: number;
  /** What the head says. */
  readonly contentLength: number;
}
