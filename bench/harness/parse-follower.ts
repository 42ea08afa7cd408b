import type { Bench } from './bench.ts';
import type { ParseFloor, ParseFloorOptions } from './children/parse-floor.ts';
import type { Child } from './children.ts';
import { LineProtocol } from './line-protocol.ts';
import { moduleFile } from './modules.ts';

/** A client that watches the same resources in JSON, and parses their events when the stretch is over. */
export class ParseFollower {
  readonly #child: Child;
  readonly #lines: LineProtocol;

  private constructor(child: Child, lines: LineProtocol) {
    this.#child = child;
    this.#lines = lines;
  }

  /** Resolves when all watches are open: changes from now on are counted. */
  static async start(bench: Bench, options: Omit<ParseFloorOptions, 'watch'>): Promise<ParseFollower> {
    const given = JSON.stringify({ ...options, watch: true } satisfies ParseFloorOptions);
    const child = await bench.children.node(moduleFile('bench/harness/children/parse-floor'), [given]);
    const lines = new LineProtocol(child);
    await lines.read('the JSON client', 60_000);
    return new ParseFollower(child, lines);
  }

  async finish(): Promise<ParseFloor> {
    try {
      return (await this.#lines.ask({ finish: true }, 'the JSON client', 120_000)) as ParseFloor;
    } finally {
      await this.#child.stop();
    }
  }
}
