import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Child } from './children.ts';

/** A child that answers lines of JSON with lines of JSON, in order. */
export class LineProtocol {
  readonly #child: Child;
  readonly #lines: Interface;
  readonly #waiting: ((line: string) => void)[] = [];
  readonly #early: string[] = [];

  constructor(child: Child) {
    this.#child = child;
    const { stdout } = child.process;
    if (stdout === null) throw new Error('the child has no output to read');
    this.#lines = createInterface({ input: stdout });
    this.#lines.on('line', (line) => {
      const next = this.#waiting.shift();
      if (next === undefined) this.#early.push(line);
      else next(line);
    });
  }

  /** The next line. Rejects when the child ends, or says nothing for too long. */
  async read(what: string, timeoutMs: number): Promise<unknown> {
    const line = this.#early.shift() ?? (await this.#next(what, timeoutMs));
    try {
      return JSON.parse(line);
    } catch (cause) {
      throw new Error(`${what}: not JSON: ${line.slice(0, 200)}`, { cause });
    }
  }

  async ask(message: unknown, what: string, timeoutMs: number): Promise<unknown> {
    this.#child.process.stdin?.write(`${JSON.stringify(message)}\n`);
    return this.read(what, timeoutMs);
  }

  async #next(what: string, timeoutMs: number): Promise<string> {
    const stop = new AbortController();
    const line = new Promise<string>((resolve) => this.#waiting.push(resolve));
    const closed = once(this.#lines, 'close', { signal: stop.signal }).then(() => {
      throw new Error(`${what}: the process ended. ${this.#child.stderr}`);
    });
    const timer = setTimeout(
      () => stop.abort(new Error(`${what}: nothing within ${timeoutMs} ms`)),
      timeoutMs,
    );
    try {
      return await Promise.race([line, closed]);
    } finally {
      clearTimeout(timer);
      stop.abort();
      // Aborted or won by the line, its rejection has been dealt with.
      closed.catch(() => undefined);
    }
  }
}
