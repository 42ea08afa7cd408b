import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Children } from '../../bench/harness/children.ts';
import { moduleFile } from '../../bench/harness/modules.ts';
import { readResult } from '../../bench/harness/result.ts';
import { within } from '../support/deadline.ts';

/** What a run of two small scenarios may take on a machine that is busy with other tests. */
const RUN_MS = 150_000;

/** Runs the benchmark as a process, and gives its exit status and output. */
async function bench(children: Children, args: readonly string[]) {
  const child = await children.node(moduleFile('bench/run'), args);
  let output = '';
  child.process.stdout?.on('data', (bytes: Buffer) => {
    output += bytes.toString('utf8');
  });
  await within(child.exited, 'the benchmark ends', RUN_MS);
  return { status: child.process.exitCode, output, errors: child.stderr };
}

test('a small cluster is scraped and attacked, and every figure of it has a value', {
  timeout: 180_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  const children = new Children();
  try {
    const json = join(folder, 'result.json');
    const args = ['scrape', 'stalled', '--pods', '200', '--nodes', '5', '--seconds', '1', '--json', json];
    const { status, output, errors } = await bench(children, args);
    assert.equal(status, 0, `${output}\n${errors}`);
    const { findings } = readResult(json);
    assert.deepEqual(
      findings.map(({ scenario, error }) => ({ scenario, error })),
      [
        { scenario: 'scrape', error: undefined },
        { scenario: 'stalled', error: undefined },
      ],
    );
    const figures = new Map(
      findings.flatMap((finding) => finding.figures.map(({ name, value }) => [name, value] as const)),
    );
    assert.ok((figures.get('gzip, 1 scraper: bytes') ?? 0) > 50_000);
    assert.ok((figures.get('plain, 8 scrapers: bytes') ?? 0) > 500_000);
    assert.ok((figures.get('gzip, 1 scraper: wall / floor') ?? 0) > 0);
    assert.ok((figures.get('stalled gzip: sockets at most') ?? 0) > 50, 'the stalled clients were seen');
    // One less than before is an idle connection to the API server that has run out meanwhile.
    assert.ok((figures.get('stalled gzip: fds left open') ?? 1) <= 0, 'nothing is left open');
    assert.ok(findings.every(({ timelines }) => timelines.every(({ data }) => data.points.length > 3)));
    assert.match(output, /gzip, 1 scraper: wall \/ floor +[\d.]+ x +<= 1\.50 x +(ok|MISSED)/);
    assert.match(errors, /1\/2 scrape \(exporter\): begins/);
  } finally {
    await children.stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a wrong argument ends with status 2 and the usage', async () => {
  const children = new Children();
  try {
    const { status, errors } = await bench(children, ['nothing']);
    assert.equal(status, 2);
    assert.match(errors, /no scenario "nothing"[\s\S]*--peer FILE/);
  } finally {
    await children.stopAll();
  }
});
