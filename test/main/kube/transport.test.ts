import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { type Clock, systemClock } from '../../../src/main/clock.ts';
import type { ApiRequest, ApiTransport } from '../../../src/main/kube/api.ts';
import type { Cluster, Identity, IdentitySource } from '../../../src/main/kube/cluster.ts';
import { FixedIdentity, TokenFile } from '../../../src/main/kube/token.ts';
import { createTransport } from '../../../src/main/kube/transport.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually, within } from '../../support/deadline.ts';
import { clusterAt, coded, Folder, RawServer, refuseWarning, TestServer, textOf } from './support.ts';

function transportTo(cluster: Cluster, clock: Clock = systemClock): AsyncDisposable & ApiTransport {
  const transport = createTransport({ cluster, clock, version: '1.2.3', env: {} });
  return {
    request: (request) => transport.request(request),
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

function get(path: string, parts: Partial<ApiRequest> = {}): ApiRequest {
  return { path, accept: 'application/json', signal: new AbortController().signal, ...parts };
}

const at = (server: TestServer): string => `http://127.0.0.1:${server.port}`;
const ok = (_request: IncomingMessage, response: ServerResponse): void => void response.end('ok');

test('a request carries its path, what it accepts, its body and who we are', async () => {
  let body = '';
  await using server = await TestServer.start((request, response) => {
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      response.setHeader('X-One', ['a', 'b']);
      response.statusCode = 201;
      response.end('made');
    });
  });
  const identity = new FixedIdentity({ authorization: 'Bearer abc' });
  await using transport = transportTo(clusterAt(`${at(server)}/base/`, { identity }));
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews?dryRun=All';
  const response = await transport.request(
    get(path, { method: 'POST', body: '{"kind":"x"}', accept: 'application/vnd.kubernetes.protobuf' }),
  );
  assert.equal(response.status, 201);
  assert.equal(response.headers['x-one'], 'a, b');
  assert.equal(await textOf(response), 'made');
  const [seen] = server.requests;
  assert.equal(seen?.method, 'POST');
  assert.equal(seen?.url, `/base${path}`);
  assert.equal(body, '{"kind":"x"}');
  const { host, ...headers } = seen?.headers ?? {};
  assert.equal(host, `127.0.0.1:${server.port}`);
  assert.deepEqual(headers, {
    accept: 'application/vnd.kubernetes.protobuf',
    authorization: 'Bearer abc',
    connection: 'keep-alive',
    'content-length': '12',
    'content-type': 'application/json',
    'user-agent': `kube-state-exporter/1.2.3 (${process.platform}/${process.arch})`,
  });
});

test('requests one after the other share a connection, those in flight have one each', async () => {
  const held: ServerResponse[] = [];
  await using server = await TestServer.start((request, response) => {
    if (request.url === '/watch') {
      response.write('event\n');
      held.push(response);
    } else response.end('ok');
  });
  await using transport = transportTo(clusterAt(at(server)));
  for (let i = 0; i < 5; i++) assert.equal(await textOf(await transport.request(get('/list'))), 'ok');
  assert.equal(server.connections, 1);
  const watches = await Promise.all([1, 2, 3].map(() => transport.request(get('/watch'))));
  assert.equal(server.connections, 3);
  for (const response of held) response.end();
  for (const watch of watches) assert.equal(await textOf(watch), 'event\n');
  await Promise.all([1, 2, 3].map(async () => textOf(await transport.request(get('/list')))));
  assert.equal(server.connections, 3, 'what streams leave is used again');
});

test('of many connections that become idle together only eight are kept', async () => {
  const held: ServerResponse[] = [];
  await using server = await TestServer.start((_request, response) => void held.push(response));
  await using transport = transportTo(clusterAt(at(server)));
  const all = Array.from({ length: 12 }, async () => textOf(await transport.request(get('/'))));
  await eventually(() => held.length === 12, 'twelve requests');
  for (const response of held) response.end('ok');
  await Promise.all(all);
  await eventually(() => server.sockets.size === 8, 'four connections closed');
});

test('a connection that the server closed while it was idle costs the next request nothing', async () => {
  let hangUp = false;
  await using server = await TestServer.start((request, response) => {
    if (hangUp) {
      hangUp = false;
      request.socket.destroy();
    } else response.end('ok');
  });
  await using transport = transportTo(clusterAt(at(server)));
  await textOf(await transport.request(get('/')));
  hangUp = true;
  assert.equal(await textOf(await transport.request(get('/'))), 'ok');
  assert.equal(server.connections, 2);
  for (const socket of server.sockets) socket.destroy();
  assert.equal(await textOf(await transport.request(get('/'))), 'ok');
});

test('a server that hangs up on a new connection is not asked twice', async () => {
  await using server = await TestServer.start((request) => void request.socket.destroy());
  await using transport = transportTo(clusterAt(at(server)));
  await assert.rejects(
    transport.request(get('/')),
    coded('KSE_API_UNREACHABLE', /hung up without an answer/),
  );
  assert.equal(server.requests.length, 1);
});

test('a connection that the server wants closed is not used again', async () => {
  await using server = await TestServer.start(
    (_request, response) => void response.setHeader('connection', 'close').end('ok'),
  );
  await using transport = transportTo(clusterAt(at(server)));
  for (let i = 0; i < 3; i++) assert.equal(await textOf(await transport.request(get('/'))), 'ok');
  assert.equal(server.connections, 3);
});

test('a rotated token file is used from the next request on', async () => {
  using folder = new Folder();
  const file = folder.write('token', 'one\n');
  await using server = await TestServer.start(
    (request, response) => void response.end(request.headers.authorization),
  );
  const identity = new TokenFile(file, refuseWarning);
  await using transport = transportTo(clusterAt(at(server), { identity }));
  assert.equal(await textOf(await transport.request(get('/'))), 'Bearer one');
  writeFileSync(file, 'two\n');
  assert.equal(await textOf(await transport.request(get('/'))), 'Bearer two');
  assert.equal(server.connections, 1);
});

/** Gives token after token, each when the one before was refused. */
class Tokens implements IdentitySource {
  readonly #identities: Identity[];
  renewals = 0;
  closed = false;

  constructor(...tokens: string[]) {
    this.#identities = tokens.map((token) => ({ authorization: `Bearer ${token}` }));
  }

  async current(): Promise<Identity> {
    return this.#identities[0] ?? {};
  }

  async renew(refused: Identity): Promise<Identity> {
    this.renewals += 1;
    if (this.#identities.length > 1 && this.#identities[0] === refused) this.#identities.shift();
    return this.current();
  }

  close(): void {
    this.closed = true;
  }
}

function accepting(token: string): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    response.statusCode = request.headers.authorization === `Bearer ${token}` ? 200 : 401;
    request.resume().on('end', () => response.end(request.headers.authorization));
  };
}

test('a 401 renews the credentials once and asks once more, POST as well as GET', async () => {
  for (const parts of [{}, { method: 'POST', body: '{}' } as const]) {
    await using server = await TestServer.start(accepting('good'));
    const identity = new Tokens('old', 'good');
    await using transport = transportTo(clusterAt(at(server), { identity }));
    const response = await transport.request(get('/', parts));
    assert.equal(response.status, 200);
    assert.equal(await textOf(response), 'Bearer good');
    assert.equal(identity.renewals, 1);
    assert.equal(server.requests.length, 2);
  }
});

test('a second 401 is the answer, with its body', async () => {
  await using server = await TestServer.start(accepting('good'));
  const identity = new Tokens('old', 'stale', 'good');
  await using transport = transportTo(clusterAt(at(server), { identity }));
  const response = await transport.request(get('/'));
  assert.equal(response.status, 401);
  assert.equal(await textOf(response), 'Bearer stale');
  assert.equal(identity.renewals, 1);
});

test('when there is nothing else to try, the first 401 is the answer, with its body', async () => {
  await using server = await TestServer.start(accepting('good'));
  const identity = new Tokens('old');
  await using transport = transportTo(clusterAt(at(server), { identity }));
  const response = await transport.request(get('/'));
  assert.equal(response.status, 401);
  assert.equal(await textOf(response), 'Bearer old');
  assert.equal(server.requests.length, 1);
});

test('when renewing fails, that is the error, and the refused answer holds no connection', async () => {
  await using server = await TestServer.start((_request, response) => {
    response.statusCode = 401;
    response.write('half an answer');
  });
  const failing: IdentitySource = {
    current: async () => ({}),
    renew: () => Promise.reject(new CodedError('KSE_EXEC_PLUGIN', 'exec plugin login failed')),
    close: () => {},
  };
  await using transport = transportTo(clusterAt(at(server), { identity: failing }));
  await assert.rejects(transport.request(get('/')), coded('KSE_EXEC_PLUGIN', /login failed/));
  await eventually(() => server.sockets.size === 0, 'the connection is gone');
});

test('impersonated groups go out as one line each', async () => {
  await using server = await TestServer.start(
    (request, response) => void response.end(request.rawHeaders.join('|')),
  );
  const cluster = clusterAt(at(server));
  const access = await cluster.credentials.access();
  const credentials = {
    ...cluster.credentials,
    access: async () => ({ ...access, headers: { 'impersonate-group': ['a', 'b'] } }),
  };
  await using transport = transportTo({
    ...cluster,
    credentials: { ...credentials, renew: async () => access, close: () => {} },
  });
  const text = await textOf(await transport.request(get('/')));
  assert.match(text, /impersonate-group\|a\|.*impersonate-group\|b/i);
});

test('a consumer that stops reading stops the server', async () => {
  const chunk = Buffer.alloc(64 * 1024);
  let written = 0;
  let stalled = 0;
  await using server = await TestServer.start((request, response) => {
    const write = (): void => {
      let more = true;
      while (more && !response.destroyed) {
        more = response.write(chunk);
        written += chunk.length;
      }
      stalled = written;
    };
    response.on('drain', write);
    request.on('close', () => response.off('drain', write));
    write();
  });
  await using transport = transportTo(clusterAt(at(server)));
  const response = await transport.request(get('/'));
  const iterator = response.body[Symbol.asyncIterator]();
  await iterator.next();
  // Kernel buffers fill up first; then two looks a while apart see the same count.
  const settledAt = async (): Promise<number> => {
    let last = -1;
    let since = performance.now();
    return eventually(() => {
      if (stalled !== last) {
        last = stalled;
        since = performance.now();
      }
      return performance.now() - since > 300 && last;
    }, 'the server to be stopped');
  };
  const first = await settledAt();
  assert.ok(first < 64 * 1024 * 1024, `${first} bytes sent into a stalled reader`);
  let read = 0;
  while (read < first) read += (await iterator.next()).value?.byteLength ?? 0;
  assert.ok((await settledAt()) > first, 'reading on lets the server go on');
  await iterator.return?.();
  await eventually(() => server.sockets.size === 0, 'the connection is gone');
});

test('leaving a body early closes its connection', async () => {
  await using server = await TestServer.start((_request, response) => void response.write('event\n'));
  await using transport = transportTo(clusterAt(at(server)));
  const response = await transport.request(get('/watch'));
  for await (const _ of response.body) break;
  await eventually(() => server.sockets.size === 0, 'the connection is gone');
});

test('an abort before, during and after the head is an AbortError and leaves no socket', async () => {
  await using server = await TestServer.start((request, response) => {
    if (request.url === '/body') response.write('event\n');
  });
  await using transport = transportTo(clusterAt(at(server)));
  const isAbort = { name: 'AbortError' };
  await assert.rejects(transport.request(get('/', { signal: AbortSignal.abort() })), isAbort);
  assert.equal(server.connections, 0);

  const head = new AbortController();
  const waiting = transport.request(get('/head', { signal: head.signal }));
  await eventually(() => server.requests.length === 1, 'the request');
  head.abort(new Error('a reason of the caller'));
  await assert.rejects(waiting, (error: unknown) => {
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'AbortError');
    assert.match(String(error.cause), /a reason of the caller/);
    return true;
  });
  await eventually(() => server.sockets.size === 0, 'the connection is gone');

  const body = new AbortController();
  const response = await transport.request(get('/body', { signal: body.signal }));
  const iterator = response.body[Symbol.asyncIterator]();
  await iterator.next();
  const next = iterator.next();
  body.abort();
  await assert.rejects(within(next, 'the reader is released'), isAbort);
  await eventually(() => server.sockets.size === 0, 'the connection is gone');
});

test('an abort while connecting ends the attempt at once', async () => {
  // It takes the connection, but never answers the TLS handshake.
  await using server = await RawServer.start((socket) => void socket.resume());
  await using transport = transportTo(clusterAt(`https://127.0.0.1:${server.port}`));
  const controller = new AbortController();
  const waiting = transport.request(get('/', { signal: controller.signal }));
  await eventually(() => server.sockets.size === 1, 'a connection');
  controller.abort();
  await assert.rejects(within(waiting, 'the request is given up'), { name: 'AbortError' });
  await eventually(() => server.sockets.size === 0, 'the connection is gone');
});

test('an abort while credentials are fetched does not wait for them', async () => {
  const never = {
    current: () => new Promise<Identity>(() => {}),
    renew: () => new Promise<Identity>(() => {}),
    close() {},
  };
  await using transport = transportTo(clusterAt('http://127.0.0.1:1', { identity: never }));
  const controller = new AbortController();
  const waiting = transport.request(get('/', { signal: controller.signal }));
  controller.abort();
  await assert.rejects(within(waiting, 'the request is given up'), { name: 'AbortError' });
});

test('no answer in time is a timeout that names the request, and leaves no socket', async () => {
  await using server = await TestServer.start(() => {});
  const clock = new FakeClock();
  await using transport = transportTo(clusterAt(at(server)), clock);
  const waiting = transport.request(get('/api/v1/pods?limit=500'));
  await eventually(() => server.requests.length === 1, 'the request');
  clock.advance(29_999);
  clock.advance(1);
  await assert.rejects(
    waiting,
    coded('KSE_API_TIMEOUT', /^GET http:\/\/127.0.0.1:\d+\/api\/v1\/pods: no answer within 30000 ms$/),
  );
  await eventually(() => server.sockets.size === 0, 'the connection is gone');
  const sooner = transport.request(get('/', { headTimeoutMs: 5000 }));
  await eventually(() => server.requests.length === 2, 'the request');
  clock.advance(5000);
  await assert.rejects(sooner, coded('KSE_API_TIMEOUT', /within 5000 ms/));
  assert.equal(clock.pending, 0);
});

test('the deadline of the head is not one of the body', async () => {
  const held: ServerResponse[] = [];
  await using server = await TestServer.start((_request, response) => {
    response.write('event\n');
    held.push(response);
  });
  const clock = new FakeClock();
  await using transport = transportTo(clusterAt(at(server)), clock);
  const response = await transport.request(get('/'));
  assert.equal(clock.pending, 0);
  clock.advance(3_600_000);
  held[0]?.end('more');
  assert.equal(await textOf(response), 'event\nmore');
});

test('an answer that breaks off is an error of its own, after what had come', async () => {
  await using server = await TestServer.start((request, response) => {
    if (request.url === '/length') response.setHeader('content-length', '100');
    response.write('half');
    setImmediate(() => request.socket.destroySoon());
  });
  await using transport = transportTo(clusterAt(at(server)));
  for (const path of ['/chunked', '/length']) {
    const response = await transport.request(get(path));
    let text = '';
    const reading = async (): Promise<void> => {
      for await (const chunk of response.body) text += Buffer.from(chunk).toString();
    };
    await assert.rejects(reading(), coded('KSE_API_INTERRUPTED', /in the middle of an answer/));
    assert.equal(text, 'half');
  }
});

test('nobody there, no such name, and something that is not HTTP are told apart', async () => {
  await using ssh = await RawServer.start((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
  const table: readonly [string, string, RegExp][] = [
    ['http://127.0.0.1:1', 'KSE_API_UNREACHABLE', /^http:\/\/127.0.0.1:1 refused the connection: /],
    ['http://kube.invalid', 'KSE_API_UNREACHABLE', /name that (does not resolve|cannot be resolved now)/],
    [`http://127.0.0.1:${ssh.port}`, 'KSE_API_PROTOCOL', /does not answer in proper HTTP/],
  ];
  for (const [server, code, message] of table) {
    await using transport = transportTo(clusterAt(server));
    await assert.rejects(transport.request(get('/')), coded(code, message));
  }
});

test('closing ends requests, streams and idle connections, and the credentials', async () => {
  await using server = await TestServer.start((request, response) => {
    if (request.url === '/idle') response.end('ok');
    if (request.url === '/stream') response.write('event\n');
  });
  const identity = new Tokens('a');
  await using transport = transportTo(clusterAt(at(server), { identity }));
  const stream = await transport.request(get('/stream'));
  await textOf(await transport.request(get('/idle')));
  const mute = transport.request(get('/mute'));
  await eventually(() => server.requests.length === 3, 'three requests');
  const ended = assert.rejects(mute, coded('KSE_API_CLOSED', /is closed/));
  const [closing, again] = [transport.close(), transport.close()];
  await within(ended, 'the request in flight is given up');
  await assert.rejects(textOf(stream), coded('KSE_API_CLOSED', /is closed/));
  await within(Promise.all([closing, again]), 'the transport is closed');
  await assert.rejects(transport.request(get('/')), coded('KSE_API_CLOSED', /is closed/));
  await eventually(() => server.sockets.size === 0, 'all connections are gone');
  assert.ok(identity.closed);
});

test('requests leave no listeners on the signal that many of them share', async () => {
  await using server = await TestServer.start(ok);
  await using transport = transportTo(clusterAt(at(server)));
  const controller = new AbortController();
  let added = 0;
  const { signal } = controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = ((...args: Parameters<typeof add>) => {
    added += 1;
    add(...args);
  }) as typeof signal.addEventListener;
  signal.removeEventListener = ((...args: Parameters<typeof remove>) => {
    added -= 1;
    remove(...args);
  }) as typeof signal.removeEventListener;
  for (let i = 0; i < 20; i++) await textOf(await transport.request(get('/', { signal })));
  assert.equal(added, 0);
});
