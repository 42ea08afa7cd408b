import type { BenchCluster } from '../harness/cluster.ts';
import { HealthyScraper } from '../harness/healthy-scraper.ts';
import { Prober } from '../harness/prober.ts';
import type { ProcessSample } from '../harness/proc.ts';
import { median, percentile } from '../harness/statistics.ts';
import type { Subject } from '../harness/subject.ts';
import type { Timeline } from '../harness/timeline.ts';
import { pause } from '../harness/wait.ts';
import { type Scenario, type Scene, settleMs, startSubject } from './scenario.ts';

/** Clients that misbehave, and how one gets rid of them. */
export interface Attack {
  /** What they are called in the figures; one scenario may have several kinds. */
  readonly name: string;
  /** Resolves when all are at it, or all are done. Bounded in time. */
  begin(scene: Scene, subject: Subject): Promise<Attackers>;
}

export interface Attackers {
  /** Ends what is left of them. */
  end(): Promise<void>;
}

/** Beside all attacks: changes go on, slowly, so that every scrape in flight holds an old snapshot. */
const EVENTS_PER_SECOND = 50;
/** The exporter has cut or closed by then what it will: its write timeout is a minute. */
const AFTERMATH_MS = 5_000;

/** One scenario: a healthy stretch, then for each attack a stretch with it and one after it. */
export function hostile(name: string, about: string, attacks: readonly Attack[]): Scenario {
  return {
    name,
    about,
    async run(scene) {
      const { bench, record, progress } = scene;
      progress.step('fills the simulated cluster');
      const cluster = await bench.cluster();
      const subject = await startSubject(scene, cluster);
      try {
        await pause(settleMs(scene));
        await cluster.tell({ op: 'churn', eventsPerSecond: EVENTS_PER_SECOND });
        const timeline = record.timeline('healthy, attacked, healthy', subject.pid);
        progress.step('a healthy scraper alone');
        timeline.phase('healthy');
        // One of a new process's first scrapes and probes is slow; it is neither's.
        await stretch(scene, cluster, subject, timeline, 1_500);
        const before = await stretch(scene, cluster, subject, timeline);
        record.figure('alone: healthy scrape median', median(before.scrapes), 'ms');
        record.figure('alone: change to visible p99', percentile(before.visible, 0.99), 'ms');
        record.figure('alone: CPU in use', before.cpus, 'cpus');
        for (const attack of attacks) await suffer(scene, cluster, subject, timeline, attack, before);
      } finally {
        await cluster.tell({ op: 'churn', eventsPerSecond: 0 });
        await subject.stop();
      }
    },
  };
}

async function suffer(
  scene: Scene,
  cluster: BenchCluster,
  subject: Subject,
  timeline: Timeline,
  attack: Attack,
  alone: Stretch,
): Promise<void> {
  const { record, progress } = scene;
  const { name } = attack;
  progress.step(name);
  timeline.phase(name);
  const counters = await subject.selfMetrics();
  const quiet = subject.sample();
  const peak = new Peak(subject);
  const begun = performance.now();
  let attackers: Attackers | undefined;
  let during: Stretch;
  try {
    const attacking = attack.begin(scene, subject).then((result) => {
      attackers = result;
    });
    [during] = await Promise.all([stretch(scene, cluster, subject, timeline), attacking]);
  } finally {
    await attackers?.end();
    peak.stop();
  }
  const seconds = (performance.now() - begun) / 1000;
  const cpu = subject.sample().cpuSeconds - quiet.cpuSeconds - alone.cpus * seconds;
  record.figure(`${name}: healthy scrape median`, median(during.scrapes), 'ms');
  record.figure(`${name}: healthy scrape max`, percentile(during.scrapes, 1), 'ms');
  record.figure(
    `${name}: healthy scrape median / alone`,
    median(during.scrapes) / median(alone.scrapes),
    'ratio',
  );
  record.figure(`${name}: healthy scrapes refused or cut`, during.failed, 'count');
  const p99 = percentile(during.visible, 0.99);
  record.figure(`${name}: change to visible p99`, p99, 'ms');
  record.figure(`${name}: change to visible p99 / alone`, p99 / percentile(alone.visible, 0.99), 'ratio');
  record.figure(`${name}: CPU beyond that of the healthy stretch`, Math.max(0, cpu), 'cpu-s');
  record.figure(`${name}: RSS peak`, peak.rss, 'bytes');
  record.figure(`${name}: sockets at most`, peak.sockets, 'count');

  timeline.phase('after');
  progress.step(`after ${name}`);
  await pause(AFTERMATH_MS);
  const after = subject.sample();
  record.figure(`${name}: RSS after`, after.rss, 'bytes');
  record.figure(`${name}: fds left open`, after.fds - quiet.fds, 'count');
  const end = await subject.selfMetrics();
  if (end === undefined || counters === undefined) return;
  record.figure(`${name}: pinned bytes after`, end.sum('kube_state_exporter_scrape_pinned_bytes'), 'bytes');
  const cut = end.growthBy('reason', 'kube_state_exporter_scrapes_cut_total', counters);
  const refused = end.growthBy('reason', 'kube_state_exporter_scrapes_refused_total', counters);
  record.note(`${name}: counted as cut: ${written(cut)}; as refused: ${written(refused)}`);
}

interface Stretch {
  readonly scrapes: readonly number[];
  readonly visible: readonly number[];
  /** Healthy scrapes that got something else than the whole. */
  readonly failed: number;
  readonly cpus: number;
}

/** A healthy scraper and probes, for as long as a stretch is. */
async function stretch(
  { bench }: Scene,
  cluster: BenchCluster,
  subject: Subject,
  timeline: Timeline,
  ms = bench.options.seconds * 1000,
): Promise<Stretch> {
  const prober = new Prober(cluster, subject, timeline);
  const probing = await prober.prepare();
  const before = subject.sample().cpuSeconds;
  const begun = performance.now();
  const scraper = new HealthyScraper(subject.port, timeline).start();
  if (probing) prober.start();
  await pause(ms);
  const cpus = (subject.sample().cpuSeconds - before) / ((performance.now() - begun) / 1000);
  await Promise.all([scraper.stop(), probing ? prober.stop() : undefined]);
  const failed = scraper.refused + scraper.broken;
  return { scrapes: scraper.latencies, visible: prober.latencies, failed, cpus };
}

/** The highest memory and most sockets seen from now on; the kernel's own mark can't be taken back. */
class Peak {
  rss = 0;
  sockets = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(subject: Subject) {
    this.#timer = setInterval(() => this.#take(subject.sample()), 100);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #take({ rss, sockets }: ProcessSample): void {
    this.rss = Math.max(this.rss, rss);
    this.sockets = Math.max(this.sockets, sockets);
  }
}

function written(counts: Readonly<Record<string, number>>): string {
  const texts = Object.entries(counts).map(([reason, count]) => `${reason} ${count}`);
  return texts.length === 0 ? 'none' : texts.join(', ');
}
