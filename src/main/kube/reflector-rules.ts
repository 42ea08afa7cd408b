/**
 * What a reflector does about a failure: rows, read from the top, the first that fits decides. They
 * follow client-go's reflector.go; where they differ, the row says why.
 */
import { codeOf } from '../../protocol/coded-error.ts';
import {
  ApiError,
  isExpired,
  isForbidden,
  isInvalidRequest,
  isNotAcceptable,
  isRefused,
  isRetriable,
  isServerError,
  isTooLargeResourceVersion,
  isUnauthorized,
} from './api-error.ts';
import type { Plan, ReflectorState } from './reflector-state.ts';
import type { StreamRequest } from './stream-request.ts';

export interface Verdict {
  readonly next:
    | 'same'
    /** The same, and JSON from now on. */
    | 'sameInJson'
    /** A list in one piece, at the version that the pages had been asked for. */
    | 'wholeList'
    /** A full set, not older than what was seen. */
    | 'set'
    /** A full set at the newest version, even if that is older than what was seen. */
    | 'setAtAnyVersion'
    /** A full set as a paged list, this once. */
    | 'pagedSet'
    /** The same, and no streaming lists for a while. */
    | 'pagedSetFromNowOn';
  /** After the backoff, or at once. What is at once turns a switch, so it can't go round in circles. */
  readonly wait: boolean;
  /** Waits as `refused`. */
  readonly refused?: true;
}

export interface Rule {
  /** A sentence, for tests and the debug page. */
  readonly name: string;
  readonly plans: readonly Plan['kind'][];
  readonly when: (
    error: unknown,
    plan: Plan,
    state: ReflectorState,
    contentType: StreamRequest['contentType'],
  ) => boolean;
  readonly verdict: Verdict;
}

const ANY = ['stream', 'list', 'watch'] as const;
const SETS = ['stream', 'list'] as const;

const ANYTHING_ELSE: Rule = {
  name: 'anything else: a set',
  plans: ANY,
  when: () => true,
  verdict: { next: 'set', wait: true },
};

export const RULES: readonly Rule[] = [
  {
    name: 'protobuf is refused: the same in JSON',
    plans: ANY,
    when: (error, _plan, state, contentType) =>
      isNotAcceptable(error) && contentType === 'auto' && !state.protobufRefused,
    verdict: { next: 'sameInJson', wait: false },
  },
  {
    name: 'the server has no streaming lists: a paged list, and no streaming for a while',
    plans: ['stream'],
    when: (error) => isInvalidRequest(error) || codeOf(error) === 'KSE_WATCH_UNMARKED',
    verdict: { next: 'pagedSetFromNowOn', wait: false },
  },
  {
    name: 'the continue token expired between pages: the list in one piece',
    plans: ['list'],
    when: (error, plan) => isExpired(error) && plan.kind === 'list' && plan.continueToken !== '',
    verdict: { next: 'wholeList', wait: false },
  },
  {
    name: 'the version is too old or too new for the server: a set at any version',
    plans: SETS,
    when: (error, plan) =>
      (isExpired(error) || isTooLargeResourceVersion(error)) && plan.resourceVersion !== '',
    verdict: { next: 'setAtAnyVersion', wait: false },
  },
  {
    name: 'no answer, or too many requests: the same again',
    plans: ANY,
    when: isRetriable,
    verdict: { next: 'same', wait: true },
  },
  {
    // client-go starts over; a token that is renewed a second later must not cost a full set.
    name: 'the credentials are refused: the same again',
    plans: ANY,
    when: isUnauthorized,
    verdict: { next: 'same', wait: true, refused: true },
  },
  {
    name: 'streaming is forbidden: listing may be allowed',
    plans: ['stream'],
    when: isForbidden,
    verdict: { next: 'pagedSet', wait: false },
  },
  {
    name: 'refused: a set, when it is granted',
    plans: ANY,
    when: isRefused,
    verdict: { next: 'set', wait: true, refused: true },
  },
  {
    name: 'the watch expired: a set',
    plans: ['watch'],
    when: isExpired,
    verdict: { next: 'set', wait: true },
  },
  {
    // client-go starts over; a watch that was never opened has missed nothing that can't be resumed.
    name: 'the server failed to open the watch: the same again',
    plans: ['watch'],
    when: (error) =>
      isServerError(error) &&
      !isTooLargeResourceVersion(error) &&
      error instanceof ApiError &&
      !error.inWatch,
    verdict: { next: 'same', wait: true },
  },
  {
    name: 'the streaming list failed: a paged one',
    plans: ['stream'],
    when: () => true,
    verdict: { next: 'pagedSet', wait: true },
  },
  ANYTHING_ELSE,
];

/** The rule for a failure. */
export function ruleFor(
  plan: Plan,
  error: unknown,
  contentType: StreamRequest['contentType'],
  state: ReflectorState,
): Rule {
  const fits = (row: Rule): boolean =>
    row.plans.includes(plan.kind) && row.when(error, plan, state, contentType);
  return RULES.find(fits) ?? ANYTHING_ELSE;
}
