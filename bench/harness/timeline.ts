import { sample } from './proc.ts';

/** What a time line shows at one moment; times in seconds from its beginning. */
export interface TimelinePoint {
  readonly at: number;
  /** Bytes. */
  readonly rss: number;
  /** CPUs in use since the point before: 1 is one core. */
  readonly cpu: number;
  readonly sockets: number;
}

/** What happened once: a change that became visible, a scrape that ended. */
export interface TimelineEvent {
  readonly at: number;
  readonly ms: number;
}

export interface TimelineData {
  readonly points: readonly TimelinePoint[];
  /** Latency from a change to its visibility on the wire. */
  readonly visible: readonly TimelineEvent[];
  /** Wall time of the healthy scraper's scrapes. */
  readonly scrapes: readonly TimelineEvent[];
  /** Beginnings of phases. */
  readonly phases: readonly { readonly at: number; readonly name: string }[];
}

const EVERY_MS = 250;

/** Follows one process from outside. */
export class Timeline {
  readonly #start = performance.now();
  readonly #points: TimelinePoint[] = [];
  readonly #visible: TimelineEvent[] = [];
  readonly #scrapes: TimelineEvent[] = [];
  readonly #phases: { at: number; name: string }[] = [];
  readonly #pid: number;
  #timer: NodeJS.Timeout | undefined;
  #last: { at: number; cpu: number } | undefined;

  constructor(pid: number) {
    this.#pid = pid;
    this.#look();
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  phase(name: string): void {
    this.#phases.push({ at: this.#now(), name });
  }

  visible(ms: number): void {
    this.#visible.push({ at: this.#now(), ms });
  }

  scraped(ms: number): void {
    this.#scrapes.push({ at: this.#now(), ms });
  }

  /** Idempotent. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  get data(): TimelineData {
    return { points: this.#points, visible: this.#visible, scrapes: this.#scrapes, phases: this.#phases };
  }

  #now(): number {
    return (performance.now() - this.#start) / 1000;
  }

  #look(): void {
    const found = sample(this.#pid);
    // Gone, or ended and not yet waited for: it has no memory then, which is no measurement.
    if (found === undefined || found.rss === 0) {
      this.stop();
      return;
    }
    const at = this.#now();
    const before = this.#last ?? { at: at - EVERY_MS / 1000, cpu: found.cpuSeconds };
    const cpu = (found.cpuSeconds - before.cpu) / Math.max(at - before.at, 1e-3);
    this.#last = { at, cpu: found.cpuSeconds };
    this.#points.push({ at, rss: found.rss, cpu, sockets: found.sockets });
  }
}
