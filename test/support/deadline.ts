/** What a test waits for must happen within this, or the test fails by name instead of hanging. */
export const DEADLINE_MS = 20_000;

/** Rejects with `what` when `promise` has not settled in time. */
export async function within<T>(promise: Promise<T>, what: string, ms = DEADLINE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms} ms: ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Polls `probe` until it gives a value other than `undefined` or `false`; for what only the outside shows. */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  what: string,
  ms = DEADLINE_MS,
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
