import type { SelfState } from '../../../../src/main/telemetry/self-state.ts';

/** A process with one synced resource, one that is still starting, and one worker. */
export function someState(changes: Partial<SelfState> = {}): SelfState {
  return {
    build: { version: '1.2.3', revision: 'abc', branch: 'main' },
    objectLimit: 0,
    resources: () => [
      {
        name: 'pods',
        goType: '*v1.Pod',
        synced: true,
        lastEventAgeMs: 1500,
        lastBookmarkAgeMs: 30_000,
        stagedAgeMs: undefined,
        objects: 10,
        leftOut: 3,
        series: 400,
        plainBytes: 40_000,
        storedBytes: 5000,
      },
      {
        name: 'nodes',
        goType: '*v1.Node',
        synced: false,
        lastEventAgeMs: undefined,
        lastBookmarkAgeMs: undefined,
        stagedAgeMs: 250,
        objects: 0,
        leftOut: 0,
        series: 0,
        plainBytes: 0,
        storedBytes: 0,
      },
    ],
    workers: () => [
      {
        partition: 0,
        alive: true,
        queueBytes: 77,
        creditStalls: 3,
        heapBytes: undefined,
        pageBytes: 5000,
        cpuMs: 2500,
      },
    ],
    snapshot: () => ({ generation: 7, ageMs: 2000 }),
    scrapes: () => ({ inFlight: 2, pinnedBytes: 4096 }),
    ...changes,
  };
}
