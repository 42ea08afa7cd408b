import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../bench/harness/bounds.ts';
import { format } from '../../bench/harness/figures.ts';
import { parseResult, type Result, stringifyResult } from '../../bench/harness/result.ts';
import { docsPages } from '../../bench/report/docs.ts';
import { htmlReport } from '../../bench/report/html.ts';
import { plotSvg } from '../../bench/report/svg.ts';
import { scenarioTable, verdictLine } from '../../bench/report/terminal.ts';

const TIMELINE = {
  points: [
    { at: 0, rss: 50e6, cpu: 0, sockets: 3 },
    { at: 0.25, rss: 90e6, cpu: 1.2, sockets: 40 },
    { at: 0.5, rss: 80e6, cpu: 0.4, sockets: 3 },
  ],
  visible: [
    { at: 0.1, ms: 12 },
    { at: 0.4, ms: 30 },
  ],
  scrapes: [],
  phases: [{ at: 0.2, name: 'stalled <200> & "more"' }],
};

const RESULT: Result = {
  version: 1,
  date: '2026-01-02T03:04:05.000Z',
  machine: {
    cpus: 2,
    model: 'Some CPU',
    memoryBytes: 8 * 1024 ** 3,
    kernel: 'linux 6.1',
    node: 'v24.0.0',
    load: 0.25,
  },
  pods: 20_000,
  nodes: 200,
  seconds: 10,
  tls: true,
  peer: 'other-exporter',
  findings: [
    {
      scenario: 'start',
      subject: 'exporter',
      figures: [
        { name: 'CPU / JSON.parse', value: 3.5, unit: 'ratio' },
        { name: 'peak RSS', value: 300 * 1024 ** 2, unit: 'bytes' },
        { name: 'not measured', value: Number.NaN, unit: 'ms' },
      ],
      notes: ['a note with <markup> & more'],
      timelines: [{ title: 'rest', data: TIMELINE }],
    },
    {
      scenario: 'start',
      subject: 'peer',
      figures: [{ name: 'peak RSS', value: 600 * 1024 ** 2, unit: 'bytes' }],
      notes: [],
      timelines: [],
      error: 'it ended while starting',
    },
  ],
};
const VERDICTS = check(RESULT.findings);
const ABOUT = [{ name: 'start', about: 'From the start on.' }];

/** Elements that HTML has no end tag for. */
const VOID = new Set(['meta', 'link', 'br', 'img']);

/** Asserts that tags nest, attributes are quoted, and nothing stands for markup that isn't. */
function assertWellFormed(markup: string): void {
  const open: string[] = [];
  const text = markup.replace(/<!doctype html>/i, '').replace(/<style>[^<]*<\/style>/g, '');
  const rest = text.replace(
    /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>/g,
    (_all, end, name, _attributes, empty) => {
      if (end === '/') assert.equal(open.pop(), name);
      else if (empty === '' && !VOID.has(name)) open.push(name);
      return '';
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]/, 'what is left is text');
  assert.doesNotMatch(rest, /&(?!amp;|lt;|gt;|quot;)/, 'every & is escaped');
}

/** Asserts that nothing is fetched from anywhere. Namespaces are names, not addresses. */
function assertSelfContained(markup: string): void {
  const without = markup.replaceAll('xmlns="http://www.w3.org/2000/svg"', '');
  assert.doesNotMatch(without, /https?:|\bsrc=|\bhref=|@import|url\(|<script|<link/i);
}

test('the HTML report is well-formed and needs nothing from outside', () => {
  const page = htmlReport(RESULT, VERDICTS, ABOUT);
  assert.match(page, /^<!doctype html>\n<html lang="en">/);
  assertWellFormed(page);
  assertSelfContained(page);
  assert.equal(page.match(/<svg /g)?.length, 4, 'RSS, CPU, latency, sockets');
  assert.match(page, /prefers-color-scheme:dark/);
  assert.match(page, /<td class="missed">missed<\/td>/);
  assert.match(page, /peer failed: it ended while starting/);
});

test('the documentation has a table, the plots and the conditions, and says what was missed', () => {
  const { page, plots } = docsPages(RESULT, VERDICTS, ABOUT);
  assert.equal(plots.size, 4);
  for (const [name, svg] of plots) {
    assert.ok(page.includes(`](benchmarks/${name})`), name);
    assertWellFormed(svg);
    assertSelfContained(svg);
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><style>/);
  }
  assert.match(page, /\| CPU \/ JSON\.parse \| 3\.50 x \| {2}\| {2}\| <= 3\.00 x \| \*\*missed\*\* \|/);
  assert.match(page, /\| peak RSS \| 300 MiB \| 600 MiB \| 2\.00 x \|/);
  assert.match(page, /missed: start, CPU \/ JSON\.parse/);
  assert.match(page, /2 CPUs \(Some CPU\), 8\.00 GiB, linux 6\.1, Node v24\.0\.0/);
});

test('the table shows the peer, the ratio, the bounds, and bounds without a figure as missed', () => {
  const table = scenarioTable(RESULT, 'start', VERDICTS);
  assert.match(table, /peak RSS +300 MiB +600 MiB +2\.00 x/);
  assert.match(table, /CPU \/ JSON\.parse +3\.50 x +<= 3\.00 x +MISSED/);
  assert.match(table, /first complete scrape \/ bare client +- .*MISSED/);
  assert.match(table, /peer FAILED: it ended while starting/);
  assert.equal(verdictLine(VERDICTS), '\n4 of 4 bounds missed');
  assert.match(verdictLine([]), /no bounds/);
});

test('without a peer its columns are left out', () => {
  const alone = { ...RESULT, findings: RESULT.findings.slice(0, 1) };
  assert.doesNotMatch(scenarioTable(alone, 'start', VERDICTS), /peer/);
  assert.doesNotMatch(htmlReport({ ...alone }, VERDICTS, ABOUT), /<th>peer/);
});

test('a result survives being written and read, what was not measured included', () => {
  assert.deepEqual(parseResult(stringifyResult(RESULT)), RESULT);
  assert.throws(() => parseResult('{}'), /not a result/);
  assert.throws(() => parseResult('{"version":2,"findings":[]}'), /not a result/);
  assert.throws(() => parseResult('null'), /not a result/);
});

test('a plot of nothing, of one point and of equal points has finite numbers', () => {
  for (const points of [
    [],
    [[0, 0]],
    [
      [0, 5],
      [1, 5],
    ],
  ] as const) {
    const svg = plotSvg({ title: 'x', series: [{ name: 'y', colour: 1, points }], label: String });
    assert.doesNotMatch(svg, /NaN|Infinity/);
    assertWellFormed(svg);
  }
});

test('values are written with three digits that count, and their unit', () => {
  const cases = [
    [1536, 'bytes', '1.50 KiB'],
    [26 * 1024 ** 2, 'bytes', '26.0 MiB'],
    [123456, 'count', '123,456'],
    [0.1234, 's', '0.12 s'],
    [12.34, 'ms', '12.3 ms'],
    [1234.5, 'us', '1235 µs'],
    [1.005, 'ratio', '1.00 x'],
    [Number.NaN, 'ms', '-'],
    [Number.POSITIVE_INFINITY, 'ms', 'more'],
  ] as const;
  for (const [value, unit, text] of cases) assert.equal(format({ value, unit }), text);
});
