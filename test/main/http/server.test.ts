import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, Server } from 'node:net';
import { describe, it } from 'node:test';
import { systemClock } from '../../../src/main/clock.ts';
import { HttpListener, type ListenerOptions } from '../../../src/main/http/server.ts';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually, within } from '../../support/deadline.ts';
import { ask, get, RawClient } from './support/client.ts';
import { memoryLog } from './support/log.ts';
import { startService } from './support/service.ts';

function listener(changes: Partial<ListenerOptions> = {}): HttpListener {
  return new HttpListener({
    name: 'metrics',
    host: '127.0.0.1',
    port: 0,
    flags: { host: '--host', port: '--port' },
    timeouts: { headersMs: 5000, requestMs: 60_000, idleMs: 60_000 },
    handle: (_request, response) => response.end('hello'),
    clock: systemClock,
    log: memoryLog().log,
    ...changes,
  });
}

describe('a listener that starts', () => {
  it('on :: answers over IPv4 and IPv6, and says where it listens', async (test) => {
    const { log, entries } = memoryLog();
    const server = listener({ host: '::', log });
    test.after(() => server.stop(0));
    const { port } = await server.start();
    assert.equal((await ask(port, '/')).text, 'hello');
    assert.deepEqual(entries[0]?.fields, { listener: 'metrics', host: '::', port });
  });

  it('starts once, however often it is told', async (test) => {
    const server = listener();
    test.after(() => server.stop(0));
    const [first, second] = await Promise.all([server.start(), server.start()]);
    assert.equal(first, second);
  });

  it('falls back to IPv4 where there is no IPv6', async (test) => {
    const { log, entries } = memoryLog();
    const listen = Server.prototype.listen;
    const mock = test.mock.method(Server.prototype, 'listen', function (this: Server, ...args: unknown[]) {
      const [where] = args as [{ host: string }];
      if (where.host !== '::') return Reflect.apply(listen, this, args);
      const error = Object.assign(new Error('listen EAFNOSUPPORT'), { code: 'EAFNOSUPPORT' });
      process.nextTick(() => this.emit('error', error));
      return this;
    });
    const server = listener({ host: '::', log });
    test.after(() => server.stop(0));
    const { port, address } = await server.start();
    assert.equal(address, '0.0.0.0');
    assert.equal(mock.mock.callCount(), 2);
    assert.equal((await ask(port, '/')).text, 'hello');
    assert.match(entries[0]?.message ?? '', /no IPv6/);
  });

  it('names the flags when the port is in use, and can be stopped all the same', async (test) => {
    const other = createServer().listen({ host: '127.0.0.1', port: 0 });
    test.after(() => other.close());
    await once(other, 'listening');
    const address = other.address();
    assert.ok(address !== null && typeof address === 'object');
    const server = listener({
      port: address.port,
      flags: { host: '--telemetry-host', port: '--telemetry-port' },
    });
    await assert.rejects(server.start(), (error: Error & { hint?: string }) => {
      assert.equal(codeOf(error), 'KSE_LISTEN');
      assert.equal(
        error.message,
        `cannot listen on 127.0.0.1:${address.port} for metrics (--telemetry-host, --telemetry-port)`,
      );
      assert.equal(codeOf(error.cause), 'EADDRINUSE');
      assert.match(error.hint ?? '', /another with --telemetry-port/);
      return true;
    });
    await within(server.stop(0), 'the stop');
  });

  it('names the flags when the address is not of this machine', async () => {
    // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
    await assert.rejects(listener({ host: '192.0.2.1' }).start(), (error: Error & { hint?: string }) => {
      assert.match(error.hint ?? '', /choose another with --host/);
      return codeOf(error) === 'KSE_LISTEN';
    });
  });
});

describe('a listener’s patience', () => {
  it('ends with clients that are slow to send their headers', async (test) => {
    const { port, listener } = await startService(test, { timeouts: { headersMs: 200, requestMs: 1000 } });
    const silent = new RawClient(test, port, '');
    const slow = new RawClient(test, port, 'GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const drip = setInterval(() => slow.socket.write('a'), 20);
    test.after(() => clearInterval(drip));
    assert.match(await slow.rest(), /^HTTP\/1.1 408 Request Timeout/);
    assert.match(await silent.rest(), /^(HTTP\/1.1 408 Request Timeout|$)/);
    await eventually(() => listener.connections === 0, 'closed connections');
  });

  it('ends with clients that are slow to send a body', async (test) => {
    const { port, listener } = await startService(test, { timeouts: { headersMs: 100, requestMs: 300 } });
    const client = new RawClient(
      test,
      port,
      'GET /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc',
    );
    await client.rest();
    await eventually(() => listener.connections === 0, 'closed connections');
  });

  it('ends with idle connections', async (test) => {
    const { port, listener } = await startService(test, { length: 1, timeouts: { idleMs: 100 } });
    const client = new RawClient(test, port, get('/livez'));
    assert.match(await client.rest(), /^HTTP\/1.1 200 OK/);
    await eventually(() => listener.connections === 0, 'its end on this side');
  });

  it('ends with requests that are too large, as node does', async (test) => {
    const { port } = await startService(test);
    const client = new RawClient(test, port, get('/metrics', `X-Large: ${'x'.repeat(20_000)}`));
    assert.match(await client.rest(), /^HTTP\/1.1 431 /);
  });

  it('ends with what is not HTTP', async (test) => {
    const { port } = await startService(test);
    assert.match(await new RawClient(test, port, '\x16\x03\x01 hello\r\n\r\n').rest(), /^HTTP\/1.1 400 /);
  });

  it('ends with a client that sends requests ahead without an end', async (test) => {
    const { port, listener, exposition } = await startService(test, {
      length: 2 ** 28,
      // Time stands still: it is not for being slow that the client goes.
      clock: new FakeClock(),
    });
    const client = new RawClient(test, port, get('/metrics').repeat(100));
    await eventually(() => exposition.requests.length === 1 && listener.connections === 0, 'the cut');
    await client.rest();
    await eventually(() => exposition.bodies === 0, 'the end of the first scrape');
  });
});

describe('a listener with too many connections', () => {
  it('lets go of the one that was idle for the longest, never of one that is being answered', async (test) => {
    const { port, listener, exposition } = await startService(test, { length: 2 ** 28, maxConnections: 3 });
    const scrape = new RawClient(test, port, get('/metrics'));
    await eventually(() => exposition.bodies === 1, 'the scrape');
    const first = new RawClient(test, port, '');
    await eventually(() => listener.connections === 2, 'a second connection');
    const second = new RawClient(test, port, '');
    await eventually(() => listener.connections === 3, 'a third connection');
    assert.equal((await ask(port, '/livez')).status, 200);
    first.socket.resume();
    await within(first.closed, 'the end of the first idle connection');
    assert.equal(second.socket.destroyed, false);
    assert.equal(scrape.socket.destroyed, false);
    assert.equal(exposition.bodies, 1);
  });

  it('answers probes through a flood of a thousand', async (test) => {
    const { port, listener } = await startService(test, { maxConnections: 50 });
    const flood = Array.from({ length: 1000 }, () => new RawClient(test, port, ''));
    for (const { socket } of flood) socket.resume();
    await eventually(() => flood.filter(({ socket }) => socket.destroyed).length >= 900, 'the end of most');
    assert.equal((await ask(port, '/livez')).status, 200);
    assert.ok(listener.connections <= 50);
  });

  it('turns new ones away only while all are being answered', async (test) => {
    const { port, exposition } = await startService(test, { length: 2 ** 28, maxConnections: 2 });
    for (let i = 1; i <= 2; i++) {
      new RawClient(test, port, get('/metrics'));
      await eventually(() => exposition.bodies === i, 'a scrape');
    }
    await assert.rejects(ask(port, '/livez'), /hang up|ECONNRESET/);
    assert.equal(exposition.bodies, 2);
  });
});

describe('a listener that stops', () => {
  it('lets running scrapes finish, closes idle connections at once, and accepts no new ones', async (test) => {
    const clock = new FakeClock();
    const service = await startService(test, { length: 300_000, clock });
    const { port, exposition, listener } = service;
    const idle = new RawClient(test, port, get('/livez'));
    const idleEnd = idle.rest();
    await eventually(() => idle.socket.bytesRead > 0, 'the idle connection’s answer');
    const silent = new RawClient(test, port, '');
    await eventually(() => listener.connections === 2, 'the silent connection');
    let release = () => {};
    exposition.onPull = () => new Promise((resolve) => (release = resolve));
    const running = new RawClient(test, port, get('/metrics'));
    await eventually(() => exposition.bodies === 1, 'the scrape');
    const stopped = listener.stop(10_000);
    assert.equal(listener.stop(0), stopped, 'a stop is one stop');
    await Promise.all([idleEnd, silent.rest()]);
    await assert.rejects(ask(port, '/livez'), /ECONNREFUSED/);
    exposition.onPull = undefined;
    release();
    assert.match(await running.rest(), /x{300000}$/);
    await within(stopped, 'the stop');
    assert.equal(exposition.bodies, 0);
    assert.equal(clock.pending, 0);
  });

  it('answers what comes on a busy connection, and says that it is the last', async (test) => {
    const { port, exposition, listener } = await startService(test, { length: 10 });
    let release = () => {};
    exposition.onPull = () => new Promise((resolve) => (release = resolve));
    const client = new RawClient(test, port, get('/metrics'));
    await eventually(() => exposition.bodies === 1, 'the scrape');
    const stopped = listener.stop(10_000);
    await new Promise((resolve) => client.socket.write(get('/livez'), resolve));
    exposition.onPull = undefined;
    // The request travels over a real connection: its answer would come first, if it could.
    await eventually(() => listener.requests === 2, 'the second request');
    release();
    const all = await client.rest();
    assert.match(
      all,
      /^HTTP\/1.1 200 OK[\s\S]*x{10}HTTP\/1.1 200 OK[\s\S]*\r\nConnection: close\r\n[\s\S]*OK$/,
    );
    assert.doesNotMatch(all.slice(0, all.indexOf('xxx')), /Connection: close/);
    await within(stopped, 'the stop');
  });

  it('cuts and counts what is still running when its patience ends', async (test) => {
    const clock = new FakeClock();
    const { port, exposition, listener, ledger, series } = await startService(test, {
      length: 2 ** 28,
      clock,
    });
    const client = new RawClient(test, port, get('/metrics'));
    await eventually(() => exposition.pulled > 5, 'the scrape');
    const stopped = listener.stop(1000);
    // The patience begins when the start is known to be over, a turn later.
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(999);
    assert.equal(ledger.inFlight, 1);
    clock.advance(1);
    await within(stopped, 'the stop');
    assert.equal(ledger.inFlight, 0);
    assert.equal(await series('kube_state_exporter_scrapes_cut_total{reason="shutdown"}'), 1);
    assert.ok((await client.rest()).length < 2 ** 28);
    await eventually(() => exposition.bodies === 0, 'the body’s end');
  });

  it('before it was started has nothing to do', async () => {
    await within(listener().stop(0), 'the stop');
  });

  it('while it starts does both', async () => {
    const server = listener();
    const started = server.start();
    await within(server.stop(0), 'the stop');
    const { port } = await started;
    await assert.rejects(ask(port, '/'), /ECONNREFUSED/);
  });
});
