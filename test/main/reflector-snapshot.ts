import type { ReflectorSnapshot } from '../../src/main/kube/reflector.ts';

/** A reflector that has just begun to list, but for `changes`. */
export function reflectorSnapshot(changes: Partial<ReflectorSnapshot> = {}): ReflectorSnapshot {
  return {
    phase: 'streaming',
    since: 0,
    call: 'stream',
    answered: false,
    refused: false,
    fellBackToJson: false,
    resourceVersion: '',
    lastSyncAt: undefined,
    lastEventAt: undefined,
    lastBookmarkAt: undefined,
    lastError: undefined,
    failures: 0,
    nextRetryAt: undefined,
    ...changes,
  };
}

/** The last failure of a reflector, in these words. */
export function failure(message: string): NonNullable<ReflectorSnapshot['lastError']> {
  return { code: 'KSE_API_STATUS', message, at: 0 };
}
