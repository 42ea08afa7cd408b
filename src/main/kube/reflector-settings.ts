/** Limits of time in a reflector's calls, milliseconds. */
export interface ReflectorSettings {
  /**
   * A watch without any byte for this long is taken for dead, and resumed. A server with a watch
   * cache sends a bookmark about every minute; one without, on a quiet resource, costs a new watch
   * at the same version each time.
   */
  readonly silentMs: number;
  /**
   * The same while the initial events come. They come without a pause, so a silence before the
   * bookmark that ends them means that the server doesn't know what it was asked for.
   */
  readonly initialSilentMs: number;
  /** The same within the body of a list. */
  readonly listSilentMs: number;
  /** Beyond the `timeoutSeconds` that the server was asked to end a watch at. */
  readonly graceMs: number;
  /** Until the head of an answer. The API server gives up at 60 s itself, and says so. */
  readonly headTimeoutMs: number;
  /** At most this often the version of passed changes is told to the sink between bookmarks. */
  readonly progressMs: number;
}

export const defaultSettings: ReflectorSettings = {
  silentMs: 180_000,
  initialSilentMs: 30_000,
  listSilentMs: 60_000,
  graceMs: 30_000,
  headTimeoutMs: 65_000,
  progressMs: 1000,
};
