/** Milliseconds in each unit of a Go duration. Both ways to write a micro sign are accepted, as in Go. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/**
 * Reads a duration as Go's `time.ParseDuration` does: `1h30m`, `1.5s`, `100ms`, `0`, `-5s`.
 * Gives milliseconds, or `undefined` when it isn't one (a number without a unit isn't).
 */
export function parseDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = /^[+-]/.test(text) ? text.slice(1) : text;
  if (body === '0') return 0;
  if (body === '') return undefined;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < body.length) {
    const part = PART.exec(body);
    if (part === null) {
      PART.lastIndex = 0;
      return undefined;
    }
    total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? Number.NaN);
  }
  return total === 0 ? 0 : sign * total;
}

/** Writes milliseconds for people: `5m0s` is `5m`, 1500 is `1.5s`, 0 is `0s`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  if (Math.abs(ms) < 1000) return `${ms}ms`;
  const hours = Math.trunc(ms / 3_600_000);
  const minutes = Math.trunc((ms % 3_600_000) / 60_000);
  const seconds = (ms % 60_000) / 1000;
  return `${hours ? `${hours}h` : ''}${minutes ? `${minutes}m` : ''}${seconds ? `${seconds}s` : ''}`;
}
