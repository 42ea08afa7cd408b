import { get } from './client.ts';
import type { Timeline } from './timeline.ts';
import { pause } from './wait.ts';

/** Prometheus comes every 15 to 60 s; more often gives more to measure in the same time. */
const EVERY_MS = 400;

/** A scraper that behaves: gzip, the whole body, at a steady pace, one at a time. */
export class HealthyScraper {
  readonly #port: number;
  readonly #timeline: Timeline;
  /** Wall time of each whole scrape, milliseconds. */
  readonly latencies: number[] = [];
  /** Answered with something other than 200. */
  refused = 0;
  /** Ended before the last byte, or not answered at all. */
  broken = 0;
  #stopping = false;
  #loop: Promise<void> | undefined;

  constructor(port: number, timeline: Timeline) {
    this.#port = port;
    this.#timeline = timeline;
  }

  start(): this {
    this.#loop = this.#run();
    this.#loop.catch(() => undefined);
    return this;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const start = performance.now();
      await this.#scrape();
      await pause(Math.max(0, EVERY_MS - (performance.now() - start)));
    }
  }

  async #scrape(): Promise<void> {
    try {
      const { status, complete, totalMs } = await get(this.#port);
      if (status !== 200) this.refused++;
      else if (!complete) this.broken++;
      else {
        this.latencies.push(totalMs);
        this.#timeline.scraped(totalMs);
      }
    } catch {
      // Refused or reset by the server: that is a result, and it is in the table.
      this.broken++;
    }
  }
}
