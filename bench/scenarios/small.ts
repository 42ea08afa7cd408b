import { pause } from '../harness/wait.ts';
import { type Scenario, settleMs, startSubject } from './scenario.ts';

const SMALL = { pods: 600, nodes: 60 };

/** Most clusters are small. */
export const small: Scenario = {
  name: 'small',
  about: `Memory at rest with ${SMALL.pods} pods and ${SMALL.nodes} nodes.`,
  async run(scene) {
    const { bench, record, progress } = scene;
    const cluster = await bench.cluster(SMALL);
    const subject = await startSubject(scene, cluster);
    try {
      const timeline = record.timeline('start and rest', subject.pid);
      progress.step('lets it rest');
      await pause(settleMs(scene));
      timeline.stop();
      const { rss, peakRss } = subject.sample();
      record.figure('first complete scrape begins', subject.firstScrape.seconds, 's');
      record.figure('RSS at rest', rss, 'bytes');
      record.figure('peak RSS', peakRss, 'bytes');
    } finally {
      await subject.stop();
    }
  },
};
