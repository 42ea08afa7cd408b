import type { InstrumentsOf, SelfMetricRow, SelfSample } from './metric-row.ts';
import type { ResourceState, SelfState, WorkerState } from './self-state.ts';

/** A sample for each resource that has the figure. */
function byResource(figure: (resource: ResourceState) => number | undefined) {
  return (state: SelfState): SelfSample[] =>
    state.resources().flatMap((resource) => labelled(figure(resource), resource.name));
}

/** A sample for each worker that has the figure. */
function byWorker(figure: (worker: WorkerState) => number | undefined) {
  return (state: SelfState): SelfSample[] =>
    state.workers().flatMap((worker) => labelled(figure(worker), String(worker.partition)));
}

function labelled(value: number | undefined, label: string): SelfSample[] {
  return value === undefined ? [] : [[value, label]];
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

/** Those of client libraries, as the reference has them. */
const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** A publication copies a path and swaps a reference: tens of microseconds, unless it commits a large stage. */
const PUBLISH_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5] as const;

/** From a quiet cluster's few milliseconds, past the publish interval, to a backlog of a minute. */
const VISIBLE_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;

/**
 * Every metric about the exporter itself, beside those of the Node process. Names that begin with
 * `kube_state_metrics_` and `http_request_` are the reference's, so that its alerts keep working.
 */
export const SELF_METRICS = {
  buildInfo: {
    name: 'kube_state_metrics_build_info',
    type: 'gauge',
    from: 'state',
    labels: ['branch', 'goarch', 'goos', 'goversion', 'revision', 'version'],
    help: 'Always 1. The version of the exporter; goversion is that of Node, goos and goarch are its platform.',
    read: ({ build }) => [
      [
        1,
        build.branch,
        process.arch,
        process.platform,
        `node-${process.version}`,
        build.revision,
        build.version,
      ],
    ],
  },
  shardOrdinal: {
    name: 'kube_state_metrics_shard_ordinal',
    type: 'gauge',
    from: 'state',
    labels: ['shard_ordinal'],
    help: 'The shard that this process serves. Always 0: there is one.',
    read: () => [[0, '0']],
  },
  totalShards: {
    name: 'kube_state_metrics_total_shards',
    type: 'gauge',
    from: 'state',
    labels: [],
    help: 'Shards that the cluster is divided into. Always 1.',
    read: () => [[1]],
  },
  lists: {
    name: 'kube_state_metrics_list_total',
    type: 'counter',
    from: 'events',
    labels: ['result', 'resource'],
    values: { result: ['success', 'error'] },
    help: 'Paged lists, by Go type of the resource. None are made while streaming lists work.',
  },
  watches: {
    name: 'kube_state_metrics_watch_total',
    type: 'counter',
    from: 'events',
    labels: ['result', 'resource'],
    values: { result: ['success', 'error'] },
    help: 'Watches begun, streaming lists included, by Go type of the resource.',
  },
  listObjects: {
    name: 'kube_state_metrics_list_objects',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Objects held, by Go type of the resource. Only with --object-limit.',
    read: (state) =>
      state.objectLimit === 0 ? [] : state.resources().map(({ objects, goType }) => [objects, goType]),
  },
  listObjectsLimit: {
    name: 'kube_state_metrics_list_objects_limit',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'The value of --object-limit, by Go type of the resource. Only with one.',
    read: (state) =>
      state.objectLimit === 0 ? [] : state.resources().map(({ goType }) => [state.objectLimit, goType]),
  },
  leftOut: {
    name: 'kube_state_exporter_objects_left_out',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Times that --object-limit left an object out since the last list began. Only with one; the log names the first few.',
    read: (state) => (state.objectLimit === 0 ? [] : byResource(({ leftOut }) => leftOut)(state)),
  },
  requestSeconds: {
    name: 'http_request_duration_seconds',
    type: 'histogram',
    from: 'events',
    labels: ['handler', 'method'],
    values: { handler: ['metrics'], method: ['get', 'head'] },
    buckets: HTTP_BUCKETS,
    help: 'Time to answer requests for /metrics on the metrics listener, refused and cut ones included.',
  },

  synced: {
    name: 'kube_state_exporter_resource_synced',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: '1 when all streams of the resource have a complete set and are being watched, else 0.',
    read: byResource(({ synced }) => (synced ? 1 : 0)),
  },
  lastEventAge: {
    name: 'kube_state_exporter_resource_last_event_age_seconds',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Time since the last change came. Absent before the first. A quiet resource grows old; see the bookmark age.',
    read: byResource(({ lastEventAgeMs }) => seconds(lastEventAgeMs)),
  },
  lastBookmarkAge: {
    name: 'kube_state_exporter_resource_last_bookmark_age_seconds',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Time since the API server last said that nothing is missing, which it does about once a minute. Absent before the first.',
    read: byResource(({ lastBookmarkAgeMs }) => seconds(lastBookmarkAgeMs)),
  },
  stagedAge: {
    name: 'kube_state_exporter_resource_staged_age_seconds',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Time since the list that is being taken in began. Absent when there is none.',
    read: byResource(({ stagedAgeMs }) => seconds(stagedAgeMs)),
  },
  objects: {
    name: 'kube_state_exporter_resource_objects',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Objects in the current snapshot.',
    read: byResource(({ objects }) => objects),
  },
  series: {
    name: 'kube_state_exporter_resource_series',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Series in the current snapshot.',
    read: byResource(({ series }) => series),
  },
  plainBytes: {
    name: 'kube_state_exporter_resource_plain_bytes',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'Text in the current snapshot: what an uncompressed scrape sends, but for HELP and TYPE.',
    read: byResource(({ plainBytes }) => plainBytes),
  },
  storedBytes: {
    name: 'kube_state_exporter_resource_stored_bytes',
    type: 'gauge',
    from: 'state',
    labels: ['resource'],
    help: 'The same text as it is held, mostly compressed: what a gzip scrape sends.',
    read: byResource(({ storedBytes }) => storedBytes),
  },
  reconnects: {
    name: 'kube_state_exporter_reconnects_total',
    type: 'counter',
    from: 'events',
    labels: ['resource', 'reason'],
    help: 'Watches that ended and were begun again, by why the last one ended.',
  },
  events: {
    name: 'kube_state_exporter_events_total',
    type: 'counter',
    from: 'events',
    labels: ['resource', 'type'],
    help: 'Objects and bookmarks received, by type.',
  },
  losses: {
    name: 'kube_state_exporter_losses_total',
    type: 'counter',
    from: 'events',
    labels: ['resource', 'kind'],
    values: { kind: ['malformed', 'mistyped', 'invalid', 'duplicates', 'failed'] },
    help: 'What rendering had to leave out: malformed objects (their last good lines stand), mistyped fields, invalid samples, duplicates of samples, families that failed on an object.',
  },
  contentTypeFallbacks: {
    name: 'kube_state_exporter_api_content_type_fallbacks_total',
    type: 'counter',
    from: 'events',
    labels: ['resource'],
    help: 'Times that the API server would not send protobuf and JSON was asked for instead.',
  },

  workerAlive: {
    name: 'kube_state_exporter_worker_alive',
    type: 'gauge',
    from: 'state',
    labels: ['worker'],
    help: '1 while the worker of this partition runs, else 0.',
    read: byWorker(({ alive }) => (alive ? 1 : 0)),
  },
  workerRestarts: {
    name: 'kube_state_exporter_worker_restarts_total',
    type: 'counter',
    from: 'events',
    labels: ['reason'],
    help: 'Workers that were replaced, by why the last one ended.',
  },
  queueBytes: {
    name: 'kube_state_exporter_worker_queue_bytes',
    type: 'gauge',
    from: 'state',
    labels: ['worker'],
    help: 'Objects sent to the worker that it has not applied yet.',
    read: byWorker(({ queueBytes }) => queueBytes),
  },
  creditStalls: {
    name: 'kube_state_exporter_worker_credit_stalls_total',
    type: 'counter',
    from: 'state',
    labels: ['worker'],
    help: 'Times that reading from the API server had to wait for the worker.',
    read: byWorker(({ creditStalls }) => creditStalls),
  },
  workerHeap: {
    name: 'kube_state_exporter_worker_heap_bytes',
    type: 'gauge',
    from: 'state',
    labels: ['worker'],
    help: 'JavaScript heap in use in the worker.',
    read: byWorker(({ heapBytes }) => heapBytes),
  },
  workerPages: {
    name: 'kube_state_exporter_worker_page_bytes',
    type: 'gauge',
    from: 'state',
    labels: ['worker'],
    help: "Pages in the worker's keeping.",
    read: byWorker(({ pageBytes }) => pageBytes),
  },
  workerCpu: {
    name: 'kube_state_exporter_worker_cpu_seconds_total',
    type: 'counter',
    from: 'state',
    labels: ['worker'],
    help: "CPU time of the worker's thread since it started.",
    read: byWorker(({ cpuMs }) => seconds(cpuMs)),
  },

  generation: {
    name: 'kube_state_exporter_snapshot_generation',
    type: 'gauge',
    from: 'state',
    labels: [],
    help: 'Number of the current snapshot. Absent before the first complete one.',
    read: (state) => {
      const snapshot = state.snapshot();
      return snapshot === undefined ? [] : [[snapshot.generation]];
    },
  },
  snapshotAge: {
    name: 'kube_state_exporter_snapshot_age_seconds',
    type: 'gauge',
    from: 'state',
    labels: [],
    help: 'Time since the current snapshot was published. A quiet cluster publishes nothing.',
    read: (state) => {
      const snapshot = state.snapshot();
      return snapshot === undefined ? [] : [[snapshot.ageMs / 1000]];
    },
  },
  publishSeconds: {
    name: 'kube_state_exporter_publish_duration_seconds',
    type: 'histogram',
    from: 'events',
    labels: [],
    buckets: PUBLISH_BUCKETS,
    help: 'Time that applying patches and swapping the snapshot took.',
  },
  visibleSeconds: {
    name: 'kube_state_exporter_event_to_visible_seconds',
    type: 'histogram',
    from: 'events',
    labels: [],
    buckets: VISIBLE_BUCKETS,
    help: 'Time from receiving a change to the publication of a snapshot that has it; the oldest change of each patch.',
  },

  scrapesInFlight: {
    name: 'kube_state_exporter_scrapes_in_flight',
    type: 'gauge',
    from: 'state',
    labels: [],
    help: 'Scrapes that are being answered.',
    read: (state) => [[state.scrapes().inFlight]],
  },
  pinnedBytes: {
    name: 'kube_state_exporter_scrape_pinned_bytes',
    type: 'gauge',
    from: 'state',
    labels: [],
    help: 'Memory that scrapes hold of snapshots that are no longer current; an upper bound.',
    read: (state) => [[state.scrapes().pinnedBytes]],
  },
  scrapesCut: {
    name: 'kube_state_exporter_scrapes_cut_total',
    type: 'counter',
    from: 'events',
    labels: ['reason'],
    values: { reason: ['deadline', 'slow', 'displaced', 'pinned', 'shutdown', 'aborted', 'failed'] },
    help: 'Scrapes that ended before their last byte: past the deadline, too slow, stalled where another needed the place, holding too much memory, the process stopping, the client gone, or the body failing.',
  },
  scrapesRefused: {
    name: 'kube_state_exporter_scrapes_refused_total',
    type: 'counter',
    from: 'events',
    labels: ['reason'],
    values: { reason: ['starting', 'busy'] },
    help: 'Scrapes answered with 503: before the first complete snapshot, or with too many in flight.',
  },
  scrapeBytes: {
    name: 'kube_state_exporter_scrape_bytes_total',
    type: 'counter',
    from: 'events',
    labels: ['encoding'],
    values: { encoding: ['gzip', 'identity'] },
    help: 'Bytes of scrapes handed to the network.',
  },
} as const satisfies Readonly<Record<string, SelfMetricRow>>;

/** What the parts of the process tell the self-metrics: one method for each event-like row. */
export type Instruments = InstrumentsOf<typeof SELF_METRICS>;

/** Why a scrape was cut. */
export type CutReason = (typeof SELF_METRICS)['scrapesCut']['values']['reason'][number];
