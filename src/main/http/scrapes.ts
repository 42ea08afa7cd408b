import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../telemetry/log.ts';
import type { CutReason, Instruments } from '../telemetry/self-metrics.ts';

export interface ScrapeLimits {
  /** Scrapes answered at the same time. */
  readonly maxInFlight: number;
  /** Longest time for a response, milliseconds; 0: no limit of ours. */
  readonly writeTimeoutMs: number;
  /** Memory that scrapes may hold of snapshots that are no longer current. */
  readonly maxPinnedBytes: number;
}

/** What the ledger is told of a scrape when it begins. */
export interface ScrapeStart {
  /** The client's address, for the log. */
  readonly peer: string;
  /** The snapshot that it reads. */
  readonly generation: number;
  /** Upper bound of what it keeps alive of that snapshot once there is a newer one, bytes. */
  readonly pinnedBytes: number;
  /** The Content-Length. */
  readonly length: number;
  /** How long the scraper says it waits, milliseconds. */
  readonly timeoutMs: number | undefined;
  /** Destroys the connection. */
  readonly cut: () => void;
}

/** The slowest that a client may read: a 30 MB scrape would take half an hour. */
const FLOOR_BYTES_PER_MS = (16 * 1024) / 1000;

/** What a client may take beyond the floor before each step: a lost packet's retransmissions take 1-3 s. */
const STALL_GRACE_MS = 5_000;

/**
 * A client that has not taken a chunk for this long gives its place to a new scrape when there is no
 * other. A healthy one takes a megabyte in some milliseconds.
 */
const DISPLACED_AFTER_MS = 1_000;

/** How often deadlines and memory are looked at: well below the shortest scrape timeouts, 1 s and up. */
const SWEEP_MS = 250;

/** One scrape that is being answered. */
export class Scrape {
  readonly start: ScrapeStart;
  readonly startedAt: number;
  /** Handed to the network, bytes. */
  bytes = 0;
  /** Set once, when the scrape was cut. */
  cutReason: CutReason | undefined;
  readonly #clock: Clock;
  readonly #deadline: number;
  /** When the client must have taken what it was handed last; infinite while it waits for us. */
  #takenBy = Number.POSITIVE_INFINITY;
  /** When the client was handed what it has not taken yet; infinite while it waits for us. */
  #handedAt = Number.POSITIVE_INFINITY;

  constructor(start: ScrapeStart, clock: Clock, deadlineMs: number) {
    this.start = start;
    this.#clock = clock;
    this.startedAt = clock.monotonic();
    this.#deadline = this.startedAt + deadlineMs;
  }

  /**
   * The client is handed a chunk, behind `pending` bytes that it has not taken yet: for all of them
   * it has the grace, and the time that the floor gives.
   */
  handed(bytes: number, pending: number): void {
    this.bytes += bytes;
    this.#handedAt = this.#clock.monotonic();
    this.#takenBy = this.#handedAt + STALL_GRACE_MS + (bytes + pending) / FLOOR_BYTES_PER_MS;
  }

  /** The client took the last chunk and waits for the next: that time is ours, not its. */
  taken(): void {
    this.#takenBy = Number.POSITIVE_INFINITY;
    this.#handedAt = Number.POSITIVE_INFINITY;
  }

  /** For how long the client has not taken what it was handed, milliseconds; 0 while it waits for us. */
  get stalledMs(): number {
    return Math.max(0, this.#clock.monotonic() - this.#handedAt);
  }

  /** When the client will have been too slow, in monotonic milliseconds, if nothing changes. */
  get overdueAt(): number {
    return this.#takenBy;
  }

  /** Why it should be cut now, if it should. */
  overdue(): 'deadline' | 'slow' | undefined {
    const now = this.#clock.monotonic();
    if (now >= this.#deadline) return 'deadline';
    return now >= this.#takenBy ? 'slow' : undefined;
  }

  /** Bytes a millisecond so far. */
  get pace(): number {
    return this.bytes / Math.max(1, this.#clock.monotonic() - this.startedAt);
  }
}

/**
 * All scrapes in flight: what each holds, and for how long it may. What a client can pin is given
 * back here, whatever the client does. A cut scrape's connection is destroyed, so that nobody takes
 * the beginning of a response for the whole.
 */
export class ScrapeLedger {
  readonly #limits: ScrapeLimits;
  readonly #clock: Clock;
  readonly #instruments: Pick<Instruments, 'scrapesCut'>;
  readonly #log: Log;
  readonly #currentGeneration: () => number;
  readonly #scrapes = new Set<Scrape>();
  #sweep: Timer | undefined;

  constructor(options: {
    readonly limits: ScrapeLimits;
    readonly clock: Clock;
    readonly instruments: Pick<Instruments, 'scrapesCut'>;
    readonly log: Log;
    /** The generation that a new scrape would get. */
    readonly currentGeneration: () => number;
  }) {
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#instruments = options.instruments;
    this.#log = options.log;
    this.#currentGeneration = options.currentGeneration;
  }

  get inFlight(): number {
    return this.#scrapes.size;
  }

  get full(): boolean {
    return this.#scrapes.size >= this.#limits.maxInFlight;
  }

  /**
   * Makes room for a scrape that would be one too many, if there is a client that stalls: whoever
   * does that must not keep others out. The one that has stalled the longest goes. True: there is room.
   */
  makeRoom(): boolean {
    if (!this.full) return true;
    const [slowest] = this.list().toSorted((a, b) => b.stalledMs - a.stalledMs);
    if (slowest === undefined || slowest.stalledMs < DISPLACED_AFTER_MS) return false;
    this.cut(slowest, 'displaced');
    return true;
  }

  /** In order of their beginning. */
  list(): readonly Scrape[] {
    return [...this.#scrapes];
  }

  /** What is held of old snapshots; scrapes of one generation hold the same pages. An upper bound. */
  get pinnedBytes(): number {
    const current = this.#currentGeneration();
    const byGeneration = new Map<number, number>();
    for (const { start } of this.#scrapes) {
      if (start.generation === current) continue;
      byGeneration.set(
        start.generation,
        Math.max(start.pinnedBytes, byGeneration.get(start.generation) ?? 0),
      );
    }
    return [...byGeneration.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Takes a scrape in; whoever calls has looked at `full`. Must be followed by `end`. */
  begin(start: ScrapeStart): Scrape {
    const own = this.#limits.writeTimeoutMs === 0 ? Number.POSITIVE_INFINITY : this.#limits.writeTimeoutMs;
    const scrape = new Scrape(start, this.#clock, Math.min(own, start.timeoutMs ?? own));
    this.#scrapes.add(scrape);
    this.#sweep ??= this.#clock.after(SWEEP_MS, () => this.#look());
    return scrape;
  }

  /** The scrape is over, well or not. Idempotent. */
  end(scrape: Scrape): void {
    this.#scrapes.delete(scrape);
    if (this.#scrapes.size > 0) return;
    this.#sweep?.cancel();
    this.#sweep = undefined;
  }

  /** Destroys a scrape's connection, counts why, and ends it. A no-op for one that is over. */
  cut(scrape: Scrape, reason: CutReason, error?: unknown): void {
    if (!this.#scrapes.has(scrape)) return;
    scrape.cutReason = reason;
    this.end(scrape);
    this.#instruments.scrapesCut({ reason });
    const fields = {
      reason,
      peer: scrape.start.peer,
      seconds: (this.#clock.monotonic() - scrape.startedAt) / 1000,
      bytes: scrape.bytes,
      of: scrape.start.length,
      generation: scrape.start.generation,
    };
    // Clients come and go as they like; the rest is worth a look.
    if (reason === 'aborted') this.#log.debug('scrape cut', fields);
    else this.#log.warn('scrape cut', fields, error);
    scrape.start.cut();
  }

  cutAll(reason: CutReason): void {
    for (const scrape of this.list()) this.cut(scrape, reason);
  }

  #look(): void {
    this.#sweep = undefined;
    for (const scrape of this.list()) {
      const reason = scrape.overdue();
      if (reason !== undefined) this.cut(scrape, reason);
    }
    this.#unpin();
    if (this.#scrapes.size > 0) this.#sweep = this.#clock.after(SWEEP_MS, () => this.#look());
  }

  /**
   * Cuts scrapes of old snapshots until what they hold is within the limit: the oldest snapshot
   * first, since its pages are shared the least, and of its scrapes the slowest.
   */
  #unpin(): void {
    const current = this.#currentGeneration();
    const candidates = this.list()
      .filter(({ start }) => start.generation !== current)
      .sort((a, b) => a.start.generation - b.start.generation || a.pace - b.pace);
    for (const scrape of candidates) {
      if (this.pinnedBytes <= this.#limits.maxPinnedBytes) return;
      this.cut(scrape, 'pinned');
    }
  }
}
