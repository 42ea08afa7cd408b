import type { Encoding } from './op.ts';
import type { Patch } from './patch.ts';

/**
 * What goes over a session's bulk port. The port keeps order, and the protocol stands on that: a
 * stage's marks and its objects arrive as they were sent.
 */
export type ToWorker =
  | {
      readonly kind: 'begin';
      readonly stream: number;
      /** Grows by one with every `begin` of the stream. */
      readonly stage: number;
    }
  | { readonly kind: 'complete'; readonly stream: number; readonly stage: number }
  | {
      readonly kind: 'encoding';
      readonly stream: number;
      readonly encoding: Encoding;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'batch';
      readonly stream: number;
      /** Grows by one with every batch of the session. */
      readonly sequence: number;
      /** When main received it, its monotonic milliseconds. */
      readonly at: number;
      readonly buffer: ArrayBuffer;
    };

export type ToMain =
  | {
      /** A batch is applied: its credit is free, and state holds `resourceVersion`. */
      readonly kind: 'applied';
      readonly sequence: number;
      /** Of the last object in it; `''` when none could be read. */
      readonly resourceVersion: string;
      /** Objects, fields and samples that were lost in it, all zero for most. */
      readonly losses: Losses | undefined;
    }
  | { readonly kind: 'patch'; readonly patch: Patch };

/** What rendering a batch has cost in objects, fields and samples. Nothing is lost in silence. */
export interface Losses {
  /** Objects that could not be decoded; the last good lines of each stand. */
  readonly malformed: number;
  /** Fields of the wrong type. */
  readonly mistyped: number;
  /** Samples with an impossible value or label. */
  readonly invalid: number;
  /** Samples whose labels another sample of the family and object has. */
  readonly duplicates: number;
  /** Families whose rule failed on an object. */
  readonly failed: number;
  /** The first of them in words, without any content of the object. */
  readonly example: string;
}
