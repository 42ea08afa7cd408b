import type { Store } from '../store.ts';
import { makeCompanions } from './companions.ts';
import { makeFixtures } from './fixtures.ts';
import { makeNodes } from './nodes.ts';
import { Maker } from './object.ts';
import { type ClusterSize, type Plan, planCluster } from './plan.ts';
import { type PodFamily, PodItem } from './pod.ts';
import { podTemplate } from './pod-template.ts';
import { makeWorkload } from './workloads.ts';

/** A cluster of a given size in a store: the same seed makes the same objects. */
export class Cluster {
  readonly plan: Plan;
  readonly #store: Store;
  /** Every pod's place in `#pods` never changes; a deleted pod leaves its place to the next one. */
  readonly #pods: PodItem[] = [];
  #serial = 0;

  constructor(store: Store, size: ClusterSize) {
    this.#store = store;
    this.plan = planCluster(size);
  }

  /** Pods there are. */
  get podCount(): number {
    return this.#pods.length;
  }

  /** The pod at a place from 0 to `podCount` - 1, as it is now. */
  pod(place: number): PodItem {
    const pod = this.#pods[place];
    if (pod === undefined) throw new RangeError(`no pod at ${place}`);
    return pod;
  }

  /** Puts all objects into the store, and forgets the history of that. */
  populate(): this {
    const maker = new Maker(this.plan.size.seed);
    for (const [key, object] of makeFixtures(this.plan, maker)) this.#store.create(key, object);
    for (const [key, object] of makeNodes(this.plan, maker)) this.#store.create(key, object);
    for (const workload of this.plan.workloads) {
      const template = podTemplate(workload);
      for (const [key, object] of makeWorkload(workload, template, maker)) this.#store.create(key, object);
      for (const [key, object] of makeCompanions(workload, template, maker)) this.#store.create(key, object);
      const family = { workload, template, seed: this.plan.size.seed };
      for (let ordinal = 0; ordinal < workload.pods; ordinal++) this.#add(this.#newPod(family, ordinal));
    }
    this.#store.compact();
    return this;
  }

  /** One more version of a pod: phase, readiness, restarts and times change together. */
  changeStatus(place: number): PodItem {
    const pod = this.pod(place);
    return this.#put(place, pod.with({ version: pod.state.version + 1 }));
  }

  /** Another value of the pod's revision label, nothing else. */
  changeLabels(place: number): PodItem {
    const pod = this.pod(place);
    return this.#put(place, pod.with({ revision: pod.state.revision + 1 }));
  }

  /** Deletes a pod and puts a new one of its workload in its place, as a controller would. */
  replacePod(place: number): PodItem {
    const old = this.pod(place);
    this.#store.remove('pods', old.namespace, old.name);
    return this.#put(
      place,
      this.#newPod(old.family, Number(old.name.slice(old.name.lastIndexOf('-') + 1)) || 0),
    );
  }

  #newPod(family: PodFamily, ordinal: number): PodItem {
    const { nodes } = this.plan;
    const nodeIndex = nodes.length === 0 ? 0 : this.#serial % nodes.length;
    const state = { node: nodes[nodeIndex] ?? '', nodeIndex, version: 0, revision: 0, resourceVersion: 0 };
    return new PodItem(family, this.#serial++, ordinal, state);
  }

  #add(pod: PodItem): void {
    this.#pods.push(pod);
    this.#put(this.#pods.length - 1, pod);
  }

  #put(place: number, pod: PodItem): PodItem {
    const stored = pod.withVersion(this.#store.nextVersion());
    this.#pods[place] = stored;
    this.#store.collection('pods').put(stored);
    return stored;
  }
}
