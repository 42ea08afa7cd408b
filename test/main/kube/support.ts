import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../src/main/clock.ts';
import type { ApiResponse } from '../../../src/main/kube/api.ts';
import type { Cluster, IdentitySource, Warn } from '../../../src/main/kube/cluster.ts';
import { ClusterAccess } from '../../../src/main/kube/cluster-access.ts';
import { type PemSource, TlsFiles } from '../../../src/main/kube/tls-material.ts';
import { FixedIdentity } from '../../../src/main/kube/token.ts';
import { codeOf, describe } from '../../../src/protocol/coded-error.ts';

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

/** A TCP server on loopback that does with its sockets what the test says. */
export class RawServer {
  readonly sockets = new Set<Socket>();
  readonly #server: TcpServer;

  private constructor(onSocket: (socket: Socket) => void) {
    this.#server = createTcpServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
      onSocket(socket);
    });
  }

  static async start(onSocket: (socket: Socket) => void): Promise<RawServer> {
    const self = new RawServer(onSocket);
    await new Promise<void>((resolve) => self.#server.listen(0, '127.0.0.1', resolve));
    return self;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
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

/** A cluster at `server` with fixed parts, for tests that are about something else. */
export function clusterAt(server: string, parts: ClusterParts = {}): Cluster {
  const { identity = new FixedIdentity({}), tls = {}, proxyUrl, warn = refuseWarning } = parts;
  const credentials = new ClusterAccess(identity, new TlsFiles(tls, systemClock, warn));
  return { source: 'a test', server: new URL(server), proxyUrl, credentials };
}

export interface ClusterParts {
  readonly identity?: IdentitySource;
  readonly tls?: ConstructorParameters<typeof TlsFiles>[0];
  readonly proxyUrl?: string;
  readonly warn?: Warn;
}

/** For tests in which nothing is to be warned of. */
export function refuseWarning(message: string): never {
  throw new Error(`unexpected warning: ${message}`);
}

/** A source of inline PEM. */
export function inline(pem: string, name = 'inline PEM'): PemSource {
  return { name, from: { pem } };
}

/** Matches an error by its code and a part of its message, for `assert.rejects`. */
export function coded(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.equal(codeOf(error), code, String(error));
    assert.match(describe(error), message);
    return true;
  };
}

/** A JWT whose signature is rubbish: nobody on this side looks at it. */
export function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
}
