/**
 * What a batch entry asks of a worker for one object.
 *
 * `upsert` covers ADDED, MODIFIED and list items alike: the last write wins, as in
 * client-go's store, so the worker never has to know which of the three it was.
 */
export const Op = { upsert: 1, remove: 2 } as const;
export type Op = (typeof Op)[keyof typeof Op];

/** How the bytes of an object are written. A stream keeps one encoding for one stage at a time. */
export const Encoding = {
  /** The message of `runtime.Unknown.raw`, without the `k8s\0` envelope. */
  protobuf: 1,
  /** The JSON text of one object. */
  json: 2,
  /** The JSON text of one `meta.k8s.io/v1` Table row: `{"cells":[…],"object":{…}}`. */
  tableRow: 3,
} as const;
export type Encoding = (typeof Encoding)[keyof typeof Encoding];
