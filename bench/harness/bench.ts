import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Children } from './children.ts';
import { BenchCluster, type Size } from './cluster.ts';
import { LineProtocol } from './line-protocol.ts';
import { moduleFile } from './modules.ts';
import type { BenchOptions } from './options.ts';
import { makeTls, type TlsFiles } from './tls.ts';

/** A list of 100,000 pods as JSON takes the simulated server half a minute. */
const CHILD_TIMEOUT_MS = 300_000;

/** What all scenarios of a run share: the processes, a folder, and the cluster of the present size. */
export class Bench {
  readonly options: BenchOptions;
  readonly children = new Children();
  readonly folder: string;
  readonly tls: TlsFiles | undefined;
  #cluster: BenchCluster | undefined;

  constructor(options: BenchOptions) {
    this.options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'bench-'));
    this.tls = options.tls ? makeTls(this.folder) : undefined;
  }

  /** The cluster of this size, by default the one asked for; one of another size is stopped. */
  async cluster(size: Size = this.options): Promise<BenchCluster> {
    const present = this.#cluster;
    if (present?.running && present.size.pods === size.pods && present.size.nodes === size.nodes)
      return present;
    await present?.stop();
    const { pods, nodes } = size;
    this.#cluster = await BenchCluster.start(this.children, this.folder, { pods, nodes }, this.tls);
    return this.#cluster;
  }

  /** Runs one of the modules in `children` to its one line of output. */
  async ask<T>(name: string, options: unknown): Promise<T> {
    const child = await this.children.node(moduleFile(`bench/harness/children/${name}`), [
      JSON.stringify(options),
    ]);
    try {
      return (await new LineProtocol(child).read(name, CHILD_TIMEOUT_MS)) as T;
    } finally {
      await child.stop();
    }
  }

  /** Ends every process and takes the folder away. Idempotent. */
  async close(): Promise<void> {
    await this.children.stopAll();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The same at once, for who can't wait. */
  kill(): void {
    this.children.killAll();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
