import type { Place } from './place.ts';

/** What is known of a list when an item of it comes. */
export interface ListHead {
  readonly kind: string | undefined;
  readonly apiVersion: string | undefined;
}

/** Something whole that was cut out of an input, without having been parsed. */
export type Piece =
  /** A document, or an item of a list, in `bytes[start, end)`; valid until the next piece is asked for. */
  | {
      readonly type: 'value';
      readonly bytes: Uint8Array;
      readonly start: number;
      readonly end: number;
      readonly place: Place;
      /** Set for items. */
      readonly list: ListHead | undefined;
    }
  /** A list is over. Its own text, without its items; `undefined` for a bare array. */
  | { readonly type: 'list'; readonly envelope: Uint8Array | undefined; readonly place: Place }
  /** Text that no piece can be cut out of. It has been skipped. */
  | { readonly type: 'fault'; readonly what: string; readonly place: Place }
  /** What follows is written in YAML. */
  | { readonly type: 'yaml'; readonly place: Place };

/** Cuts an input into pieces: `append` what was read, then `next` until it gives `undefined`. */
export interface Cutter {
  append(chunk: Uint8Array): void;
  /** No more bytes come; `next` gives what is left. */
  end(): void;
  next(): Piece | undefined;
}

/** The largest object taken. etcd stops at 1.5 MiB: this only bounds nonsense. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
