import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually, within } from './deadline.ts';
import { type Answer, type AskOptions, ask, type ScrapeOptions, scrape } from './http-client.ts';

/** Beside compiled tests the bundle, which is what runs in production, beside their sources its sources. */
const FILE = import.meta.url.endsWith('.ts') ? 'src/main/index.ts' : 'bundle/main/start/index.js';
const ENTRY = fileURLToPath(new URL(`../../${FILE}`, import.meta.url));

/** What would lead the exporter to a cluster, a proxy or a test runner that the test doesn't mean. */
const NOT_INHERITED =
  /^(KUBECONFIG|KUBERNETES_.*|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|NODE_OPTIONS|NODE_TEST_CONTEXT)$/i;

export interface RunOptions {
  readonly args?: readonly string[];
  /** On top of what is inherited; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How a run ended. */
export interface Exit {
  /** `undefined` when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the exporter to its end, for command lines that it has to refuse. */
export function runExporter(test: TestContext, options: RunOptions): Promise<Exit> {
  return within(new Run(test, options).exit, 'the exporter exits');
}

/** Starts the exporter on free ports; resolves when both listeners are open. */
export async function startExporter(test: TestContext, options: RunOptions): Promise<ExporterProcess> {
  const anywhere = ['--host=127.0.0.1', '--port=0', '--telemetry-host=127.0.0.1', '--telemetry-port=0'];
  const run = new Run(test, { ...options, args: [...anywhere, ...(options.args ?? [])] });
  const exporter = new ExporterProcess(run);
  await eventually(() => {
    if (run.child.exitCode !== null) throw new Error(`the exporter exited at start: ${run.stderr}`);
    return exporter.url !== '' && exporter.telemetryUrl !== '';
  }, 'the exporter listens');
  return exporter;
}

/** One line of the log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** The exporter as a child process, seen from outside only: sockets, signals, stderr, exit status. */
export class ExporterProcess {
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
  }

  get pid(): number {
    return this.#run.child.pid ?? 0;
  }

  /** `http://127.0.0.1:<port>` of the metrics listener. */
  get url(): string {
    return this.#listener('metrics');
  }

  get telemetryUrl(): string {
    return this.#listener('telemetry');
  }

  get stderr(): string {
    return this.#run.stderr;
  }

  /** What it has logged so far. */
  get log(): readonly LogLine[] {
    const whole = this.stderr.slice(0, this.stderr.lastIndexOf('\n') + 1);
    const lines = whole.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as LogLine);
  }

  get exit(): Promise<Exit> {
    return this.#run.exit;
  }

  /** `/metrics` of the metrics listener. */
  scrape(options?: ScrapeOptions): Promise<Answer> {
    return scrape(this.url, options);
  }

  /** The text of a whole, successful scrape. */
  async metrics(query = ''): Promise<string> {
    const { status, text } = await this.scrape({ query });
    if (status !== 200) throw new Error(`a scrape was answered ${status}: ${text}`);
    return text;
  }

  /** `/metrics` of the telemetry listener. */
  async selfMetrics(): Promise<string> {
    return (await scrape(this.telemetryUrl)).text;
  }

  /** Any path of the metrics listener. */
  ask(path: string, options?: AskOptions): Promise<Answer> {
    return ask(`${this.url}${path}`, options);
  }

  /** Resolves with the exporter itself when the first complete generation is served. */
  async ready(): Promise<this> {
    const last: { text?: string } = {};
    try {
      await eventually(async () => {
        const { status, text } = await this.ask('/readyz?verbose');
        last.text = text;
        return status === 200;
      }, 'the exporter is ready');
    } catch (error) {
      throw new Error(`${(error as Error).message}; it says:\n${last.text}\n${this.stderr}`);
    }
    return this;
  }

  /** Resolves with the first logged line that `fits`. */
  async logged(fits: (line: LogLine) => boolean, what: string): Promise<LogLine> {
    try {
      return await eventually(() => this.log.find(fits), `the log says ${what}`);
    } catch (error) {
      throw new Error(`${(error as Error).message}; it says:\n${this.stderr}`);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#run.child.kill(name);
  }

  /** SIGTERM, and how it ended. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return within(this.exit, 'the exporter exits after SIGTERM');
  }

  #listener(name: string): string {
    const line = this.log.find(({ message, listener }) => message === 'listening' && listener === name);
    return line === undefined ? '' : `http://127.0.0.1:${String(line.port)}`;
  }
}

/** A child process with its outputs; killed when the test is over. */
class Run {
  readonly child: ChildProcess;
  readonly exit: Promise<Exit>;
  stdout = '';
  stderr = '';

  constructor(test: TestContext, { args = [], env = {} }: RunOptions) {
    const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
    this.child = spawn(process.execPath, [ENTRY, ...args], {
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.exit = once(this.child, 'close').then(([code, signal]) => ({
      code: code ?? undefined,
      signal: signal ?? undefined,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
    test.after(async () => {
      this.child.kill('SIGKILL');
      await this.exit;
    });
  }
}
