import type { Encoding, Op } from './op.ts';

/**
 * A stream is one sequence of objects that the API server sends: a resource, narrowed by a
 * namespace or a field selector where asked. It is the unit of staging: a stream is complete or
 * it is not, and its next complete set replaces the last one in one step.
 */
export interface StreamSpec {
  /** Small, unique for the life of the process. */
  readonly id: number;
  /** Plural resource name: `pods`. */
  readonly resource: string;
}

/**
 * Where a framer puts the objects it finds.
 *
 * `bytes` are only valid during the call: a sink copies what it keeps. A missing uid is told by
 * `uidStart === uidEnd`.
 */
export interface ObjectSink {
  object(op: Op, bytes: Uint8Array, start: number, end: number, uidStart: number, uidEnd: number): void;
}

/** What a reflector feeds: one stream's way into the workers. */
export interface StreamSink extends ObjectSink {
  /**
   * A complete set of the stream's objects follows, in this encoding. Until `complete` nothing
   * of it is published; a second `begin` starts the set again and forgets the first.
   * `columns` are the names of a Table's columns.
   */
  begin(encoding: Encoding, columns?: readonly string[]): void;
  /** The set is whole as of `resourceVersion`; workers that saw no object in it drop theirs. */
  complete(resourceVersion: string): void;
  /** Sets the encoding of the changes that follow (a watch may differ from the list before it). */
  encoding(encoding: Encoding, columns?: readonly string[]): void;
  /** Nothing older than `resourceVersion` is missing from what was passed before. */
  bookmark(resourceVersion: string): void;
  /** Sends what is pending and resolves when the workers can take more: the reader's backpressure. */
  drained(): Promise<void>;
  /** The newest resourceVersion that every worker that is there has applied; `''` until a set is complete. */
  readonly resumeVersion: string;
}
