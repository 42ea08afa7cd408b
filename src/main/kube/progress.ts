import type { Clock, Timer } from '../clock.ts';

/**
 * How far a watch is, between bookmarks that come a minute apart: the version of the last change,
 * told at most once per `everyMs`, so that a connection that breaks costs that much of repetition.
 */
export class Progress {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #tell: (resourceVersion: string) => void;
  #version = '';
  #timer: Timer | undefined;

  constructor(clock: Clock, everyMs: number, tell: (resourceVersion: string) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#tell = tell;
  }

  /** All changes up to this version have been passed on. */
  reached(resourceVersion: string): void {
    this.#version = resourceVersion;
    this.#timer ??= this.#clock.after(this.#everyMs, () => this.flush());
  }

  /** Tells now what has not been told. */
  flush(): void {
    const version = this.#version;
    this.forget();
    if (version !== '') this.#tell(version);
  }

  /** Drops what has not been told: something newer was, or nobody wants to know. */
  forget(): void {
    this.#version = '';
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
