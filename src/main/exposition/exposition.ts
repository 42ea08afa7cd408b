/** What the scrape handler needs of the data: a body, chosen now and immutable from then on. */
export interface Exposition {
  /** One snapshot as a response body; `undefined` before the first complete generation. */
  open(request: ExpositionRequest): ExpositionBody | undefined;
}

export interface ExpositionRequest {
  readonly format: 'text' | 'openmetrics';
  readonly encoding: 'gzip' | 'identity';
  /** Only these resources, by plural name; an empty set is an empty body. Absent: all. */
  readonly resources?: ReadonlySet<string>;
  /** Without these; applied after `resources`. */
  readonly exclude?: ReadonlySet<string>;
}

export interface ExpositionBody {
  /** Bytes that `chunks` gives in all: the Content-Length. */
  readonly length: number;
  /** The snapshot's generation. */
  readonly generation: number;
  /** How long ago the snapshot was published, milliseconds, when the body was opened. */
  readonly ageMs: number;
  /** Upper bound of the memory that this body keeps alive once its generation is not the current one, bytes. */
  readonly pinnedBytes: number;
  /** The bytes, in chunks of at most 1 MiB. Made as they are pulled: a slow reader costs no memory. Called once. */
  chunks(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The chunks pulled so far have left this process: the body may use their memory again. */
  sent(): void;
  /** Gives the snapshot up; `chunks` may not be pulled after it. Idempotent. */
  close(): void;
}
