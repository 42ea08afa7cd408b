import type { Clock, Timer } from '../clock.ts';

export type Alarm = 'silent' | 'deadline';

/**
 * Watches over the reading of one answer: raises the alarm when no bytes came for too long, or
 * when all of it takes too long. Time that the reader itself is busy doesn't count as silence.
 * Noting a read costs no timer: one timer looks now and then how long it has been.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #alarm: (alarm: Alarm) => void;
  #deadline = Number.POSITIVE_INFINITY;
  #silence = Number.POSITIVE_INFINITY;
  #waitingSince: number | undefined;
  #timer: Timer | undefined;

  constructor(clock: Clock, alarm: (alarm: Alarm) => void) {
    this.#clock = clock;
    this.#alarm = alarm;
  }

  /** All must be done within `ms` from now. */
  deadline(ms: number): void {
    this.#deadline = this.#clock.monotonic() + ms;
    this.#arm();
  }

  /** From now on `ms` without bytes are too many. */
  silence(ms: number): void {
    this.#silence = ms;
    this.#arm();
  }

  /** The reader waits for bytes. */
  waiting(): void {
    this.#waitingSince = this.#clock.monotonic();
  }

  /** The reader is busy with what came. */
  busy(): void {
    this.#waitingSince = undefined;
  }

  /** No alarm any more. Idempotent. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#deadline = Number.POSITIVE_INFINITY;
    this.#silence = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    this.#timer?.cancel();
    const now = this.#clock.monotonic();
    const next = Math.min(this.#deadline, (this.#waitingSince ?? now) + this.#silence);
    if (next === Number.POSITIVE_INFINITY) return;
    this.#timer = this.#clock.after(Math.max(0, next - now), () => this.#look());
  }

  #look(): void {
    const now = this.#clock.monotonic();
    if (now >= this.#deadline) this.#raise('deadline');
    else if (this.#waitingSince !== undefined && now - this.#waitingSince >= this.#silence)
      this.#raise('silent');
    else this.#arm();
  }

  #raise(alarm: Alarm): void {
    this.stop();
    this.#alarm(alarm);
  }
}
