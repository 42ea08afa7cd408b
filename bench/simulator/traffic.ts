/** One request, as tests look at it. */
export interface RequestRecord {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly accept: string;
  readonly user: string;
  /** `''` for what is no resource. */
  readonly resource: string;
  readonly verb: string;
  /** 0 until the head is sent. */
  readonly status: number;
}

/** Requests remembered; older ones are forgotten. */
const REQUESTS_KEPT = 10_000;

/** What was asked and what was sent. */
export class Traffic {
  #requests: RequestRecord[] = [];
  readonly #bytes = new Map<string, number>();
  readonly #taps = new Map<string, Set<(bytes: Buffer) => void>>();

  /** The latest requests, oldest first. */
  get requests(): readonly RequestRecord[] {
    return this.#requests;
  }

  /** Body bytes sent for a resource (`''`: for what is none), before TLS. */
  bytesSent(resource: string): number {
    return this.#bytes.get(resource) ?? 0;
  }

  /** Body bytes sent in all. */
  get totalBytes(): number {
    return [...this.#bytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Hands every body byte of a resource to `see`, until the returned function is called. */
  tap(resource: string, see: (bytes: Buffer) => void): () => void {
    const taps = this.#taps.get(resource) ?? new Set();
    this.#taps.set(resource, taps.add(see));
    return () => void taps.delete(see);
  }

  /** Forgets requests and counts. */
  reset(): void {
    this.#requests = [];
    this.#bytes.clear();
  }

  /** For the server: a request's head was answered. */
  record(request: RequestRecord): void {
    this.#requests.push(request);
    if (this.#requests.length > 2 * REQUESTS_KEPT) this.#requests = this.#requests.slice(-REQUESTS_KEPT);
  }

  /** For the server: bytes are on their way. */
  sent(resource: string, bytes: Buffer): void {
    this.#bytes.set(resource, this.bytesSent(resource) + bytes.length);
    for (const see of this.#taps.get(resource) ?? []) see(bytes);
  }
}
