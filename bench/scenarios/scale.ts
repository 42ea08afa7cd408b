import { get } from '../harness/client.ts';
import { median } from '../harness/statistics.ts';
import type { Subject } from '../harness/subject.ts';
import { pause } from '../harness/wait.ts';
import { EVENTS_PER_SECOND } from './churn.ts';
import { type Scenario, type Scene, settleMs, startSubject } from './scenario.ts';

/** In units of the size asked for, which is 20,000 pods by default: 5,000 to 100,000. */
const STEPS = [0.25, 1, 2.5, 5] as const;
const SCRAPES = 10;

/** What one size of cluster costs. */
interface Costs {
  readonly start: number;
  readonly cpu: number;
  readonly rss: number;
  readonly scrape: number;
  readonly scrapeCpu: number;
  /** Of one change, whatever the number of pods. */
  readonly update: number;
  readonly peakRss: number;
}

/** How costs grow with the cluster. */
export const scale: Scenario = {
  name: 'scale',
  about: 'Start, memory, scrapes and changes with a quarter, once, 2.5 and 5 times as many pods.',
  async run(scene) {
    const { bench, record } = scene;
    const { pods, nodes } = bench.options;
    let one: Costs | undefined;
    let five: Costs | undefined;
    for (const step of STEPS) {
      const size = { pods: Math.ceil(pods * step), nodes: Math.ceil(nodes * step) };
      const costs = await measure(scene, size);
      if (step === 1) one = costs;
      if (step === 5) five = costs;
    }
    if (one === undefined || five === undefined) throw new Error('there is nothing to compare');
    for (const [name, cost] of PER_POD) {
      record.figure(`${name} a pod, five times as many / once`, cost(five) / 5 / cost(one), 'ratio');
    }
    record.figure('CPU a change, five times as many pods / once', five.update / one.update, 'ratio');
    record.figure('peak RSS, five times as many pods', five.peakRss, 'bytes');
  },
};

/** Costs that are in proportion to the number of pods at best. */
const PER_POD: readonly (readonly [name: string, cost: (costs: Costs) => number])[] = [
  ['start time', ({ start }) => start],
  ['start CPU', ({ cpu }) => cpu],
  ['RSS at rest', ({ rss }) => rss],
  ['scrape wall', ({ scrape }) => scrape],
  ['scrape CPU', ({ scrapeCpu }) => scrapeCpu],
];

async function measure(
  scene: Scene,
  size: { readonly pods: number; readonly nodes: number },
): Promise<Costs> {
  const { bench, record, progress } = scene;
  const of = `${size.pods.toLocaleString('en')} pods`;
  progress.step(`fills a cluster of ${of}`);
  const cluster = await bench.cluster(size);
  const subject = await startSubject(scene, cluster);
  try {
    const timeline = record.timeline(of, subject.pid);
    const start = subject.firstScrape.seconds;
    const { cpuSeconds: cpu } = subject.sample();
    progress.step(`${of}: rests`);
    await pause(settleMs(scene));
    const { rss } = subject.sample();
    timeline.phase('scrapes');
    const scrapes = await scrape(subject);
    timeline.phase('changes');
    progress.step(`${of}: changes`);
    const before = subject.sample().cpuSeconds;
    const { changes: first } = await churning(cluster);
    await pause(bench.options.seconds * 1000);
    const { changes: last } = await cluster.stats();
    const update = (subject.sample().cpuSeconds - before) / (last - first);
    await cluster.tell({ op: 'churn', eventsPerSecond: 0 });
    timeline.stop();
    const { peakRss } = subject.sample();
    record.figure(`${of}: first complete scrape begins`, start, 's');
    record.figure(`${of}: start CPU`, cpu, 'cpu-s');
    record.figure(`${of}: RSS at rest`, rss, 'bytes');
    record.figure(`${of}: peak RSS`, peakRss, 'bytes');
    record.figure(`${of}: gzip scrape wall`, scrapes.wall, 'ms');
    record.figure(`${of}: gzip scrape CPU`, scrapes.cpu * 1000, 'cpu-ms');
    record.figure(`${of}: CPU a change`, update * 1e6, 'us');
    return { start, cpu, rss, scrape: scrapes.wall, scrapeCpu: scrapes.cpu, update, peakRss };
  } finally {
    await subject.stop();
  }
}

async function scrape(subject: Subject): Promise<{ readonly wall: number; readonly cpu: number }> {
  const walls: number[] = [];
  await get(subject.port);
  const before = subject.sample().cpuSeconds;
  for (let i = 0; i < SCRAPES; i++) walls.push((await get(subject.port)).totalMs);
  return { wall: median(walls), cpu: (subject.sample().cpuSeconds - before) / SCRAPES };
}

async function churning(cluster: Awaited<ReturnType<Scene['bench']['cluster']>>) {
  await cluster.tell({ op: 'churn', eventsPerSecond: EVENTS_PER_SECOND });
  return cluster.stats();
}
