import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What one child may need to end by itself before it is killed. */
const GRACE_MS = 8_000;

/** Of a child's error output, as much as a report shows. */
const KEPT_CHARACTERS = 4_000;

/** One process that the harness started. */
export class Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** When it was started, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  readonly exited: Promise<void>;
  #stderr = '';

  constructor(process: ChildProcess, pid: number, startedAt: number) {
    this.process = process;
    this.pid = pid;
    this.startedAt = startedAt;
    this.exited = once(process, 'exit').then(() => undefined);
    process.stderr?.on('data', (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString('utf8')).slice(-KEPT_CHARACTERS);
    });
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** The end of what it wrote to its error output. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Asks it to end, and kills it if it doesn't. */
  async stop(): Promise<void> {
    if (!this.running) return;
    this.process.kill('SIGTERM');
    // A paused process sees no signal but these two.
    this.process.kill('SIGCONT');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), GRACE_MS);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    if (this.running) this.process.kill('SIGKILL');
  }
}

/** All processes that the harness started: none of them outlives it. */
export class Children {
  readonly #all = new Set<Child>();

  /** Starts a program. Rejects when it can't be started. */
  async start(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<Child> {
    const startedAt = performance.now();
    const process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    // Rejects with the 'error' event, which is what a missing program gives.
    await once(process, 'spawn');
    const { pid } = process;
    if (pid === undefined) throw new Error(`${program} has no process id`);
    const child = new Child(process, pid, startedAt);
    this.#all.add(child);
    void child.exited.then(() => this.#all.delete(child));
    return child;
  }

  /** Starts one of our own modules in a Node of the same version. */
  node(module: string, args: readonly string[], nodeArgs: readonly string[] = []): Promise<Child> {
    return this.start(process.execPath, [...nodeArgs, module, ...args]);
  }

  get running(): number {
    return this.#all.size;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#all].map((child) => child.stop()));
  }

  /** At once and without waiting: for an exit handler. */
  killAll(): void {
    for (const child of this.#all) child.kill();
  }
}
