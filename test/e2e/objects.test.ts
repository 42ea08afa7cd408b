import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectAt } from '../../bench/simulator/json.ts';
import { skipOnExistingCluster, startCluster, type TestCluster } from '../support/cluster.ts';
import { eventually } from '../support/deadline.ts';
import { type ExporterProcess, startExporter } from '../support/exporter-process.ts';
import { findSamples } from '../support/find-samples.ts';
import { type Expected, OBJECT_CASES, type ObjectCase } from './object-cases.ts';

const RESOURCES = OBJECT_CASES.map(({ resource }) => resource).join(',');
const ALLOWED = OBJECT_CASES.map(({ resource }) => `${resource}=[team]`).join(',');

test('an object appears with its lines, changes, and vanishes', async (t) => {
  const cluster = await startCluster(t);
  const exporter = await startExporter(t, {
    args: [
      `--resources=${RESOURCES}`,
      `--metric-labels-allowlist=${ALLOWED}`,
      ...(cluster.kind === 'existing' ? [`--namespaces=${cluster.namespace}`] : []),
    ],
    env: cluster.env,
  });
  await exporter.ready();
  for (const row of OBJECT_CASES) {
    const skip = row.clusterScoped ? skipOnExistingCluster : false;
    await t.test(row.resource, { skip }, () => live(row, cluster, exporter));
  }
});

async function live(row: ObjectCase, cluster: TestCluster, exporter: ExporterProcess): Promise<void> {
  const { resource } = row;
  const { client } = cluster;
  const name = `${cluster.namespace}-${resource}`;
  const own = row.clusterScoped ? {} : { namespace: cluster.namespace };
  const identity = {
    [row.label]: name,
    ...(row.clusterScoped ? {} : { namespace: cluster.namespace }),
  };
  const scrape = () => exporter.metrics(`resources=${resource}`);
  const shows = (wanted: readonly Expected[], what: string) =>
    waitFor(scrape, what, (text) => wanted.filter((sample) => !isIn(text, sample, identity)));

  assert.deepEqual(linesOf(await scrape(), identity), [], 'there is nothing of it yet');
  const metadata = { ...objectAt(row.object, 'metadata'), ...own, name };
  await client.create(resource, { ...row.object, metadata });
  const place = { ...own, name };
  const hasStatus = row.status !== undefined;
  if (hasStatus) await client.patch(resource, place, { status: row.status }, '/status');
  const text = await shows(row.first, `${resource} appear`);
  assert.ok(!text.includes('unlisted'), 'a label that is not on the list is not shown');

  if (hasStatus) await client.patch(resource, place, { status: row.change }, '/status');
  else await client.patch(resource, place, row.change);
  await shows(row.later, `${resource} change`);

  await client.delete(resource, place);
  if (resource === 'namespaces') await cluster.finalize(name);
  await waitFor(scrape, `${resource} vanish`, (now) => linesOf(now, identity));
}

/** Scrapes until nothing is missing, or left; fails with what still is. */
async function waitFor(
  scrape: () => Promise<string>,
  what: string,
  open: (text: string) => readonly unknown[],
): Promise<string> {
  let last: readonly unknown[] = [];
  try {
    return await eventually(async () => {
      const text = await scrape();
      last = open(text);
      return last.length === 0 ? text : undefined;
    }, what);
  } catch (error) {
    throw new Error(`${(error as Error).message}: ${JSON.stringify(last)}`);
  }
}

function isIn(text: string, { name, labels, value }: Expected, identity: Record<string, string>): boolean {
  return findSamples(text, name, { ...identity, ...labels }).some(
    (sample) => value === undefined || Number(sample.value) === value,
  );
}

function linesOf(text: string, identity: Record<string, string>): readonly string[] {
  const wanted = Object.entries(identity).map(([label, value]) => `${label}="${value}"`);
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#') && wanted.every((label) => line.includes(label)));
}
