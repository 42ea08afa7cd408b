/**
 * The one way to the API server: bytes in, bytes out. The transport owns connections, TLS,
 * proxies and credentials; it neither retries nor interprets a body.
 */
export interface ApiTransport {
  /**
   * Sends one request. Resolves with the head of whatever the server answered, any status.
   * Rejects with a `CodedError` when no answer came (`KSE_API_UNREACHABLE`, `KSE_API_TLS`,
   * `KSE_API_CREDENTIALS`, `KSE_EXEC_PLUGIN`, `KSE_API_PROXY`, `KSE_API_PROTOCOL`,
   * `KSE_API_TIMEOUT`, `KSE_API_CLOSED`), with the network's error as its cause, and with
   * an error named `AbortError` when `signal` fired.
   */
  request(request: ApiRequest): Promise<ApiResponse>;
  /** Ends all connections. Idempotent. */
  close(): Promise<void>;
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST';
  /** Absolute path with its query, below the server's address: `/api/v1/pods?watch=1`. */
  readonly path: string;
  readonly accept: string;
  /** A JSON body, for POST. */
  readonly body?: string;
  readonly signal: AbortSignal;
  /** How long to wait for the response's head, milliseconds; default 30 s. */
  readonly headTimeoutMs?: number;
}

export interface ApiResponse {
  readonly status: number;
  /** By lower-case name; repeated headers are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The body as it arrives. A consumer that stops reading stops the socket (backpressure).
   * Chunks may share memory with later ones: copy what is kept beyond the iteration step.
   * Must be read to its end, or left with `return()`, or the connection is kept busy. Iterating
   * rejects with `KSE_API_INTERRUPTED` when the connection broke, after what had come before, and
   * with an `AbortError` as soon as the request's signal fired.
   */
  readonly body: AsyncIterable<Uint8Array>;
}
