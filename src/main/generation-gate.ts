import type { HealthCheck } from './http/health.ts';
import type { WatchedStream } from './watched-stream.ts';

/** What counts of a stream here. */
export type GatedStream = Pick<WatchedStream, 'label' | 'committed' | 'refused' | 'reflector'>;

/**
 * When there is a first complete generation: every stream is committed, or refused by the API
 * server, and at least one is committed. It opens once, and stays open: what comes after is the
 * last good generation until the next one is complete.
 *
 * A refused stream (no rights, no such resource) does not hold the others up: it is shown by name.
 */
export class GenerationGate {
  readonly #streams: () => readonly GatedStream[];
  readonly #opened: () => void;
  #open = false;

  /** `opened` is called once, by whoever looks first: a commit, a scrape or a probe. */
  constructor(streams: () => readonly GatedStream[], opened: () => void = () => {}) {
    this.#streams = streams;
    this.#opened = opened;
  }

  get open(): boolean {
    if (this.#open) return true;
    const streams = this.#streams();
    this.#open =
      streams.some((stream) => stream.committed) &&
      streams.every((stream) => stream.committed || stream.refused);
    if (this.#open) this.#opened();
    return this.#open;
  }

  /** What is missing for it to open, in a few words. */
  get waitingFor(): string {
    const missing = this.#streams().filter((stream) => !stream.committed);
    if (missing.length === 0) return 'the workers';
    const [first] = missing;
    const others = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
    const error = first?.reflector.lastError?.message;
    return `${first?.label}${others}${error === undefined ? '' : ` (${error})`}`;
  }

  /** One check a stream. */
  checks(): readonly HealthCheck[] {
    const open = this.open;
    return this.#streams().map((stream) => {
      const { phase, lastError } = stream.reflector;
      const behind =
        phase === 'watching'
          ? undefined
          : `${phase}${lastError === undefined ? '' : `: ${lastError.message}`}`;
      return {
        name: stream.label,
        // Once open, a stream that is behind or refused is told, but takes nobody out of service.
        ok: open || stream.committed,
        ...(behind !== undefined && { reason: behind }),
      };
    });
  }
}
