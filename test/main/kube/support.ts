import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ApiResponse } from '../../../src/main/kube/api.ts';

/** A temporary folder with files in it; `using` removes it. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'kube-'));

  write(name: string, text: string, mode = 0o600): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
    return file;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP(S) server on loopback that remembers what it was asked and which sockets are open. */
export class TestServer {
  readonly requests: IncomingMessage[] = [];
  readonly sockets = new Set<Socket>();
  /** Connections ever made. */
  connections = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
    });
  }

  /** Listens on a free port; with `tls`, speaks HTTPS. */
  static async start(handler: Handler, tls?: ServerOptions): Promise<TestServer> {
    let self: TestServer | undefined;
    const listener: Handler = (request, response) => {
      self?.requests.push(request);
      handler(request, response);
    };
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    server.on('tlsClientError', () => {});
    self = new TestServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return self;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get raw(): Server {
    return this.#server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Reads a response to its end. */
export async function textOf(response: ApiResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
