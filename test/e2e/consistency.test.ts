import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterKind, startSimulator } from '../support/cluster.ts';
import { type ExporterProcess, startExporter } from '../support/exporter-process.ts';
import type { ScrapeOptions } from '../support/http-client.ts';
import { ANNOTATIONS, readPods, VERSIONED_FAMILIES } from './pod-versions.ts';

const skip =
  clusterKind() === 'simulator' ? false : 'needs two thousand pods that change hundreds of times a second';

const PODS = 2000;
const CHANGES_PER_SECOND = 400;
const DURATION_MS = 30_000;

/** Four at a time, each in a form of its own. */
const SCRAPERS: readonly ScrapeOptions[] = [
  { encoding: 'gzip', format: 'text' },
  { encoding: 'identity', format: 'text' },
  { encoding: 'gzip', format: 'openmetrics' },
  { encoding: 'identity', format: 'openmetrics' },
];

/** What one scraper found, over all its scrapes. */
interface Findings {
  scrapes: number;
  readonly generations: Set<string>;
  readonly torn: string[];
  readonly backwards: string[];
  /** Pods that every scrape has had. */
  always: Set<string>;
}

async function scrapeUntil(end: number, exporter: ExporterProcess, form: ScrapeOptions): Promise<Findings> {
  const findings: Findings = {
    scrapes: 0,
    generations: new Set(),
    torn: [],
    backwards: [],
    always: new Set(),
  };
  const versions = new Map<string, number>();
  while (performance.now() < end) {
    const { status, text, headers } = await exporter.scrape(form);
    assert.equal(status, 200, text);
    findings.generations.add(String(headers['x-kube-state-exporter-generation']));
    const pods = readPods(text);
    for (const [uid, { version, torn }] of pods) {
      if (torn.length > 0) findings.torn.push(`${uid}: ${torn.join('; ')}`);
      if (version < (versions.get(uid) ?? 0))
        findings.backwards.push(`${uid}: ${version} after ${versions.get(uid)}`);
      versions.set(uid, version);
    }
    const had = findings.scrapes === 0 ? pods.keys() : [...findings.always].filter((uid) => pods.has(uid));
    findings.always = new Set(had);
    findings.scrapes++;
  }
  return findings;
}

test('under constant churn no scrape shows a pod in two versions, none goes back, and none lacks a pod that is there', {
  skip,
  timeout: 120_000,
}, async (t) => {
  const { simulator, env } = await startSimulator(t);
  const cluster = simulator.populate({ pods: PODS, nodes: 20, seed: 1 });
  const uids = () => new Set(Array.from({ length: cluster.podCount }, (_, place) => cluster.pod(place).uid));
  const exporter = await startExporter(t, {
    args: [
      '--resources=pods',
      ANNOTATIONS,
      `--metric-allowlist=${VERSIONED_FAMILIES.map((name) => `^${name}$`).join(',')}`,
    ],
    env,
  });
  await exporter.ready();
  const before = uids();
  const churn = simulator.churn({
    eventsPerSecond: CHANGES_PER_SECOND,
    mix: { status: 90, labels: 5, replace: 5 },
    seed: 5,
  });
  const end = performance.now() + DURATION_MS;
  const all = await Promise.all(SCRAPERS.map((form) => scrapeUntil(end, exporter, form)));
  churn.stop();
  const after = uids();
  const throughout = [...before].filter((uid) => after.has(uid));
  t.diagnostic(
    `${churn.changes} changes, ${all.map(({ scrapes }) => scrapes).join(' + ')} scrapes, ${throughout.length} pods throughout`,
  );

  const SHOWN = 5;
  for (const [i, { scrapes, generations, torn, backwards, always }] of all.entries()) {
    const form = JSON.stringify(SCRAPERS[i]);
    assert.deepEqual(torn.slice(0, SHOWN), [], `${torn.length} torn pods, ${form}`);
    assert.deepEqual(backwards.slice(0, SHOWN), [], `${backwards.length} pods went back, ${form}`);
    const missing = throughout.filter((uid) => !always.has(uid));
    assert.deepEqual(missing.slice(0, SHOWN), [], `${missing.length} pods were missing, ${form}`);
    assert.ok(
      scrapes >= 10 && generations.size >= 10,
      `only ${scrapes} scrapes of ${generations.size} snapshots`,
    );
  }
  // Far less than asked for would be no fire.
  assert.ok(churn.changes > (CHANGES_PER_SECOND * DURATION_MS) / 1000 / 4, `only ${churn.changes} changes`);
  assert.ok(throughout.length > PODS / 2 && throughout.length < PODS, 'some stay and some go');
});
