import { get } from '../harness/client.ts';
import { pause, until } from '../harness/wait.ts';
import { type Scenario, settleMs, startSubject } from './scenario.ts';

/** An hour of a cluster in which each pod changes every seven minutes or so, scraped every 30 s. */
const CHANGES_PER_POD = 9;
const SCRAPES = 120;
/** Twenty times the pace of that hour. */
const EVENTS_PER_SECOND = 1_000;
/** An exporter that has fallen behind goes on working when the changes are over: it is at rest below this. */
const IDLE_CPUS = 0.1;
const IDLE_LOOK_MS = 2_000;
const LONGEST_MS = 600_000;

/** Memory must follow the state, not the time: an hour's worth of changes and scrapes in a minute or two. */
export const soak: Scenario = {
  name: 'soak',
  about: `An hour's worth of changes (${CHANGES_PER_POD} a pod) and scrapes (${SCRAPES}) as fast as they go, and the memory before and after.`,
  async run(scene) {
    const { bench, record, progress } = scene;
    progress.step('fills the simulated cluster');
    const cluster = await bench.cluster();
    const subject = await startSubject(scene, cluster);
    try {
      const timeline = record.timeline('an hour in short', subject.pid);
      progress.step('lets it rest');
      await pause(settleMs(scene));
      const before = subject.sample();
      const limit = cluster.size.pods * CHANGES_PER_POD;
      timeline.phase(`${limit} changes`);
      await cluster.tell({ op: 'churn', eventsPerSecond: EVENTS_PER_SECOND, limit });
      let scrapes = 0;
      await until('the changes', LONGEST_MS, 0, async () => {
        const { changes } = await cluster.stats();
        progress.step(`${changes} of ${limit} changes, ${scrapes} of ${SCRAPES} scrapes`);
        if (changes >= limit && scrapes >= SCRAPES) return true;
        // Scrapes keep pace with the changes.
        if (scrapes / SCRAPES > changes / limit) await pause(200);
        else {
          const { totalMs } = await get(subject.port);
          timeline.scraped(totalMs);
          scrapes++;
        }
        return undefined;
      });
      timeline.phase('rest');
      progress.step('lets it rest');
      await until('the exporter is idle', LONGEST_MS, 0, async () => {
        const { cpuSeconds } = subject.sample();
        await pause(IDLE_LOOK_MS);
        return subject.sample().cpuSeconds - cpuSeconds < (IDLE_CPUS * IDLE_LOOK_MS) / 1000
          ? true
          : undefined;
      });
      await pause(2 * settleMs(scene));
      const after = subject.sample();
      record.figure('changes', limit, 'count');
      record.figure('scrapes', scrapes, 'count');
      record.figure('CPU', after.cpuSeconds - before.cpuSeconds, 'cpu-s');
      record.figure('RSS at rest before', before.rss, 'bytes');
      record.figure('RSS at rest after', after.rss, 'bytes');
      record.figure('RSS after / before', after.rss / before.rss, 'ratio');
      record.figure('peak RSS', after.peakRss, 'bytes');
      record.figure('fds more than before', after.fds - before.fds, 'count');
    } finally {
      await cluster.tell({ op: 'churn', eventsPerSecond: 0 });
      await subject.stop();
    }
  },
};
