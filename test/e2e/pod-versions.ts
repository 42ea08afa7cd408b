/**
 * Whether all that a scrape says of a pod is of one version of it. The simulated cluster's pods
 * show their version in several families at once; see `PodItem`.
 */

/** The families that `readPods` needs, as `--metric-allowlist` takes them. */
export const VERSIONED_FAMILIES = [
  'kube_pod_created',
  'kube_pod_annotations',
  'kube_pod_container_status_restarts_total',
  'kube_pod_container_status_last_terminated_timestamp',
  'kube_pod_status_phase',
  'kube_pod_status_ready',
  'kube_pod_status_ready_time',
] as const;

/** Makes the version of a pod a label. */
export const ANNOTATIONS = '--metric-annotations-allowlist=pods=[simulator.example.com/version]';

/** What one scrape says of one pod, each from a family of its own. */
interface Shown {
  created?: number;
  annotation?: number;
  restarts?: number;
  terminated?: number;
  phase?: string;
  ready?: boolean;
  readyTime?: number;
}

const LINE = /^(kube_pod_\w+)\{namespace="[^"]*",pod="[^"]*",uid="([^"]*)"(.*)\} (\S+)$/;

type Reader = (shown: Shown, labels: string, value: number) => void;

const READERS: Readonly<Record<(typeof VERSIONED_FAMILIES)[number], Reader>> = {
  kube_pod_created: (shown, _labels, value) => {
    shown.created = value;
  },
  kube_pod_annotations: (shown, labels) => {
    shown.annotation = Number(/annotation_simulator_example_com_version="(\d+)"/.exec(labels)?.[1]);
  },
  kube_pod_container_status_restarts_total: (shown, labels, value) => {
    if (labels.includes('container="main"')) shown.restarts = value;
  },
  kube_pod_container_status_last_terminated_timestamp: (shown, labels, value) => {
    if (labels.includes('container="main"')) shown.terminated = value;
  },
  kube_pod_status_phase: (shown, labels, value) => {
    if (value === 1) shown.phase = /phase="(\w+)"/.exec(labels)?.[1] ?? '';
  },
  kube_pod_status_ready: (shown, labels, value) => {
    if (value === 1) shown.ready = labels.includes('condition="true"');
  },
  kube_pod_status_ready_time: (shown, _labels, value) => {
    shown.readyTime = value;
  },
};

/** One pod in one scrape. */
export interface SeenPod {
  readonly version: number;
  /** Families that are of another version, with what they show. */
  readonly torn: readonly string[];
}

/** The pods of a scrape, by uid. */
export function readPods(text: string): ReadonlyMap<string, SeenPod> {
  const shown = new Map<string, Shown>();
  for (const line of text.split('\n')) {
    const [, family, uid = '', labels = '', value] = LINE.exec(line) ?? [];
    if (family === undefined || !Object.hasOwn(READERS, family)) continue;
    const pod = shown.get(uid) ?? {};
    shown.set(uid, pod);
    READERS[family as keyof typeof READERS](pod, labels, Number(value));
  }
  return new Map([...shown].map(([uid, pod]) => [uid, judge(pod)]));
}

/** Compares all that is shown with what `PodItem` would show at the version of the annotation. */
function judge(shown: Shown): SeenPod {
  const { annotation: version = Number.NaN, created = Number.NaN, phase } = shown;
  const over = phase === 'Succeeded';
  const running = version % 8 !== 7;
  const ready = !over && running && version % 4 !== 3;
  const at = created + version;
  const wanted: Shown = {
    created,
    annotation: version,
    restarts: version,
    phase: over ? 'Succeeded' : running ? 'Running' : 'Pending',
    ready,
    ...(version > 0 && { terminated: at }),
    ...(ready && { readyTime: at }),
  };
  const torn = (['created', 'annotation', 'restarts', 'terminated', 'phase', 'ready', 'readyTime'] as const)
    .filter((key) => shown[key] !== wanted[key])
    .map((key) => `${key} ${shown[key]}, not ${wanted[key]} as at version ${version}`);
  return { version, torn };
}
