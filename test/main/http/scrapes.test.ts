import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Scrape, ScrapeLedger, type ScrapeLimits } from '../../../src/main/http/scrapes.ts';
import { FakeClock } from '../../support/clock.ts';
import { memoryLog } from './support/log.ts';

/** A ledger, what it has cut so far as `peer: reason`, and the current generation. */
function ledgerOf(limits: Partial<ScrapeLimits> = {}) {
  const clock = new FakeClock();
  const { log, entries } = memoryLog();
  const cuts: string[] = [];
  const counted: string[] = [];
  const current = { generation: 1 };
  const ledger = new ScrapeLedger({
    limits: { maxInFlight: 10, writeTimeoutMs: 0, maxPinnedBytes: 1000, ...limits },
    clock,
    instruments: { scrapesCut: ({ reason }) => void counted.push(reason) },
    log,
    currentGeneration: () => current.generation,
  });
  const begin = (peer: string, generation: number, pinnedBytes: number): Scrape => {
    const scrape: Scrape = ledger.begin({
      peer,
      generation,
      pinnedBytes,
      length: 10_000,
      timeoutMs: undefined,
      cut: () => void cuts.push(`${peer}: ${scrape.cutReason}`),
    });
    return scrape;
  };
  return { ledger, clock, entries, cuts, counted, current, begin };
}

describe('the ledger of scrapes', () => {
  it('counts the pages of a generation once, however many scrapes hold them, and none of the current', () => {
    const { ledger, current, begin } = ledgerOf();
    begin('a', 1, 300);
    begin('b', 1, 400);
    assert.equal(ledger.pinnedBytes, 0);
    current.generation = 2;
    begin('c', 2, 700);
    assert.equal(ledger.pinnedBytes, 400);
    current.generation = 3;
    assert.equal(ledger.pinnedBytes, 1100);
  });

  it('cuts for memory the oldest generation first, and of it the slowest, and no more than it must', () => {
    const { clock, cuts, current, begin } = ledgerOf();
    const quick = begin('quick', 1, 800);
    const slow = begin('slow', 1, 900);
    begin('later', 2, 600);
    quick.handed(5000, 0);
    slow.handed(100, 0);
    current.generation = 3;
    // 900 + 600, then 800 + 600, then 600.
    clock.advance(250);
    assert.deepEqual(cuts, ['slow: pinned', 'quick: pinned']);
    begin('new', 3, 10_000);
    clock.advance(250);
    assert.equal(cuts.length, 2, 'the current snapshot is nobody’s burden');
  });

  it('gives a client the grace and the floor’s time for what it was handed and has not taken', () => {
    const { clock, cuts, begin } = ledgerOf();
    const scrape = begin('a', 1, 0);
    clock.advance(100_000);
    assert.deepEqual(cuts, [], 'it has been handed nothing yet');
    // 32 KiB at 16 KiB/s is 2 s, and 5 s of grace.
    scrape.handed(16 * 1024, 16 * 1024);
    clock.advance(6_750);
    assert.deepEqual(cuts, []);
    scrape.handed(0, 0);
    clock.advance(4_750);
    assert.deepEqual(cuts, []);
    clock.advance(250);
    assert.deepEqual(cuts, ['a: slow']);
  });

  it('cuts a scrape once, and one that is over never', () => {
    const { ledger, cuts, counted, entries, begin } = ledgerOf();
    const cut = begin('a', 1, 0);
    const over = begin('b', 1, 0);
    ledger.end(over);
    for (let i = 0; i < 2; i++) {
      ledger.cut(cut, 'aborted');
      ledger.cut(over, 'failed');
    }
    ledger.cutAll('shutdown');
    assert.deepEqual(cuts, ['a: aborted']);
    assert.deepEqual(counted, ['aborted']);
    assert.equal(entries.length, 1);
    assert.equal(ledger.inFlight, 0);
  });

  it('leaves no timer behind when nothing is in flight', () => {
    const { ledger, clock, begin } = ledgerOf();
    const scrapes = [begin('a', 1, 0), begin('b', 1, 0)];
    assert.equal(clock.pending, 1);
    for (const scrape of scrapes) ledger.end(scrape);
    assert.equal(clock.pending, 0);
    ledger.end(begin('c', 1, 0));
    assert.equal(clock.pending, 0);
  });

  it('says which scrape it has cut, with warnings for all but clients that went', () => {
    const { ledger, clock, entries, begin } = ledgerOf();
    const scrape = begin('10.0.0.1', 1, 0);
    scrape.handed(500, 0);
    clock.advance(1500);
    ledger.cut(scrape, 'deadline');
    ledger.cut(begin('b', 1, 0), 'aborted');
    assert.deepEqual(entries[0]?.fields, {
      reason: 'deadline',
      peer: '10.0.0.1',
      seconds: 1.5,
      bytes: 500,
      of: 10_000,
      generation: 1,
    });
    assert.deepEqual(
      entries.map(({ level }) => level),
      ['warn', 'debug'],
    );
  });

  it('makes room by cutting the client that has stalled the longest, and only one that has', () => {
    const { ledger, clock, cuts, begin } = ledgerOf({ maxInFlight: 3 });
    const quick = begin('quick', 1, 0);
    const first = begin('first', 1, 0);
    const second = begin('second', 1, 0);
    for (const scrape of [quick, first]) scrape.handed(100, 0);
    clock.advance(500);
    second.handed(100, 0);
    quick.taken();
    clock.advance(499);
    assert.equal(ledger.makeRoom(), false);
    clock.advance(1);
    assert.equal(ledger.makeRoom(), true);
    assert.deepEqual(cuts, ['first: displaced']);
    // There is room now: nobody has to go.
    assert.equal(ledger.makeRoom(), true);
    assert.deepEqual(cuts, ['first: displaced']);
  });

  it('is full at its limit', () => {
    const { ledger, begin } = ledgerOf({ maxInFlight: 2 });
    begin('a', 1, 0);
    assert.equal(ledger.full, false);
    const second = begin('b', 1, 0);
    assert.equal(ledger.full, true);
    ledger.end(second);
    assert.equal(ledger.full, false);
  });
});
