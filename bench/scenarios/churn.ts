import { get } from '../harness/client.ts';
import type { BenchCluster } from '../harness/cluster.ts';
import { ParseFollower } from '../harness/parse-follower.ts';
import { Prober } from '../harness/prober.ts';
import { bucketOf, summarise } from '../harness/statistics.ts';
import type { Subject } from '../harness/subject.ts';
import type { Timeline } from '../harness/timeline.ts';
import { pause } from '../harness/wait.ts';
import { collectionsOf } from './paths.ts';
import { type Scenario, type Scene, settleMs, startSubject } from './scenario.ts';

export const EVENTS_PER_SECOND = 500;
/** A page that has been quiet is compressed again after a while; after this long, all are. */
const COMPRESSED_MS = 8_000;

/** Changes at a steady rate: what they cost, how soon they can be seen, what they do to the body. */
export const churn: Scenario = {
  name: 'churn',
  about: `${EVENTS_PER_SECOND} changes a second: pods' status and labels, deletes and creates, node heartbeats, lease renewals. First nobody looks (CPU), then one object is probed (latency).`,
  async run(scene) {
    const { bench, record, progress } = scene;
    progress.step('fills the simulated cluster');
    const cluster = await bench.cluster();
    await cluster.takeRequests();
    const subject = await startSubject(scene, cluster);
    try {
      const paths = collectionsOf(await cluster.takeRequests());
      await pause(settleMs(scene));
      const timeline = record.timeline('quiet, churn, churn and probes, quiet', subject.pid);
      await quiet(scene, cluster, subject, timeline);
      await cost(scene, cluster, subject, timeline, paths);
      await latency(scene, cluster, subject, timeline);
    } finally {
      await cluster.tell({ op: 'churn', eventsPerSecond: 0 });
      await subject.stop();
    }
  },
};

/** Nothing happens but the probes. */
async function quiet(
  { bench, record, progress }: Scene,
  cluster: BenchCluster,
  subject: Subject,
  timeline: Timeline,
) {
  timeline.phase('quiet, probes');
  progress.step('probes the quiet cluster');
  const prober = new Prober(cluster, subject, timeline);
  if (!(await prober.prepare())) return;
  prober.start();
  await pause((bench.options.seconds * 1000) / 2);
  await prober.stop();
  const { median, max } = summarise(prober.latencies);
  record.figure('change to visible when quiet: median', median, 'ms');
  record.figure('change to visible when quiet: max', max, 'ms');
}

/** Nobody looks: all CPU is the changes'. */
async function cost(
  { bench, record, progress }: Scene,
  cluster: BenchCluster,
  subject: Subject,
  timeline: Timeline,
  paths: readonly string[],
): Promise<void> {
  const follower = await ParseFollower.start(bench, { server: cluster.server, paths });
  timeline.phase('churn');
  progress.step(`${EVENTS_PER_SECOND} changes a second, nobody looks`);
  await cluster.tell({ op: 'churn', eventsPerSecond: EVENTS_PER_SECOND });
  // The first second compiles what the start did not need.
  await pause(1_000);
  const before = subject.sample().cpuSeconds;
  const begun = performance.now();
  const { changes: first } = await cluster.stats();
  await pause(bench.options.seconds * 1000);
  const { changes: last } = await cluster.stats();
  const cpuSeconds = subject.sample().cpuSeconds - before;
  const seconds = (performance.now() - begun) / 1000;
  await cluster.tell({ op: 'churn', eventsPerSecond: 0 });
  const { objects, cpuSeconds: parseSeconds } = await follower.finish();
  record.figure('changes a second', (last - first) / seconds, 'count');
  record.figure('CPU in use', cpuSeconds / seconds, 'cpus');
  record.figure('CPU a change', (cpuSeconds / (last - first)) * 1e6, 'us');
  // The follower's events are those of the first second too: what one costs is what counts.
  record.figure('JSON.parse an event', (parseSeconds / objects) * 1e6, 'us');
  const events = (objects / (last - first + EVENTS_PER_SECOND)) * (last - first);
  record.figure('CPU / JSON.parse', cpuSeconds / ((parseSeconds / objects) * events), 'ratio');
}

async function latency(
  { bench, record, progress }: Scene,
  cluster: BenchCluster,
  subject: Subject,
  timeline: Timeline,
) {
  timeline.phase('churn, probes');
  progress.step('probes while changes go on');
  const before = await subject.selfMetrics();
  await cluster.tell({ op: 'churn', eventsPerSecond: EVENTS_PER_SECOND, seed: 2 });
  const prober = new Prober(cluster, subject, timeline);
  const probing = await prober.prepare();
  if (probing) prober.start();
  await pause(bench.options.seconds * 1000);
  if (probing) await prober.stop();
  const during = await get(subject.port);
  await cluster.tell({ op: 'churn', eventsPerSecond: 0 });
  if (probing) {
    const { median, p99, max, count } = summarise(prober.latencies);
    record.figure('change to visible: median', median, 'ms');
    record.figure('change to visible: p99', p99, 'ms');
    record.figure('change to visible: max', max, 'ms');
    record.note(`${count} probes from outside while changes went on`);
  }
  const after = await subject.selfMetrics();
  if (after !== undefined && before !== undefined) {
    const buckets = after.bucketsSince(before, 'kube_state_exporter_event_to_visible_seconds');
    record.figure('self-metric, received to published: p99 at most', bucketOf(buckets, 0.99) * 1000, 'ms');
    record.figure(
      'event loop delay of the main thread: p99',
      after.sum('nodejs_eventloop_lag_p99_seconds') * 1000,
      'ms',
    );
    record.figure(
      'event loop delay of the main thread: max',
      after.sum('nodejs_eventloop_lag_max_seconds') * 1000,
      'ms',
    );
  }
  timeline.phase('quiet');
  progress.step('waits until pages are compressed again');
  await pause(COMPRESSED_MS);
  const settled = await get(subject.port);
  record.figure('gzip body during changes', during.bytes, 'bytes');
  record.figure('gzip body when quiet again', settled.bytes, 'bytes');
  record.figure('gzip body during changes / when quiet again', during.bytes / settled.bytes, 'ratio');
  record.figure('peak RSS', subject.sample().peakRss, 'bytes');
}
