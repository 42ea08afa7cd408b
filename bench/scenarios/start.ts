import type { ParseFloor } from '../harness/children/parse-floor.ts';
import type { ReceiveFloor } from '../harness/children/receive-floor.ts';
import type { AskedRequest } from '../harness/cluster.ts';
import { cpuByThread } from '../harness/proc.ts';
import { pause } from '../harness/wait.ts';
import { collectionsOf, granted } from './paths.ts';
import { type Scenario, type Scene, settleMs, startSubject } from './scenario.ts';

const MIB = 1024 * 1024;
/** What RSS at rest may be beyond twice the gzip body. */
const REST_BYTES = 160 * MIB;

const LOOP_DELAY = 'event loop delay of the main thread while it lists: p99';

/** From nothing to the first complete scrape, and what is left of it in memory. */
export const start: Scenario = {
  name: 'start',
  about: 'From the start of the process to the first complete scrape, and the memory at rest after it.',
  async run(scene) {
    const { bench, record, progress } = scene;
    progress.step('fills the simulated cluster');
    const cluster = await bench.cluster();
    await cluster.takeRequests();
    const subject = await startSubject(scene, cluster);
    try {
      const { seconds, wholeSeconds, reply } = subject.firstScrape;
      const started = subject.sample();
      const timeline = record.timeline('rest after the start', subject.pid);
      const requests = granted(await cluster.takeRequests());
      record.figure('first complete scrape begins', seconds, 's');
      record.figure('first complete scrape ends', wholeSeconds, 's');
      record.figure('CPU', started.cpuSeconds, 'cpu-s');
      record.figure('peak RSS', started.peakRss, 'bytes');
      record.figure('threads', started.threads, 'count');
      record.figure('fds', started.fds, 'count');
      record.figure('gzip body', reply.bytes, 'bytes');
      // The library measures delays from the process's start: modules that load count as well.
      const telemetry = await subject.selfMetrics();
      const delay = telemetry?.sum('nodejs_eventloop_lag_p99_seconds');
      if (delay !== undefined) record.figure(LOOP_DELAY, delay * 1000, 'ms');
      record.note(`CPU by thread: ${threads(subject.pid)}`);

      progress.step('lets it rest');
      await pause(settleMs(scene));
      timeline.stop();
      const { rss } = subject.sample();
      record.figure('RSS at rest', rss, 'bytes');
      record.figure('RSS at rest / (gzip body x 2 + 160 MiB)', rss / (2 * reply.bytes + REST_BYTES), 'ratio');

      await floors(scene, requests, { seconds, cpuSeconds: started.cpuSeconds });
    } finally {
      await subject.stop();
    }
  },
};

/** What only receiving the same streams takes, and only parsing the same objects as JSON. */
async function floors(
  { bench, record, progress }: Scene,
  requests: readonly AskedRequest[],
  measured: { readonly seconds: number; readonly cpuSeconds: number },
): Promise<void> {
  const { server } = await bench.cluster();
  progress.step('measures a bare client');
  const asked = requests.map(({ path, accept }) => ({ path, accept }));
  const received = await bench.ask<ReceiveFloor>('receive-floor', { server, requests: asked });
  progress.step('measures JSON.parse');
  const paths = collectionsOf(requests);
  const parsed = await bench.ask<ParseFloor>('parse-floor', { server, paths, watch: false });
  record.figure('objects', parsed.objects, 'count');
  record.figure('bytes received by a bare client', received.bytes, 'bytes');
  record.figure('a bare client receives', received.seconds, 's');
  record.figure('first complete scrape / bare client', measured.seconds / received.seconds, 'ratio');
  record.figure('JSON.parse of the objects', parsed.cpuSeconds, 'cpu-s');
  record.figure('CPU / JSON.parse', measured.cpuSeconds / parsed.cpuSeconds, 'ratio');
}

function threads(pid: number): string {
  return [...cpuByThread(pid)]
    .sort(([, a], [, b]) => b - a)
    .filter(([, seconds]) => seconds >= 0.01)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(2)} s`)
    .join(', ');
}
