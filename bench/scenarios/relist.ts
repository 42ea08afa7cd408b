import { createHash } from 'node:crypto';
import { get, type Reply } from '../harness/client.ts';
import type { BenchCluster } from '../harness/cluster.ts';
import { compareSeries, seriesOf } from '../harness/series.ts';
import { type Subject, textOf } from '../harness/subject.ts';
import { pause } from '../harness/wait.ts';
import { type Scenario, settleMs, startSubject } from './scenario.ts';

/** Bodies that are looked into; the same bytes are looked into once. */
const MOST_BODIES = 40;
const BETWEEN_MS = 150;
/** Backoff of refused watches and the list itself; what is not back after this is missing for good. */
const RELIST_MS = 60_000;

/** All watches expire at once. Nothing changes in the cluster, so that every scrape must have every series. */
export const relist: Scenario = {
  name: 'relist',
  about:
    'Every watch is told 410 at once, and every scrape during the relist is compared with the one before.',
  async run(scene) {
    const { bench, record, progress } = scene;
    progress.step('fills the simulated cluster');
    const cluster = await bench.cluster();
    const subject = await startSubject(scene, cluster);
    try {
      await pause(settleMs(scene));
      const timeline = record.timeline('relist', subject.pid);
      const expected = await collect(subject);
      timeline.phase('410 on every watch');
      progress.step('expires all watches');
      const cpu = subject.sample().cpuSeconds;
      const begun = performance.now();
      await cluster.takeRequests();
      const watches = (await cluster.stats()).watches;
      await cluster.tell({ op: 'expireWatches' });
      const bodies: Reply[] = [];
      let failed = 0;
      const done = relisted(cluster, subject, watches);
      let over = false;
      void done
        .finally(() => {
          over = true;
        })
        .catch(() => undefined);
      while (!over && performance.now() - begun < RELIST_MS) {
        const reply = await collect(subject);
        timeline.scraped(reply.totalMs);
        if (reply.status !== 200 || !reply.complete) failed++;
        else if (bodies.length < MOST_BODIES) bodies.push(reply);
        await pause(BETWEEN_MS);
      }
      await done;
      record.figure('relist takes', (performance.now() - begun) / 1000, 's');
      record.figure('CPU', subject.sample().cpuSeconds - cpu, 'cpu-s');
      timeline.phase('relisted');
      bodies.push(await collect(subject));
      record.figure('scrapes', bodies.length + failed, 'count');
      record.figure('scrapes failed', failed, 'count');
      timeline.stop();
      progress.step('compares the scrapes');
      const worst = compareAll(expected, bodies);
      record.figure('series', worst.series, 'count');
      record.figure('series missing, most in one scrape', worst.missing, 'count');
      record.figure('series duplicated, most in one scrape', worst.duplicated, 'count');
      record.figure('peak RSS', subject.sample().peakRss, 'bytes');
    } finally {
      await subject.stop();
    }
  },
};

function collect(subject: Subject): Promise<Reply> {
  return get(subject.port, { collect: true });
}

/** Resolves when as many watches are open as before, and everything that was listed again is published. */
async function relisted(cluster: BenchCluster, subject: Subject, watches: number): Promise<void> {
  for (const end = performance.now() + RELIST_MS; performance.now() < end; ) {
    await pause(250);
    const { watches: open } = await cluster.stats();
    const metrics = await subject.selfMetrics();
    const synced = metrics?.all('kube_state_exporter_resource_synced') ?? [];
    const again = (await cluster.tell({ op: 'stats' })) as { requests: number };
    if (open >= watches && again.requests >= watches && synced.every(({ value }) => value === 1)) return;
  }
  throw new Error(`not relisted within ${RELIST_MS / 1000} s`);
}

function compareAll(expected: Reply, bodies: readonly Reply[]) {
  const series = seriesOf(textOf(expected));
  const seen = new Set([digest(expected)]);
  let worst = { missing: 0, duplicated: compareSeries(series, series).duplicated };
  for (const body of bodies) {
    const key = digest(body);
    if (seen.has(key)) continue;
    seen.add(key);
    const { missing, duplicated } = compareSeries(series, seriesOf(textOf(body)));
    worst = { missing: Math.max(worst.missing, missing), duplicated: Math.max(worst.duplicated, duplicated) };
  }
  return { ...worst, series: series.length };
}

function digest({ body }: Reply): string {
  return createHash('sha1').update(body).digest('base64');
}
