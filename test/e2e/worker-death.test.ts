import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Simulator } from '../../bench/simulator/server.ts';
import { clusterKind, startSimulator } from '../support/cluster.ts';
import { eventually } from '../support/deadline.ts';
import { startInProcess } from '../support/exporter-in-process.ts';
import { findSamples } from '../support/find-samples.ts';
import { ask, scrape } from '../support/http-client.ts';
import { poison } from '../support/workers/poisoned.ts';
import { ANNOTATIONS, readPods } from './pod-versions.ts';

const skip = clusterKind() === 'simulator' ? false : 'needs hundreds of pods that change';

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const POISONED = fileURLToPath(new URL(`../support/workers/poisoned.${EXTENSION}`, import.meta.url));

const PODS = 500;
const CHANGES_PER_SECOND = 100;
/** From a worker's death until its partition follows the changes again. */
const LIVE_AGAIN_MS = 5_000;

/** How a worker dies, and the reason that the self-metrics give for it. */
const DEATHS = { throw: 'error', exit: 'exit', heap: 'out_of_memory' } as const;

/** An object that kills the worker it comes to, and is none that kills the next one. */
function sendPoison(simulator: Simulator, namespace: string, death: string): void {
  const metadata = { namespace, name: 'poison', annotations: { poison: poison(death) } };
  simulator.create('configmaps', { metadata });
  simulator.patch('configmaps', namespace, 'poison', { metadata: { annotations: { poison: null } } });
  simulator.remove('configmaps', namespace, 'poison');
}

for (const [death, reason] of Object.entries(DEATHS)) {
  test(`a worker dies in mid-churn (${death}): no scrape fails or shrinks, and its partition is live again soon`, {
    skip,
    timeout: 120_000,
  }, async (t) => {
    const { simulator, env, namespace } = await startSimulator(t);
    const cluster = simulator.populate({ pods: PODS, nodes: 5, seed: 2 });
    const { url, telemetryUrl, log } = await startInProcess(t, {
      args: ['--resources=pods,configmaps', '--workers=2', ANNOTATIONS],
      env,
      worker: POISONED,
    });
    await eventually(async () => (await ask(`${url}/readyz`)).status === 200, 'the exporter is ready');
    const series = (text: string) => text.split('\n').filter((line) => /^kube_pod_info/.test(line)).length;

    simulator.churn({ eventsPerSecond: CHANGES_PER_SECOND, mix: { status: 1 }, seed: 2 });
    const scrapes = { count: 0, over: false };
    const scraping = (async () => {
      while (!scrapes.over) {
        const { status, text } = await scrape(url, {
          encoding: scrapes.count % 2 === 0 ? 'gzip' : 'identity',
        });
        assert.equal(status, 200, text);
        assert.equal(series(text), PODS, 'every pod is in every scrape');
        const torn = [...readPods(text).values()].flatMap((pod) => pod.torn);
        assert.deepEqual(torn.slice(0, 5), []);
        scrapes.count++;
      }
    })();
    const died = () => log.find(({ message }) => message.startsWith('a worker died'));
    // A failed scrape must end the test now, and by its own error.
    const whileScraping = <T>(work: Promise<T>) => Promise.race([work, scraping.then(() => work)]);

    await whileScraping(eventually(() => scrapes.count >= 3, 'some scrapes before'));
    sendPoison(simulator, namespace, death);
    const diedAt = (await whileScraping(eventually(died, 'the worker dies'))).at;
    // All pods change after the death: those of the dead worker's partition among them.
    const wanted = new Map(
      Array.from({ length: PODS }, (_, place) => cluster.changeStatus(place)).map(({ uid, state }) => [
        uid,
        state.version,
      ]),
    );
    await whileScraping(
      eventually(async () => {
        const pods = readPods((await scrape(url)).text);
        return [...wanted].every(([uid, version]) => (pods.get(uid)?.version ?? -1) >= version);
      }, 'all changes since are shown'),
    );
    const liveAfter = performance.now() - diedAt;
    const count = scrapes.count;
    await whileScraping(eventually(() => scrapes.count >= count + 3, 'some scrapes after'));
    scrapes.over = true;
    await scraping;

    assert.ok(liveAfter < LIVE_AGAIN_MS, `live again after ${liveAfter.toFixed(0)} ms`);
    const { text: self } = await scrape(telemetryUrl);
    const restarts = findSamples(self, 'kube_state_exporter_worker_restarts_total');
    assert.deepEqual(
      restarts.map(({ labels, value }) => `${labels.get('reason')} ${value}`),
      [`${reason} 1`],
    );
    assert.equal((await ask(`${url}/readyz`)).status, 200);
    t.diagnostic(`live again after ${liveAfter.toFixed(0)} ms; ${scrapes.count} scrapes`);
  });
}
