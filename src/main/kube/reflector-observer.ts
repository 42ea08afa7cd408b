import type { Encoding } from '../../protocol/op.ts';
import type { EventCounts } from './frames/handler.ts';
import type { Phase, Plan } from './reflector-state.ts';

/** The kind of a call to the API server. */
export type CallKind = Plan['kind'];

/**
 * Is told what a reflector does, for self-metrics and logs. Called synchronously and often: it must
 * be quick and must not throw.
 */
export interface ReflectorObserver {
  /** A request goes out. */
  called(kind: CallKind): void;
  /** The server's answer to it begins, and is no refusal. */
  answered(kind: CallKind, encoding: Encoding): void;
  /**
   * The call is over: `undefined` when it ended well, which for a watch means that the server or
   * the connection ended it. Not told for calls that `stop` or `restart` broke off.
   */
  finished(kind: CallKind, error: unknown): void;
  /** Bytes of one chunk, and what was in them; objects of a list count as added. */
  received(bytes: number, events: EventCounts): void;
  /** One object or event was left out: it is not what it should be. */
  malformed(error: Error): void;
  bookmark(resourceVersion: string): void;
  /** A complete set was passed on. */
  synced(kind: CallKind, resourceVersion: string): void;
  /** The next attempt is in `ms`. `error` is why, where there is one. */
  waiting(ms: number, refused: boolean, error: unknown): void;
  /** Protobuf was refused: JSON from now on. */
  fellBackToJson(): void;
  /** Somebody asked for a new full set. */
  restarted(reason: string): void;
  phase(phase: Phase): void;
}

const nothing = (): void => {};

/** Hears nothing. Spread it to implement a part of the interface. */
export const quietObserver: ReflectorObserver = {
  called: nothing,
  answered: nothing,
  finished: nothing,
  received: nothing,
  malformed: nothing,
  bookmark: nothing,
  synced: nothing,
  waiting: nothing,
  fellBackToJson: nothing,
  restarted: nothing,
  phase: nothing,
};
