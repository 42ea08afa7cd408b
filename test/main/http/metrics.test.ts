import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { describe, it } from 'node:test';
import { eventually, within } from '../../support/deadline.ts';
import { ask, get, RawClient } from './support/client.ts';
import { startService } from './support/service.ts';

describe('a scrape', () => {
  it('gets the whole body with its length, generation and age', async (test) => {
    const { port, exposition, ledger, series } = await startService(test, { length: 300_001 });
    exposition.generation = 42;
    const answer = await ask(port, '/metrics');
    assert.equal(answer.status, 200);
    assert.equal(answer.body.length, 300_001);
    assert.equal(answer.headers['content-length'], '300001');
    assert.equal(answer.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(answer.headers['content-encoding'], undefined);
    assert.equal(answer.headers.vary, 'Accept, Accept-Encoding');
    assert.equal(answer.headers['x-kube-state-exporter-generation'], '42');
    assert.equal(answer.headers['x-kube-state-exporter-age-seconds'], '1.5');
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    await eventually(() => ledger.inFlight === 0 && exposition.bodies === 0, 'the scrape’s end');
    assert.equal(await series('kube_state_exporter_scrape_bytes_total{encoding="identity"}'), 300_001);
    assert.equal(await series('http_request_duration_seconds_count{handler="metrics",method="get"}'), 1);
  });

  it('gets the format and encoding that it asks for', async (test) => {
    const { port, exposition } = await startService(test, { length: 10 });
    const headers = { accept: 'application/openmetrics-text;version=1.0.0', 'accept-encoding': 'gzip' };
    const answer = await ask(port, '/metrics', { headers });
    assert.equal(answer.headers['content-encoding'], 'gzip');
    assert.match(answer.headers['content-type'] ?? '', /^application\/openmetrics-text; version=1.0.0;/);
    assert.deepEqual(exposition.requests, [{ format: 'openmetrics', encoding: 'gzip' }]);
  });

  it('may be empty', async (test) => {
    const { port, exposition } = await startService(test, { length: 0 });
    const answer = await ask(port, '/metrics?resources=');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-length'], '0');
    assert.deepEqual(exposition.requests[0]?.resources, new Set());
    await eventually(() => exposition.bodies === 0, 'the body’s end');
  });

  it('chooses resources by name, repeated, comma-separated, with blanks', async (test) => {
    const { port, exposition } = await startService(test, { length: 1 });
    await ask(port, '/metrics?resources=pods,+nodes&resources=,pods&exclude_resources=nodes&collect=x');
    assert.deepEqual(exposition.requests[0], {
      format: 'text',
      encoding: 'identity',
      resources: new Set(['pods', 'nodes']),
      exclude: new Set(['nodes']),
    });
  });

  for (const [path, says] of [
    ['/metrics?resources=pods,pod', 'unknown resource "pod"; known are nodes, pods\n'],
    ['/metrics?exclude_resources=%3Cscript%3E%0A', 'unknown resource "<script>"; known are nodes, pods\n'],
    [
      `/metrics?resources=${'x'.repeat(100)}`,
      `unknown resource "${'x'.repeat(64)}…"; known are nodes, pods\n`,
    ],
    ['/metrics?resources=%', 'malformed escape in the query\n'],
  ] as const) {
    it(`is refused by name: ${path.slice(0, 60)}`, async (test) => {
      const { port, exposition } = await startService(test, { length: 1 });
      const answer = await ask(port, path);
      assert.equal(answer.status, 400);
      assert.equal(answer.text, says);
      assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(exposition.requests.length, 0);
    });
  }

  it('gets 503 and the reason before the first generation', async (test) => {
    const { port, series } = await startService(test);
    const answer = await ask(port, '/metrics');
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '5');
    assert.equal(answer.text, 'no complete snapshot yet: pods, nodes\n');
    assert.equal(await series('kube_state_exporter_scrapes_refused_total{reason="starting"}'), 1);
  });

  it('by HEAD gets the same head, without a chunk being made', async (test) => {
    const { port, exposition, series } = await startService(test, { length: 300_000 });
    const whole = await ask(port, '/metrics');
    const { pulled } = exposition;
    const head = await ask(port, '/metrics', { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.body.length, 0);
    const { date: _, connection: __, ...rest } = head.headers;
    const { date: ___, connection: ____, ...expected } = whole.headers;
    assert.deepEqual(rest, expected);
    assert.equal(exposition.pulled, pulled);
    await eventually(() => exposition.bodies === 0, 'the body’s end');
    assert.equal(await series('http_request_duration_seconds_count{handler="metrics",method="head"}'), 1);
  });

  it('that follows on the same connection gets its own snapshot', async (test) => {
    const { port, exposition } = await startService(test, { length: 5 });
    const client = new RawClient(test, port, get('/metrics'));
    await eventually(() => exposition.requests.length === 1 && exposition.bodies === 0, 'the first answer');
    exposition.generation = 2;
    client.socket.write(get('/metrics', 'Connection: close'));
    const all = await client.rest();
    assert.equal(all.match(/HTTP\/1.1 200 OK/g)?.length, 2);
    assert.match(all, /Generation: 1\r\n[\s\S]*xxxxxHTTP[\s\S]*Generation: 2\r\n[\s\S]*\r\n\r\nxxxxx$/);
  });

  it('leaves no listeners on a connection that is used again and again', async (test) => {
    const { port, exposition } = await startService(test, { length: 2 ** 21 });
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on('warning', note);
    test.after(() => process.off('warning', note));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    test.after(() => agent.destroy());
    for (let i = 0; i < 30; i++) {
      const answer = await ask(port, '/metrics', { agent });
      assert.equal(answer.body.length, 2 ** 21);
    }
    assert.equal(exposition.requests.length, 30);
    // Warnings are emitted on the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(warnings, []);
  });

  it('that is pipelined waits for its turn before it takes a snapshot', async (test) => {
    const { port, exposition, ledger } = await startService(test, { length: 3 * 128 * 1024 });
    let release = () => {};
    exposition.onPull = () => new Promise((resolve) => (release = resolve));
    const pipelined = get('/metrics') + get('/metrics?resources=pods') + get('/metrics', 'Connection: close');
    const client = new RawClient(test, port, pipelined);
    await eventually(() => exposition.bodies === 1, 'the first scrape');
    assert.equal(ledger.inFlight, 1);
    assert.equal(exposition.requests.length, 1);
    exposition.onPull = undefined;
    release();
    const all = await client.rest();
    assert.equal(all.match(/HTTP\/1.1 200 OK/g)?.length, 3);
    assert.equal(all.match(/x{393216}/g)?.length, 3);
    assert.equal(exposition.requests.length, 3);
    await eventually(() => ledger.inFlight === 0 && exposition.bodies === 0, 'the end of all');
  });

  it('beyond the cap gets 503 and comes back later, and the others are not disturbed', async (test) => {
    const { port, exposition, ledger, series } = await startService(test, {
      length: 200_000,
      limits: { maxInFlight: 3 },
    });
    const waiting: (() => void)[] = [];
    exposition.onPull = () => new Promise((resolve) => waiting.push(resolve));
    const running = [ask(port, '/metrics'), ask(port, '/metrics'), ask(port, '/metrics')];
    await eventually(() => ledger.inFlight === 3, 'three scrapes');
    const refused = await ask(port, '/metrics');
    assert.equal(refused.status, 503);
    assert.equal(refused.headers['retry-after'], '1');
    assert.equal((await ask(port, '/metrics', { method: 'HEAD' })).status, 200);
    exposition.onPull = undefined;
    for (const go of waiting) go();
    for (const answer of await Promise.all(running)) assert.equal(answer.body.length, 200_000);
    assert.equal(await series('kube_state_exporter_scrapes_refused_total{reason="busy"}'), 1);
    await eventually(() => ledger.inFlight === 0, 'room again');
    assert.equal((await ask(port, '/metrics')).status, 200);
  });
});

describe('a body that goes wrong', () => {
  for (const fault of ['throws', 'short', 'long'] as const) {
    it(`(${fault}) is cut, so that nobody takes it for the whole`, async (test) => {
      const { port, exposition, ledger, entries, series } = await startService(test, { length: 600_000 });
      exposition.fault = fault;
      await assert.rejects(ask(port, '/metrics'), /aborted|socket hang up|ECONNRESET/);
      await eventually(() => ledger.inFlight === 0 && exposition.bodies === 0, 'the scrape’s end');
      assert.equal(await series('kube_state_exporter_scrapes_cut_total{reason="failed"}'), 1);
      assert.equal(entries.filter(({ level }) => level === 'warn').length, 1);
      exposition.fault = undefined;
      assert.equal((await ask(port, '/metrics')).status, 200);
    });
  }

  it('before it begins is a 500, also for a pipelined request', async (test) => {
    const { port, exposition, entries } = await startService(test, { length: 10 });
    exposition.fault = 'refuses';
    const client = new RawClient(test, port, get('/metrics') + get('/metrics', 'Connection: close'));
    const all = await client.rest();
    assert.equal(all.match(/HTTP\/1.1 500 Internal Server Error/g)?.length, 2);
    assert.ok(!all.includes('cannot open'));
    assert.equal(entries.filter(({ level }) => level === 'error').length, 2);
  });
});

describe('a client that goes away', () => {
  it('gives everything back at once', async (test) => {
    const { port, exposition, ledger, listener, series } = await startService(test, { length: 2 ** 28 });
    const clients = Array.from({ length: 10 }, () => new RawClient(test, port, get('/metrics')));
    await eventually(() => ledger.inFlight === 10 && exposition.pulled > 10, 'ten scrapes under way');
    for (const client of clients) client.socket.destroy();
    await eventually(() => ledger.inFlight === 0 && exposition.bodies === 0, 'the end of all');
    await eventually(() => listener.connections === 0, 'closed connections');
    assert.equal(await series('kube_state_exporter_scrapes_cut_total{reason="aborted"}'), 10);
  });

  it('while it waits for its turn leaves nothing behind', async (test) => {
    const { port, exposition, ledger, listener } = await startService(test, { length: 2 ** 28 });
    const client = new RawClient(test, port, get('/metrics') + get('/metrics'));
    await eventually(() => ledger.inFlight === 1, 'the first scrape');
    client.socket.destroy();
    await eventually(() => listener.connections === 0 && exposition.bodies === 0, 'the end');
    assert.equal(exposition.requests.length, 1);
    await within(ask(port, '/livez'), 'an answer to the next');
  });
});
