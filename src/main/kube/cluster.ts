/**
 * What the transport needs to know of a cluster: where it is, and what to send along. Everything
 * that changes while the process runs (tokens, certificates, plugins) is behind `Credentials`.
 */
export interface Cluster {
  /** Where this was learnt, for logs: `context "dev" of /home/me/.kube/config`, `the pod's service account`. */
  readonly source: string;
  /** Scheme, host and port, and the path in front of every request, if any. */
  readonly server: URL;
  /** The kubeconfig's `proxy-url`; `undefined` leaves the choice to the environment. */
  readonly proxyUrl: string | undefined;
  readonly credentials: Credentials;
}

/** Credentials as of now. Implementations are asked before every request, and cache what costs. */
export interface Credentials {
  /** Rejects with `KSE_API_CREDENTIALS` or `KSE_EXEC_PLUGIN` when there is nothing usable. */
  access(): Promise<Access>;
  /**
   * Called when the API server answered 401 to `refused`. Resolves with what to use instead, or
   * with an equal access when there is nothing else: asking again is then pointless.
   */
  renew(refused: Access): Promise<Access>;
  /** Ends what runs in the background. Idempotent. */
  close(): void;
}

export interface Access {
  /** Header lines by name; several values are several lines. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
}

/** What a TLS handshake is made with. Equal `fingerprint`s mean that a connection can be shared. */
export interface TlsMaterial {
  /** PEM; `undefined` trusts what Node trusts. */
  readonly ca: string | undefined;
  /** PEM of the client certificate with its chain, and of its private key: both or none. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** The name to ask for and to find in the server's certificate; default is the host of the URL. */
  readonly serverName: string | undefined;
  /** True takes any certificate. */
  readonly insecure: boolean;
  readonly fingerprint: string;
}

/** Who we are: one of the ways a kubeconfig user can be described. */
export interface Identity {
  /** The value of the `Authorization` header. */
  readonly authorization?: string | undefined;
  /** A client certificate that came with the identity, as PEM; goes before the kubeconfig's own. */
  readonly certificate?: { readonly cert: string; readonly key: string } | undefined;
}

/** Where an identity comes from, and comes from again. */
export interface IdentitySource {
  current(): Promise<Identity>;
  /** Forces a fresh one, unless there is one already that is not `refused`. */
  renew(refused: Identity): Promise<Identity>;
  close(): void;
}

/** Told to people, once per happening: an expired certificate, a file that could not be re-read. */
export type Warn = (message: string) => void;
