import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { FakeClock } from '../../support/clock.ts';
import { eventually, within } from '../../support/deadline.ts';
import { ask, get, RawClient } from './support/client.ts';
import { type Service, startService } from './support/service.ts';

/** More than the kernel takes for a client that doesn't read. */
const HUGE = 2 ** 28;

/** Resolves when no client takes anything any more. */
async function standstill({ exposition, ledger }: Service, scrapes: number): Promise<void> {
  await eventually(() => ledger.inFlight === scrapes, `${scrapes} scrapes in flight`);
  let last = -1;
  let since = performance.now();
  await eventually(() => {
    if (exposition.pulled !== last) since = performance.now();
    last = exposition.pulled;
    return performance.now() - since > 200;
  }, 'a standstill');
}

describe('clients that never read', () => {
  it('leave the chunk that the socket still writes as it is, and the ones before are given back', async (test) => {
    const service = await startService(test, { length: HUGE });
    const { port, exposition } = service;
    const stalled = new RawClient(test, port, get('/metrics'));
    await standstill(service, 1);
    assert.equal(exposition.sent, exposition.pulled - 1);
    exposition.length = 2 ** 20;
    const before = exposition.pulled - exposition.sent;
    assert.equal((await ask(port, '/metrics')).body.length, 2 ** 20);
    assert.equal(exposition.pulled - exposition.sent, before, 'a client that reads leaves nothing behind');
    stalled.socket.destroy();
  });

  it('are all gone at the deadline, and what they held with them', async (test) => {
    const clock = new FakeClock();
    const service = await startService(test, { length: HUGE, clock });
    const { port, ledger, exposition, listener, series } = service;
    const request = get('/metrics', 'X-Prometheus-Scrape-Timeout-Seconds: 10.000000');
    const clients = Array.from({ length: 50 }, () => new RawClient(test, port, request));
    await standstill(service, 50);
    clock.advance(9_900);
    assert.equal(ledger.inFlight, 50);
    exposition.length = 100;
    assert.equal((await ask(port, '/metrics')).body.length, 100, 'another client is answered meanwhile');
    clock.advance(350);
    assert.equal(ledger.inFlight, 0);
    await eventually(() => exposition.bodies === 0 && listener.connections === 0, 'closed connections');
    assert.equal(await series('kube_state_exporter_scrapes_cut_total{reason="deadline"}'), 50);
    for (const client of clients) {
      const got = await client.rest();
      assert.match(got, new RegExp(`Content-Length: ${HUGE}\r\n`));
      assert.ok(got.length < HUGE, 'a cut response is never the whole');
    }
  });

  it('are gone before the deadline when they stand still', async (test) => {
    const clock = new FakeClock();
    const service = await startService(test, { length: HUGE, clock, limits: { writeTimeoutMs: 0 } });
    const { port, ledger, listener, series } = service;
    const stalled = new RawClient(test, port, get('/metrics'));
    await standstill(service, 1);
    // 5 s, and at 16 KiB/s some ten seconds for what it was handed last.
    clock.advance(4_900);
    assert.equal(ledger.inFlight, 1);
    clock.advance(20_000);
    assert.equal(ledger.inFlight, 0);
    await eventually(() => listener.connections === 0, 'the cut');
    assert.ok((await stalled.rest()).length < HUGE);
    assert.equal(await series('kube_state_exporter_scrapes_cut_total{reason="slow"}'), 1);
  });

  it('are told from one that reads slowly but steadily, which may take its time', async (test) => {
    const clock = new FakeClock();
    const service = await startService(test, { length: HUGE, clock, limits: { writeTimeoutMs: 0 } });
    const { port, ledger } = service;
    const { socket } = new RawClient(test, port, get('/metrics'));
    await standstill(service, 1);
    for (let second = 0; second < 60; second++) {
      let read = 0;
      while (read < 2 ** 20) {
        const chunk: Buffer | null = socket.read();
        if (chunk === null) await within(once(socket, 'readable'), 'more of the body');
        else read += chunk.length;
      }
      clock.advance(1000);
    }
    assert.equal(ledger.inFlight, 1);
  });

  it('are not blamed for a body that is slow to come', async (test) => {
    const clock = new FakeClock();
    const { port, exposition, ledger } = await startService(test, {
      length: 200_000,
      clock,
      limits: { writeTimeoutMs: 0 },
    });
    let release = () => {};
    // The second chunk is what the client has to wait for.
    exposition.onPull = async () => {
      if (exposition.pulled > 0) await new Promise<void>((resolve) => (release = resolve));
    };
    const answer = ask(port, '/metrics');
    await eventually(() => exposition.pulled === 1 && ledger.inFlight === 1, 'the first chunk');
    // The client is quick to take it, over a real connection: time for that, before time runs.
    await eventually(() => ledger.list()[0]?.overdueAt === Number.POSITIVE_INFINITY, 'its way to the client');
    clock.advance(3_600_000);
    exposition.onPull = undefined;
    release();
    assert.equal((await answer).body.length, 200_000);
  });

  it('are cut when they hold too much of old snapshots: the oldest first', async (test) => {
    const clock = new FakeClock();
    const service = await startService(test, {
      length: HUGE,
      clock,
      limits: { maxPinnedBytes: 2500 },
    });
    const { port, exposition, ledger, listener, series } = service;
    for (let i = 1; i <= 4; i++) {
      new RawClient(test, port, get('/metrics'));
      await standstill(service, i);
      exposition.generation++;
    }
    assert.equal(ledger.pinnedBytes, 4000);
    clock.advance(300);
    assert.deepEqual(
      ledger.list().map(({ start }) => start.generation),
      [3, 4],
    );
    await eventually(() => listener.connections === 2, 'the cut of the two oldest');
    assert.equal(ledger.pinnedBytes, 2000);
    assert.equal(await series('kube_state_exporter_scrapes_cut_total{reason="pinned"}'), 2);
  });
});

describe('the deadline', () => {
  for (const [what, header, cutAfterMs] of [
    ['the write timeout without a header', undefined, 3_000],
    ['the scraper’s own when that is shorter', '2', 2_000],
    ['the write timeout when that is shorter', '3600', 3_000],
    ['the write timeout when the header is no number', 'NaN', 3_000],
    ['the write timeout when the header is negative', '-1', 3_000],
    ['the write timeout when the header is zero', '0', 3_000],
  ] as const) {
    it(`is ${what}`, async (test) => {
      const clock = new FakeClock();
      const { port, exposition, ledger } = await startService(test, {
        length: 1000,
        clock,
        limits: { writeTimeoutMs: 3_000 },
      });
      exposition.onPull = () => new Promise(() => {});
      const client = new RawClient(
        test,
        port,
        get('/metrics', ...(header === undefined ? [] : [`X-Prometheus-Scrape-Timeout-Seconds: ${header}`])),
      );
      await eventually(() => ledger.inFlight === 1, 'the scrape');
      clock.advance(cutAfterMs - 1);
      assert.equal(ledger.inFlight, 1);
      clock.advance(1);
      assert.equal(ledger.inFlight, 0);
      await within(client.closed, 'the cut');
    });
  }
});
