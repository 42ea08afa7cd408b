import type { TestContext } from 'node:test';
import { SnapshotExposition } from '../../src/main/exposition/snapshot-exposition.ts';
import { router } from '../../src/main/http/router.ts';
import { metricsRoutes } from '../../src/main/http/routes.ts';
import { ScrapeLedger } from '../../src/main/http/scrapes.ts';
import { HttpListener } from '../../src/main/http/server.ts';
import { Publisher } from '../../src/main/snapshot/publisher.ts';
import { createSelfMetrics } from '../../src/main/telemetry/registry.ts';
import { storedPage } from '../../src/protocol/fragment.ts';
import { PatchWriter } from '../../src/protocol/patch.ts';
import { memoryLog } from '../main/http/support/log.ts';
import { FakeClock } from '../support/clock.ts';

/** More than the kernel takes for a client that doesn't read: it grows to some 6 MB in each direction. */
const LARGE_BYTES = 24 * 1024 * 1024;

/** For a response; time passes when a test says so. */
export const DEADLINE_MS = 60_000;

const STREAMS = { small: 1, large: 2 } as const;

/** A real listener on a real publisher, with two resources: one of a line, one of `LARGE_BYTES`. */
export class Exposed {
  readonly clock = new FakeClock();
  readonly ledger: ScrapeLedger;
  readonly listener: HttpListener;
  /** While false there is no complete generation. */
  ready = true;
  readonly #publisher: Publisher;
  #version = 0;

  constructor() {
    const { clock } = this;
    const { log } = memoryLog();
    const { instruments } = createSelfMetrics();
    this.#publisher = new Publisher(
      clock,
      1,
      Object.keys(STREAMS).map((name) => ({ name, headers: [header(name)] })),
      { published: () => {}, committed: () => {} },
    );
    this.ledger = new ScrapeLedger({
      limits: { maxInFlight: 1_000, writeTimeoutMs: DEADLINE_MS, maxPinnedBytes: Number.POSITIVE_INFINITY },
      clock,
      instruments,
      log,
      currentGeneration: () => this.#publisher.current.generation,
    });
    const routes = metricsRoutes({
      exposition: new SnapshotExposition(clock, () => (this.ready ? this.#publisher.current : undefined)),
      ledger: this.ledger,
      instruments,
      resources: new Set(Object.keys(STREAMS)),
      waitingFor: () => 'the test',
      clock,
      log,
      health: { liveness: () => [], readiness: () => [] },
      version: 'test',
    });
    this.listener = new HttpListener({
      name: 'metrics',
      host: '127.0.0.1',
      port: 0,
      flags: { host: '--host', port: '--port' },
      timeouts: { headersMs: 60_000, requestMs: 60_000, idleMs: 60_000 },
      handle: router(routes, log),
      clock,
      log,
    });
    for (const [resource, stream] of Object.entries(STREAMS)) {
      this.#publisher.open(stream, resource);
      this.#publisher.begin(stream, 1);
      const writer = new PatchWriter();
      if (stream === STREAMS.large) writer.add(0, 1, storedPage(Buffer.alloc(LARGE_BYTES, 'large 1\n'), 1));
      this.#publisher.apply(
        0,
        writer.take({ stream, closes: 1, reset: true, objects: 1, oldestAt: undefined }),
      );
    }
  }

  /** Starts it; it is stopped when the test is over. Gives its port. */
  async start(test: TestContext): Promise<number> {
    test.after(async () => {
      const stopped = this.listener.stop(0);
      setImmediate(() => this.clock.advance(1));
      await stopped;
    });
    return (await this.listener.start()).port;
  }

  /** Publishes a change of both resources, and gives what nobody but a scrape may hold after the next one. */
  publish(): WeakRef<object>[] {
    const text = Buffer.from(`line ${this.#version++}\n`);
    for (const stream of Object.values(STREAMS)) {
      const writer = new PatchWriter();
      writer.add(0, 0, storedPage(text, 1));
      this.#publisher.apply(
        0,
        writer.take({ stream, closes: undefined, reset: false, objects: 1, oldestAt: undefined }),
      );
    }
    const { current } = this.#publisher;
    const families = current.resources.flatMap((resource) => resource.families);
    return [current, ...current.resources, ...families].map((held) => new WeakRef(held));
  }
}

function header(name: string) {
  const page = storedPage(Buffer.from(`# HELP ${name} A test.\n# TYPE ${name} gauge\n`), 0);
  return Object.freeze({ name, text: page, openmetrics: page });
}
