/** How the objects of a stream are asked for. */
export type Transfer =
  /** The objects themselves. */
  | 'full'
  /** `meta.k8s.io/v1` PartialObjectMetadata: what families under `metadata.` need, and no more. */
  | 'metadata'
  /** `meta.k8s.io/v1` Table rows with their metadata: columns of an object whose rest is not wanted. */
  | 'table';

/** The one sequence of objects that a reflector keeps up with. */
export interface StreamRequest {
  /** API group; `''` is the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** Only this namespace's objects. */
  readonly namespace?: string;
  /** As in `?fieldSelector=`: `spec.nodeName=n1,status.phase!=Failed`. */
  readonly fieldSelector?: string;
  readonly transfer: Transfer;
  /**
   * `auto` prefers protobuf and turns to JSON when the server refuses it; the others insist. A
   * Table is always JSON, and custom resources are best asked for in JSON from the start.
   */
  readonly contentType: 'auto' | 'protobuf' | 'json';
  /** Lets the first set come from the API server's cache, however old that is, instead of asking etcd. */
  readonly useApiServerCache?: boolean;
  /** Objects a page of a paged list; 0 asks for all at once. */
  readonly pageLimit: number;
}

/** What client-go asks for. */
export const DEFAULT_PAGE_LIMIT = 500;
