/**
 * What the exporter can say about itself at any moment. Read when its metrics are scraped, so that
 * keeping them costs nothing in between; every call answers from memory.
 */
export interface SelfState {
  readonly build: BuildState;
  /** `--object-limit`; 0 without one. */
  readonly objectLimit: number;
  /** One row for each enabled resource. */
  resources(): readonly ResourceState[];
  /** One row for each partition. */
  workers(): readonly WorkerState[];
  /** `undefined` before the first complete generation. */
  snapshot(): SnapshotState | undefined;
  scrapes(): ScrapeState;
}

export interface BuildState {
  readonly version: string;
  readonly revision: string;
  readonly branch: string;
}

/** A resource with all its streams: the worst of their ages, the sum of their sizes. */
export interface ResourceState {
  /** Plural name. */
  readonly name: string;
  /** The name that kube-state-metrics uses in its own metrics: `*v1.Pod`; see `goTypeOf`. */
  readonly goType: string;
  /** All its streams have a complete set, and are being watched. */
  readonly synced: boolean;
  /** Since an event of any kind but a bookmark; `undefined`: there was none. */
  readonly lastEventAgeMs: number | undefined;
  /** Since a bookmark; `undefined`: there was none. */
  readonly lastBookmarkAgeMs: number | undefined;
  /** Since the oldest stage that is under way began; `undefined`: none is. */
  readonly stagedAgeMs: number | undefined;
  readonly objects: number;
  /** Times that `--object-limit` left an object out since the last list. */
  readonly leftOut: number;
  /** Sample lines in the current snapshot. */
  readonly series: number;
  /** Text in the current snapshot, uncompressed. */
  readonly plainBytes: number;
  /** The same as it is held, mostly compressed. */
  readonly storedBytes: number;
}

export interface WorkerState {
  readonly partition: number;
  readonly alive: boolean;
  /** Sent to the worker and not yet applied. */
  readonly queueBytes: number;
  /** Times that a watch had to wait for this worker since the process began. */
  readonly creditStalls: number;
  /** JavaScript heap in use; `undefined` while not known. */
  readonly heapBytes: number | undefined;
  /** Pages that the worker holds; `undefined` while not known. */
  readonly pageBytes: number | undefined;
  /** CPU time of the worker's thread since it started; `undefined` while not known. */
  readonly cpuMs: number | undefined;
}

export interface SnapshotState {
  readonly generation: number;
  readonly ageMs: number;
}

export interface ScrapeState {
  readonly inFlight: number;
  /** Memory that scrapes hold of snapshots that are no longer current. */
  readonly pinnedBytes: number;
}

/** `*v1.Pod`: how Go prints the type of a resource's objects, which dashboards know it by. */
export function goTypeOf(resource: { readonly version: string; readonly kind: string }): string {
  return `*${resource.version}.${resource.kind}`;
}
