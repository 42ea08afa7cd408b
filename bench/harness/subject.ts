import { gunzipSync } from 'node:zlib';
import type { Child, Children } from './children.ts';
import { get, type Reply } from './client.ts';
import type { BenchCluster } from './cluster.ts';
import { joinChunks } from './http-head.ts';
import { exporterFile } from './modules.ts';
import { freePort } from './ports.ts';
import { type ProcessSample, sampleOf } from './proc.ts';
import { SelfMetrics } from './telemetry.ts';
import { until } from './wait.ts';

export type SubjectKind = 'exporter' | 'peer';

/** Another exporter's program. */
export interface Peer {
  readonly path: string;
  readonly args: readonly string[];
}

/** Our own answer 503 until they are complete, which costs little; a peer is asked for the whole. */
const READY_POLL_MS = { exporter: 20, peer: 250 } as const;
const READY_TIMEOUT_MS = 300_000;

/** What `bin/kube-state-exporter` sets. It is not run itself, so that node's own options can be given. */
const LAUNCHED_WITH = { MALLOC_ARENA_MAX: '1' };

/** The family with one series a pod, which both have. */
const ONE_PER_POD = 'kube_pod_info{';

/** The exporter, or a peer, as a process under measurement. */
export class Subject {
  readonly kind: SubjectKind;
  readonly port: number;
  readonly telemetryPort: number;
  readonly #child: Child;
  /** From the start of the process to the request that got the first complete scrape, and to its end. */
  readonly firstScrape: { readonly seconds: number; readonly wholeSeconds: number; readonly reply: Reply };

  private constructor(
    kind: SubjectKind,
    ports: readonly [number, number],
    child: Child,
    firstScrape: Subject['firstScrape'],
  ) {
    this.kind = kind;
    [this.port, this.telemetryPort] = ports;
    this.#child = child;
    this.firstScrape = firstScrape;
  }

  /** Starts it; resolves when a scrape had every pod of the cluster. */
  static async start(
    children: Children,
    kind: SubjectKind,
    cluster: BenchCluster,
    options: {
      readonly peer?: Peer | undefined;
      readonly args: readonly string[];
      readonly nodeArgs: readonly string[];
    },
  ): Promise<Subject> {
    const ports = [await freePort(), await freePort()] as const;
    const common = ['--kubeconfig', cluster.kubeconfig];
    const listen = ['--port', `${ports[0]}`, '--telemetry-port', `${ports[1]}`];
    const { peer } = options;
    let child: Child;
    if (kind === 'exporter') {
      const args = [...options.nodeArgs, exporterFile(), ...common, ...listen, ...options.args];
      child = await children.start(process.execPath, args, { env: { ...process.env, ...LAUNCHED_WITH } });
    } else {
      if (peer === undefined) throw new Error('there is no peer');
      child = await children.start(peer.path, [...common, ...listen, ...peer.args]);
    }
    // Nobody reads what it says there, and a full pipe would stop it.
    child.process.stdout?.resume();
    const first = await until(
      `first complete scrape of the ${kind}`,
      READY_TIMEOUT_MS,
      READY_POLL_MS[kind],
      () => firstScrapeOf(child, ports[0], cluster.size.pods),
    );
    return new Subject(kind, ports, child, first);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#child.running;
  }

  sample(): ProcessSample {
    return sampleOf(this.pid);
  }

  /** `undefined` for a peer whose self-metrics have other names. */
  async selfMetrics(): Promise<SelfMetrics | undefined> {
    return this.kind === 'exporter' ? SelfMetrics.read(this.telemetryPort) : undefined;
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}

async function firstScrapeOf(
  child: Child,
  port: number,
  pods: number,
): Promise<Subject['firstScrape'] | undefined> {
  if (!child.running) throw new Error(`it ended while starting. ${child.stderr}`);
  const asked = performance.now();
  let reply: Reply;
  try {
    reply = await get(port, { collect: true, timeoutMs: 60_000 });
  } catch (error) {
    // Nothing listens yet.
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return undefined;
    throw error;
  }
  const done = performance.now();
  if (reply.status !== 200 || !reply.complete || countOf(textOf(reply), ONE_PER_POD) < pods) return undefined;
  return { seconds: (asked - child.startedAt) / 1000, wholeSeconds: (done - child.startedAt) / 1000, reply };
}

/** The text of a collected reply. */
export function textOf(reply: Pick<Reply, 'body' | 'chunked' | 'gzip'>): Buffer {
  const body = reply.chunked ? joinChunks(reply.body) : reply.body;
  return reply.gzip ? gunzipSync(body) : body;
}

function countOf(text: Buffer, what: string): number {
  let count = 0;
  for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + what.length)) count++;
  return count;
}
