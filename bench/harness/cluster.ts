import { join } from 'node:path';
import type { Command } from '../simulator/commands.ts';
import type { ApiServer } from './children/api-client.ts';
import type { Child, Children } from './children.ts';
import { LineProtocol } from './line-protocol.ts';
import { moduleFile } from './modules.ts';
import type { TlsFiles } from './tls.ts';

export interface Size {
  readonly pods: number;
  readonly nodes: number;
}

/** One request that the simulated server was asked. */
export interface AskedRequest {
  readonly path: string;
  readonly accept: string;
  readonly status: number;
  readonly resource: string;
}

/** 100,000 pods take about 20 s to make; on a busy machine several times that. */
const START_TIMEOUT_MS = 240_000;
const COMMAND_TIMEOUT_MS = 60_000;

/** A simulated cluster: its API server as a process of its own. */
export class BenchCluster {
  readonly size: Size;
  readonly kubeconfig: string;
  readonly server: ApiServer;
  readonly #child: Child;
  readonly #lines: LineProtocol;

  private constructor(size: Size, kubeconfig: string, server: ApiServer, child: Child, lines: LineProtocol) {
    this.size = size;
    this.kubeconfig = kubeconfig;
    this.server = server;
    this.#child = child;
    this.#lines = lines;
  }

  /** Resolves when it is filled and listens. */
  static async start(
    children: Children,
    folder: string,
    size: Size,
    tls: TlsFiles | undefined,
  ): Promise<BenchCluster> {
    const kubeconfig = join(folder, `kubeconfig-${size.pods}`);
    const args = ['--pods', `${size.pods}`, '--nodes', `${size.nodes}`, '--kubeconfig', kubeconfig];
    if (tls !== undefined)
      args.push('--tls-cert', tls.certFile, '--tls-key', tls.keyFile, '--tls-ca', tls.caFile);
    const child = await children.node(moduleFile('bench/simulator/main'), args);
    const lines = new LineProtocol(child);
    const { url } = (await lines.read('the simulated cluster', START_TIMEOUT_MS)) as { url: string };
    const server = { url, ...(tls !== undefined && { caFile: tls.caFile }) };
    return new BenchCluster(size, kubeconfig, server, child, lines);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#child.running;
  }

  /** Carries out a command of the simulator (its `commands.ts`). */
  async tell(command: Command): Promise<unknown> {
    const answer = await this.#lines.ask(command, `simulator: ${command.op}`, COMMAND_TIMEOUT_MS);
    const { ok, result, error } = answer as { ok: boolean; result?: unknown; error?: string };
    if (!ok) throw new Error(`simulator: ${command.op}: ${error}`);
    return result;
  }

  async stats(): Promise<{ changes: number; watches: number; bytesSent: number }> {
    return (await this.tell({ op: 'stats' })) as { changes: number; watches: number; bytesSent: number };
  }

  /** The requests since it was last asked. */
  async takeRequests(): Promise<readonly AskedRequest[]> {
    return (await this.tell({ op: 'takeRequests' })) as readonly AskedRequest[];
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}
