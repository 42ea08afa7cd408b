import assert from 'node:assert/strict';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, isIP, type Socket } from 'node:net';
import { test } from 'node:test';
import { systemClock } from '../../../src/main/clock.ts';
import type { ApiRequest, ApiTransport } from '../../../src/main/kube/api.ts';
import type { Cluster } from '../../../src/main/kube/cluster.ts';
import { createTransport } from '../../../src/main/kube/transport.ts';
import { Authority, type KeyPair } from '../../support/certificates.ts';
import { eventually } from '../../support/deadline.ts';
import { clusterAt, coded, inline, RawServer, TestServer, textOf } from './support.ts';

function transportTo(
  cluster: Cluster,
  env: NodeJS.ProcessEnv = {},
): AsyncDisposable & Pick<ApiTransport, 'request'> {
  const transport = createTransport({ cluster, clock: systemClock, version: '1', env });
  return { request: (request) => transport.request(request), [Symbol.asyncDispose]: () => transport.close() };
}

const get = (path = '/'): ApiRequest => ({ path, accept: '*/*', signal: new AbortController().signal });

/** An HTTP proxy that brings everybody to 127.0.0.1, whatever name they ask for. */
class HttpProxy {
  readonly asked: string[] = [];
  readonly sockets = new Set<Socket>();
  /** When set, what it answers to everything. */
  refuseWith: number | undefined;
  readonly #server;

  private constructor(pair?: KeyPair) {
    this.#server = pair === undefined ? createHttpServer() : createHttpsServer(pair);
    this.#server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.sockets.delete(socket));
    });
    this.#server.on('connect', (request, client: Socket) => {
      this.asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      client.on('error', () => {});
      if (this.refuseWith !== undefined) return void client.end(`HTTP/1.1 ${this.refuseWith} No\r\n\r\n`);
      const upstream = connect(Number(new URL(`http://${request.url}`).port), '127.0.0.1');
      upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('close', () => upstream.destroy());
      upstream.on('connect', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
    });
    this.#server.on('request', (request, response) => {
      this.asked.push(
        `${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim(),
      );
      if (this.refuseWith !== undefined) return void response.writeHead(this.refuseWith).end();
      const { port, pathname, search } = new URL(request.url ?? '');
      const upstream = httpRequest({ host: '127.0.0.1', port, path: pathname + search }, (answer) =>
        answer.pipe(response),
      );
      upstream.setHeader('x-host', request.headers.host ?? '').end();
    });
  }

  static async start(pair?: KeyPair): Promise<HttpProxy> {
    const self = new HttpProxy(pair);
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

test('an https server is reached through a tunnel, with TLS end to end', async () => {
  using ca = new Authority();
  const pair = ca.issue({ cn: 'kube', hosts: ['kube.test', '127.0.0.1'] });
  await using server = await TestServer.start(
    (request, response) => void response.end(request.headers.host),
    pair,
  );
  await using proxy = await HttpProxy.start();
  const tls = { ca: inline(ca.pem) };
  const cluster = clusterAt(`https://kube.test:${server.port}`, {
    tls,
    proxyUrl: `http://me:p%40ss@127.0.0.1:${proxy.port}`,
  });
  {
    await using transport = transportTo(cluster);
    for (let i = 0; i < 3; i++)
      assert.equal(await textOf(await transport.request(get())), `kube.test:${server.port}`);
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    assert.deepEqual(
      proxy.asked,
      [`CONNECT kube.test:${server.port} ${authorization}`],
      'one tunnel, used again',
    );
    assert.ok(server.requests.every((request) => request.headers['proxy-authorization'] === undefined));
  }
  await eventually(() => proxy.sockets.size + server.sockets.size === 0, 'the tunnel is gone');
});

test('a plain http server is reached by whole URLs, not by a tunnel', async () => {
  await using server = await TestServer.start(
    (request, response) => void response.end(`${request.url} ${request.headers['x-host']}`),
  );
  await using proxy = await HttpProxy.start();
  const cluster = clusterAt(`http://kube.test:${server.port}/base`, {
    proxyUrl: `http://me@127.0.0.1:${proxy.port}`,
  });
  await using transport = transportTo(cluster);
  assert.equal(
    await textOf(await transport.request(get('/api?x=1'))),
    `/base/api?x=1 kube.test:${server.port}`,
  );
  const authorization = `Basic ${Buffer.from('me:').toString('base64')}`;
  assert.deepEqual(proxy.asked, [`GET http://kube.test:${server.port}/base/api?x=1 ${authorization}`]);
  proxy.refuseWith = 407;
  await assert.rejects(
    transport.request(get()),
    coded('KSE_API_PROXY', /^proxy http:\/\/127.0.0.1:\d+ answered 407/),
  );
});

test('a proxy can itself be reached by TLS, and is trusted by the CA of the cluster', async () => {
  using ca = new Authority();
  await using server = await TestServer.start(
    (_q, response) => void response.end('ok'),
    ca.issue({ cn: 'k', hosts: ['kube.test'] }),
  );
  await using proxy = await HttpProxy.start(ca.issue({ cn: 'proxy', hosts: ['127.0.0.1'] }));
  using forger = new Authority('forger');
  await using forged = await HttpProxy.start(forger.issue({ cn: 'proxy', hosts: ['127.0.0.1'] }));
  const through = (port: number): Cluster =>
    clusterAt(`https://kube.test:${server.port}`, {
      // A name for the server must not be expected of the proxy.
      tls: { ca: inline(ca.pem), serverName: 'kube.test' },
      proxyUrl: `https://127.0.0.1:${port}`,
    });
  {
    await using transport = transportTo(through(proxy.port));
    assert.equal(await textOf(await transport.request(get())), 'ok');
  }
  await eventually(() => proxy.sockets.size + server.sockets.size === 0, 'both layers are gone');
  await using refused = transportTo(through(forged.port));
  await assert.rejects(
    refused.request(get()),
    coded('KSE_API_PROXY', /cannot be reached: .* certificate of an unknown CA/),
  );
});

test('HTTPS_PROXY counts for servers that NO_PROXY and loopback do not exempt', async () => {
  await using proxy = await HttpProxy.start();
  proxy.refuseWith = 403;
  const env = { HTTPS_PROXY: `127.0.0.1:${proxy.port}`, NO_PROXY: '192.0.2.0/24,.exempt.invalid' };
  await using proxied = transportTo(clusterAt('https://kube.invalid'), env);
  await assert.rejects(
    proxied.request(get()),
    coded('KSE_API_PROXY', /answered 403 to CONNECT kube.invalid:443/),
  );
  await using exempt = transportTo(clusterAt('https://kube.exempt.invalid'), env);
  await assert.rejects(exempt.request(get()), coded('KSE_API_UNREACHABLE', /name/));
  await using loopback = transportTo(clusterAt('https://127.0.0.1:1'), env);
  await assert.rejects(loopback.request(get()), coded('KSE_API_UNREACHABLE', /refused the connection/));
  assert.equal(proxy.asked.length, 1);
});

test('what goes wrong with a proxy is said of the proxy', async () => {
  await using refusing = await HttpProxy.start();
  await using curt = await RawServer.start((socket) => void socket.once('data', () => socket.destroy()));
  await using talkative = await RawServer.start(
    (socket) => void socket.resume().write('HTTP/1.1 200 OK\r\n\r\nunasked'),
  );
  await using plain = await TestServer.start((_request, response) => void response.end('a web site'));
  refusing.refuseWith = 407;
  const table: readonly [string, RegExp][] = [
    [
      `http://name:hunter2@127.0.0.1:${refusing.port}`,
      /^proxy http:\/\/127.0.0.1:\d+ answered 407 to CONNECT kube.invalid:443/,
    ],
    ['http://127.0.0.1:1', /^proxy http:\/\/127.0.0.1:1 cannot be reached: .*refused the connection/],
    ['http://proxy.invalid', /^proxy http:\/\/proxy.invalid cannot be reached: .*name/],
    [`http://127.0.0.1:${curt.port}`, /broke off while a tunnel was asked for/],
    [`http://127.0.0.1:${talkative.port}`, /sent bytes before the tunnel was in use/],
    [`http://127.0.0.1:${plain.port}`, /broke off while a tunnel was asked for/],
    [`https://127.0.0.1:${plain.port}`, /cannot be reached: .*does not speak TLS/],
    [`socks5://127.0.0.1:${plain.port}`, /does not speak SOCKS5/],
    [`socks5://127.0.0.1:${curt.port}`, /broke off while a connection was asked for/],
  ];
  for (const [proxyUrl, message] of table) {
    await using transport = transportTo(clusterAt('https://kube.invalid', { proxyUrl }));
    const attempt = transport.request(get());
    await assert.rejects(
      attempt,
      (error: unknown) => coded('KSE_API_PROXY', message)(error) && !String(error).includes('hunter2'),
    );
  }
  const open = (): number =>
    refusing.sockets.size + curt.sockets.size + talkative.sockets.size + plain.sockets.size;
  await eventually(() => open() === 0, 'no connection is left behind');
});

test('an abort while a proxy thinks about a tunnel closes the connection to it', async () => {
  await using mute = await RawServer.start((socket) => void socket.resume());
  for (const scheme of ['http', 'socks5']) {
    await using transport = transportTo(
      clusterAt('https://kube.invalid', { proxyUrl: `${scheme}://127.0.0.1:${mute.port}` }),
    );
    const controller = new AbortController();
    const waiting = transport.request({ ...get(), signal: controller.signal });
    await eventually(() => mute.sockets.size === 1, 'a connection');
    controller.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    await eventually(() => mute.sockets.size === 0, 'the connection is gone');
  }
});

interface SocksSettings {
  readonly method?: number;
  readonly status?: number;
  readonly reply?: number;
}

/** A SOCKS5 server, byte by byte: replies come one byte at a time, as a slow network may bring them. */
async function socksServer(
  asked: string[],
  { method = 0, status = 0, reply = 0 }: SocksSettings = {},
): Promise<RawServer> {
  const reader =
    (socket: Socket) =>
    async (bytes: number): Promise<Buffer> => {
      for (;;) {
        const chunk: Buffer | null = socket.read(bytes);
        if (chunk !== null) return chunk;
        await new Promise((resolve) => socket.once('readable', resolve));
      }
    };
  const say = async (socket: Socket, bytes: readonly number[]): Promise<void> => {
    for (const byte of bytes) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const serve = async (socket: Socket): Promise<void> => {
    const read = reader(socket);
    const [, count = 0] = await read(2);
    asked.push(`methods ${[...(await read(count))]}`);
    await say(socket, [5, method]);
    if (method === 2) {
      const name = await read((await read(2))[1] ?? 0);
      const password = await read((await read(1))[0] ?? 0);
      asked.push(`login ${name}:${password}`);
      await say(socket, [1, status]);
      if (status !== 0) return;
    }
    const [, , , type] = await read(4);
    const address = await read(type === 1 ? 4 : type === 4 ? 16 : ((await read(1))[0] ?? 0));
    const port = (await read(2)).readUInt16BE();
    asked.push(`connect ${type} ${type === 3 ? address.toString() : address.toString('hex')}`);
    // Bound addresses of all three forms must be skipped.
    await say(socket, [
      5,
      reply,
      0,
      ...(type === 3 ? [3, 2, 97, 98] : type === 4 ? [4, ...new Array(16).fill(9)] : [1, 0, 0, 0, 0]),
      0,
      0,
    ]);
    if (reply !== 0) return;
    const upstream = connect(port, '127.0.0.1');
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    upstream.pipe(socket).pipe(upstream);
  };
  return RawServer.start((socket) => void serve(socket));
}

test('a SOCKS5 proxy connects by name, by IPv4 and by IPv6, to https and to http', async () => {
  using ca = new Authority();
  const hosts = ['kube.test', '192.0.2.1', '2001:db8::5'];
  const pair = ca.issue({ cn: 'k', hosts });
  await using secure = await TestServer.start((_request, response) => void response.end('ok'), pair);
  await using plain = await TestServer.start((_request, response) => void response.end('ok'));
  const asked: string[] = [];
  await using proxy = await socksServer(asked);
  for (const server of [secure, plain]) {
    for (const host of hosts) {
      const url = `${server === secure ? 'https' : 'http'}://${isIP(host) === 6 ? `[${host}]` : host}:${server.port}`;
      const cluster = clusterAt(url, {
        tls: { ca: inline(ca.pem) },
        proxyUrl: `socks5://127.0.0.1:${proxy.port}`,
      });
      await using transport = transportTo(cluster);
      assert.equal(await textOf(await transport.request(get())), 'ok', url);
    }
  }
  const connects = [
    'connect 3 kube.test',
    'connect 1 c0000201',
    'connect 4 20010db8000000000000000000000005',
  ];
  assert.deepEqual(
    asked,
    [...connects, ...connects].flatMap((line) => ['methods 0', line]),
  );
  await eventually(() => proxy.sockets.size === 0, 'the connections are gone');
});

test('a SOCKS5 proxy is told name and password when it asks, and its refusals are told on', async () => {
  await using server = await TestServer.start((_request, response) => void response.end('ok'));
  const attempt = async (settings: SocksSettings, credentials = ''): Promise<readonly string[]> => {
    const asked: string[] = [];
    await using proxy = await socksServer(asked, settings);
    const cluster = clusterAt(`http://kube.test:${server.port}`, {
      proxyUrl: `socks5h://${credentials}127.0.0.1:${proxy.port}`,
    });
    await using transport = transportTo(cluster);
    assert.equal(await textOf(await transport.request(get())), 'ok');
    return asked;
  };
  assert.deepEqual(await attempt({ method: 2 }, 'me:p%40ss@'), [
    'methods 0,2',
    'login me:p@ss',
    'connect 3 kube.test',
  ]);
  assert.deepEqual(await attempt({ method: 0 }, 'me:pw@'), ['methods 0,2', 'connect 3 kube.test']);
  await assert.rejects(
    attempt({ method: 2, status: 1 }, 'me:pw@'),
    coded('KSE_API_PROXY', /does not accept the name and password/),
  );
  await assert.rejects(attempt({ method: 255 }), coded('KSE_API_PROXY', /wants to know more of who we are/));
  await assert.rejects(attempt({ method: 2 }), coded('KSE_API_PROXY', /wants to know more/));
  await assert.rejects(attempt({ reply: 4 }), coded('KSE_API_PROXY', /cannot reach the host/));
  await assert.rejects(attempt({ reply: 99 }), coded('KSE_API_PROXY', /answered 99/));
});
