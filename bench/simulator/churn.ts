import type { Clock, Timer } from '../../src/main/clock.ts';
import type { Cluster } from './cluster/cluster.ts';
import { renewed, withHeartbeat } from './cluster/nodes.ts';
import { below, type Random, seededRandom } from './cluster/random.ts';
import { keyOf } from './item.ts';
import type { Store } from './store.ts';
import { formatTime } from './wire/timestamp.ts';

/** Weights of the kinds of change; what is left out doesn't happen. */
export interface ChurnMix {
  /** A pod's status: phase, readiness, restarts and times at once. */
  readonly status?: number;
  /** A pod's labels. */
  readonly labels?: number;
  /** A pod goes and another comes: two events. */
  readonly replace?: number;
  /** A node reports the same state again. */
  readonly heartbeat?: number;
  /** A node's lease is renewed. */
  readonly lease?: number;
}

/** About what a quiet production cluster does. */
export const USUAL_MIX: ChurnMix = { status: 55, labels: 5, replace: 10, heartbeat: 10, lease: 20 };

export interface ChurnOptions {
  readonly eventsPerSecond: number;
  readonly mix?: ChurnMix;
  readonly seed?: number;
  /** Ends by itself after this many changes; default: never. */
  readonly limit?: number;
}

const TICK_MS = 20;
/** After a pause of the process no more than this much is made up for. */
const LONGEST_CATCH_UP_MS = 1000;

/** Changes a cluster at a steady rate, the same changes in the same order for the same seed. */
export class Churn {
  readonly #store: Store;
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #options: ChurnOptions;
  readonly #random: Random;
  readonly #steps: readonly (readonly [weight: number, step: () => void])[];
  readonly #weight: number;
  #timer: Timer | undefined;
  #last = 0;
  #owed = 0;
  #done = 0;

  constructor(store: Store, cluster: Cluster, clock: Clock, options: ChurnOptions) {
    this.#store = store;
    this.#cluster = cluster;
    this.#clock = clock;
    this.#options = options;
    this.#random = seededRandom(options.seed ?? 1);
    const mix = options.mix ?? USUAL_MIX;
    this.#steps = [
      [mix.status ?? 0, () => void cluster.changeStatus(this.#place())],
      [mix.labels ?? 0, () => void cluster.changeLabels(this.#place())],
      [mix.replace ?? 0, () => void cluster.replacePod(this.#place())],
      [mix.heartbeat ?? 0, () => this.#heartbeat()],
      [mix.lease ?? 0, () => this.#renewLease()],
    ];
    this.#weight = this.#steps.reduce((sum, [weight]) => sum + weight, 0);
    if (!(this.#weight > 0)) throw new RangeError('a mix of nothing');
  }

  /** Changes made so far. */
  get changes(): number {
    return this.#done;
  }

  start(): this {
    if (this.#timer !== undefined) return this;
    this.#last = this.#clock.monotonic();
    this.#schedule();
    return this;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Makes `count` changes now, whatever the rate. */
  run(count: number): void {
    for (let i = 0; i < count && this.#done < (this.#options.limit ?? Infinity); i++) this.#step();
  }

  #schedule(): void {
    this.#timer = this.#clock.after(TICK_MS, () => {
      const now = this.#clock.monotonic();
      const passed = Math.min(now - this.#last, LONGEST_CATCH_UP_MS);
      this.#last = now;
      this.#owed += (passed / 1000) * this.#options.eventsPerSecond;
      const due = Math.floor(this.#owed);
      this.#owed -= due;
      this.run(due);
      if (this.#done < (this.#options.limit ?? Infinity)) this.#schedule();
      else this.#timer = undefined;
    });
  }

  #step(): void {
    this.#done++;
    let at = this.#random() * this.#weight;
    for (const [weight, step] of this.#steps) {
      at -= weight;
      if (at >= 0) continue;
      step();
      return;
    }
  }

  #place(): number {
    return below(this.#random, this.#cluster.podCount);
  }

  #heartbeat(): void {
    this.#updateOfNode('nodes', '', (node) => withHeartbeat(node, formatTime(this.#clock.now())));
  }

  #renewLease(): void {
    this.#updateOfNode('leases', 'kube-node-lease', (lease) => renewed(lease, this.#clock.now()));
  }

  #updateOfNode(
    key: string,
    namespace: string,
    change: (body: ReturnType<typeof withHeartbeat>) => ReturnType<typeof withHeartbeat>,
  ): void {
    const { nodes } = this.#cluster.plan;
    const name = nodes[below(this.#random, nodes.length)];
    if (name === undefined) return;
    const item = this.#store.get(key, namespace, name);
    if (item === undefined) throw new Error(`no ${key} "${keyOf(namespace, name)}"`);
    this.#store.update(key, change(item.body()));
  }
}
