/** The delays between attempts, as client-go's reflector has them. */

const FIRST_MS = 800;
const FACTOR = 2;
/** A delay lies in [base, 2 × base): with 30 s at the end, one request per 45 s on average. */
const JITTER = 1;
const LONGEST_MS = 30_000;
/** Calm after a delay, after which the next failure counts as the first again. */
const CALM_MS = 120_000;
/** A server that asks for more waiting than this is asked again anyway. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** How many delays there were in a row, and when the last one ends. */
export interface Backoff {
  readonly step: number;
  readonly until: number;
}

export const freshBackoff: Backoff = { step: 0, until: Number.NEGATIVE_INFINITY };

/**
 * The next delay. `now` is monotonic milliseconds, `random` in [0, 1); the delay is at least
 * `retryAfterMs`, which the server asked for.
 */
export function nextDelay(
  backoff: Backoff,
  now: number,
  random: number,
  retryAfterMs = 0,
): { readonly backoff: Backoff; readonly ms: number } {
  const step = now - backoff.until > CALM_MS ? 0 : backoff.step;
  const base = Math.min(FIRST_MS * FACTOR ** step, LONGEST_MS);
  const asked = Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS);
  const ms = Math.max(base * (1 + JITTER * random), asked);
  const next = Math.min(step + 1, Math.ceil(Math.log2(LONGEST_MS / FIRST_MS)));
  return { backoff: { step: next, until: now + ms }, ms };
}
