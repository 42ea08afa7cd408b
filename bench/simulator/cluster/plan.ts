import { formatSeconds } from '../wire/timestamp.ts';
import { below, pick, type Random, seededRandom, templateHash, uidOf } from './random.ts';

/** How large a cluster is to be. */
export interface ClusterSize {
  readonly pods: number;
  readonly nodes: number;
  readonly seed: number;
}

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';

/** One workload and its pods' share of the plan. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly index: number;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly pods: number;
  /** What owns the pods: the workload itself, or a deployment's replica set. */
  readonly owner: {
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
    readonly apiVersion: string;
  };
  readonly hash: string;
}

export interface Plan {
  readonly size: ClusterSize;
  readonly namespaces: readonly string[];
  readonly nodes: readonly string[];
  readonly workloads: readonly Workload[];
}

/** What uids are of, so that no two things share one. */
export const Sort = { namespace: 1, node: 2, workload: 3, owner: 4, pod: 5, other: 6 } as const;

const TEAMS = ['pay', 'search', 'bill', 'ident', 'shop', 'media', 'ledger', 'mail'];
const APPS = ['api', 'worker', 'front', 'gate', 'cron', 'index', 'cache', 'feed', 'import', 'web'];

/** Pods of a namespace, of a deployment, and of a stateful set, about. */
const PODS_PER_NAMESPACE = 250;
const PODS_PER_DEPLOYMENT = 10;
const PODS_PER_STATEFUL_SET = 3;

/** Shares of the pods; what is left are daemon sets' (one pod a node) and deployments'. */
const STATEFUL_SHARE = 0.06;
const JOB_SHARE = 0.02;

/** Which workloads there are, where, and how many pods each has: `size.pods` in all. */
export function planCluster(size: ClusterSize): Plan {
  const random = seededRandom(size.seed);
  const count = Math.max(3, Math.ceil(size.pods / PODS_PER_NAMESPACE));
  const namespaces = [
    'default',
    'kube-system',
    ...Array.from(
      { length: count - 2 },
      (_, i) => `${TEAMS[i % TEAMS.length]}-${String(i).padStart(3, '0')}`,
    ),
  ];
  const nodes = Array.from({ length: size.nodes }, (_, i) => `node-${String(i).padStart(5, '0')}`);
  return { size, namespaces, nodes, workloads: planWorkloads(size, namespaces, random) };
}

function planWorkloads(size: ClusterSize, namespaces: readonly string[], random: Random): Workload[] {
  const workloads: Workload[] = [];
  let left = size.pods;
  const add = (kind: WorkloadKind, pods: number, namespace: string, base: string): void => {
    const taken = Math.min(pods, left);
    if (taken <= 0) return;
    left -= taken;
    workloads.push(workload(size.seed, kind, workloads.length, namespace, base, taken));
  };
  const anywhere = (): string => pick(random, namespaces);
  // Daemon sets have a pod on every node, as long as that leaves room for others.
  const daemons = size.nodes === 0 ? 0 : Math.min(3, Math.floor(size.pods / (4 * size.nodes)));
  for (let i = 0; i < daemons; i++)
    add('DaemonSet', size.nodes, 'kube-system', ['proxy', 'cni', 'logs'][i] ?? 'agent');
  const stateful = Math.floor((size.pods * STATEFUL_SHARE) / PODS_PER_STATEFUL_SET);
  for (let i = 0; i < stateful; i++) add('StatefulSet', PODS_PER_STATEFUL_SET, anywhere(), 'store');
  const jobs = Math.floor(size.pods * JOB_SHARE);
  for (let i = 0; i < jobs; i++) add('Job', 1, anywhere(), 'batch');
  while (left > 0)
    add('Deployment', 1 + below(random, 2 * PODS_PER_DEPLOYMENT - 1), anywhere(), pick(random, APPS));
  return workloads;
}

function workload(
  seed: number,
  kind: WorkloadKind,
  index: number,
  namespace: string,
  base: string,
  pods: number,
): Workload {
  const name = `${base}-${index}`;
  const uid = uidOf(seed, Sort.workload, index);
  const hash = templateHash(seed, index);
  const owner =
    kind === 'Deployment'
      ? {
          kind: 'ReplicaSet',
          name: `${name}-${hash}`,
          uid: uidOf(seed, Sort.owner, index),
          apiVersion: 'apps/v1',
        }
      : { kind, name, uid, apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1' };
  return { kind, index, namespace, name, uid, pods, owner, hash };
}

/** When the cluster was made: 2026-08-01T00:00:00Z. Everything in it is dated from here. */
export const EPOCH_SECONDS = 1_785_542_400;

/** Time of the `seconds`th second of the cluster, as text. */
export function at(seconds: number): string {
  return formatSeconds(EPOCH_SECONDS + seconds);
}
