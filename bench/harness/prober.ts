import { get } from './client.ts';
import type { BenchCluster } from './cluster.ts';
import type { Subject } from './subject.ts';
import { textOf } from './subject.ts';
import type { Timeline } from './timeline.ts';
import { pause } from './wait.ts';

/** A resource that the simulated cluster has none of: the one object of ours is all that is answered. */
const RESOURCE = 'replicationcontrollers';
const PATH = `/metrics?resources=${RESOURCE}`;
const NAME = 'bench-probe';
const FAMILY = 'kube_replicationcontroller_spec_replicas';

/** How often the answer is looked at, which is how exact the figures are. */
const POLL_MS = 4;
/** Between probes, plus as much again by chance, so that they don't fall into step with publication. */
const GAP_MS = 50;
/** A change that is not visible after this counts as this long. */
const GIVE_UP_MS = 10_000;

/**
 * Changes one object again and again, and looks from outside how long it takes until a scrape shows
 * it: the way through everything, the simulated server's own delay included.
 */
export class Prober {
  readonly #cluster: BenchCluster;
  readonly #subject: Subject;
  readonly #timeline: Timeline;
  readonly latencies: number[] = [];
  /** Looks that were answered with 503. */
  refused = 0;
  #replicas = 0;
  #stopping = false;
  #loop: Promise<void> | undefined;

  constructor(cluster: BenchCluster, subject: Subject, timeline: Timeline) {
    this.#cluster = cluster;
    this.#subject = subject;
    this.#timeline = timeline;
  }

  /** Creates the object if it isn't there, and waits until it can be seen. False: this exporter has no such selection. */
  async prepare(): Promise<boolean> {
    if (this.#subject.kind === 'peer') return false;
    const object = this.#object(0);
    // Left by the subject measured before.
    await this.#cluster.tell({ op: 'remove', resource: RESOURCE, namespace: 'default', name: NAME });
    await this.#cluster.tell({ op: 'create', resource: RESOURCE, object });
    await this.#visible(0);
    return true;
  }

  start(): this {
    this.#loop = this.#run();
    // Seen by `stop`; until then nobody awaits it.
    this.#loop.catch(() => undefined);
    return this;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#replicas++;
      const start = performance.now();
      await this.#cluster.tell({ op: 'update', resource: RESOURCE, object: this.#object(this.#replicas) });
      await this.#visible(this.#replicas, start);
      const ms = performance.now() - start;
      this.latencies.push(ms);
      this.#timeline.visible(ms);
      await pause(GAP_MS + Math.random() * GAP_MS);
    }
  }

  async #visible(replicas: number, start = performance.now()): Promise<void> {
    const wanted = new RegExp(`^${FAMILY}\\{[^\\n]*"${NAME}"[^\\n]*\\} ${replicas}$`, 'm');
    while (performance.now() - start < GIVE_UP_MS) {
      const reply = await get(this.#subject.port, { path: PATH, collect: true, gzip: false });
      if (reply.status === 503) this.refused++;
      else if (wanted.test(textOf(reply).toString('utf8'))) return;
      await pause(POLL_MS);
    }
  }

  #object(replicas: number) {
    return {
      metadata: { namespace: 'default', name: NAME },
      spec: { replicas },
      status: { replicas, observedGeneration: 1 },
    };
  }
}
