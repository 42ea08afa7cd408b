/** The types of a watch event, and their counters. */
import type { EventCounts } from './handler.ts';

export const EventType = { added: 1, modified: 2, deleted: 3, bookmark: 4, error: 5 } as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

const NAMES: readonly (readonly [name: Uint8Array, type: EventType])[] = (
  [
    ['ADDED', EventType.added],
    ['MODIFIED', EventType.modified],
    ['DELETED', EventType.deleted],
    ['BOOKMARK', EventType.bookmark],
    ['ERROR', EventType.error],
  ] as const
).map(([name, type]) => [new TextEncoder().encode(name), type]);

/** The type whose name is `bytes[start, end)`, or `undefined`. */
export function eventTypeOf(bytes: Uint8Array, start: number, end: number): EventType | undefined {
  for (const [name, type] of NAMES) {
    if (equals(bytes, start, end, name)) return type;
  }
  return undefined;
}

/** Whether `bytes[start, end)` is `expected`. */
export function equals(bytes: Uint8Array, start: number, end: number, expected: Uint8Array): boolean {
  if (end - start !== expected.length) return false;
  for (let i = 0; i < expected.length; i++) {
    if (bytes[start + i] !== expected[i]) return false;
  }
  return true;
}

/** Counters that a framer adds to. */
export class Counts implements EventCounts {
  added = 0;
  modified = 0;
  deleted = 0;
  bookmark = 0;
  error = 0;

  add(type: EventType): void {
    if (type === EventType.added) this.added++;
    else if (type === EventType.modified) this.modified++;
    else if (type === EventType.deleted) this.deleted++;
    else if (type === EventType.bookmark) this.bookmark++;
    else this.error++;
  }
}

export const noEvents: EventCounts = { added: 0, modified: 0, deleted: 0, bookmark: 0, error: 0 };

/** Events of all types. */
export function totalOf(counts: EventCounts): number {
  return counts.added + counts.modified + counts.deleted + counts.bookmark + counts.error;
}

/** What `a` has beyond `b`. */
export function difference(a: EventCounts, b: EventCounts): EventCounts {
  return {
    added: a.added - b.added,
    modified: a.modified - b.modified,
    deleted: a.deleted - b.deleted,
    bookmark: a.bookmark - b.bookmark,
    error: a.error - b.error,
  };
}
