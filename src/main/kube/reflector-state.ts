/**
 * The reflector of one stream as a pure function: a state and an event give the next state and
 * what is to be done. It holds no timer, socket or clock, so every transition is a row of a test.
 */
import type { Preference } from './accept.ts';
import { retryAfterOf } from './api-error.ts';
import { type Backoff, freshBackoff, nextDelay } from './backoff.ts';
import { ruleFor, type Verdict } from './reflector-rules.ts';
import type { StreamRequest } from './stream-request.ts';

/** What is asked of the API server. */
export type Plan =
  /** A streaming list, which goes on as a watch. `resourceVersion`: not older than this; `''`: the newest. */
  | { readonly kind: 'stream'; readonly resourceVersion: string }
  /** A page of a paged list. `resourceVersion` is the one the whole list was asked for. */
  | {
      readonly kind: 'list';
      readonly resourceVersion: string;
      readonly limit: number;
      readonly continueToken: string;
    }
  /** A watch of the changes after `resourceVersion`. */
  | { readonly kind: 'watch'; readonly resourceVersion: string };

export type Phase =
  /** Not started. */
  | 'idle'
  /** Receiving the initial events of a streaming list. */
  | 'streaming'
  /** Receiving a paged list. */
  | 'listing'
  /** Whole, and following the changes. */
  | 'watching'
  /** Before the next attempt, after a failure. */
  | 'waiting'
  /** The same, after a refusal that somebody has to lift: credentials, rights, a missing resource. */
  | 'refused'
  | 'stopped';

export interface ReflectorState {
  readonly phase: Phase;
  /** What is being asked, or will be after waiting. */
  readonly plan: Plan | undefined;
  /** The newest resourceVersion seen in a complete set or after it; `''` before the first. */
  readonly resourceVersion: string;
  /** The server can't serve `resourceVersion` any more: the next set is taken at any. */
  readonly versionUnavailable: boolean;
  /** Protobuf was refused, so JSON is asked for from now on. */
  readonly protobufRefused: boolean;
  /** No streaming lists before this time (monotonic milliseconds): the server doesn't have them. */
  readonly streamingFrom: number;
  /** The last set failed as a streaming list without telling why: the next one is paged. */
  readonly preferList: boolean;
  /** Watches in a row that ended at once and without an event. */
  readonly shortWatches: number;
  /** Failures in a row. */
  readonly failures: number;
  /** The server refused the last time that it answered; stays while it is asked again. */
  readonly refused: boolean;
  readonly backoff: Backoff;
}

export const initialState: ReflectorState = {
  phase: 'idle',
  plan: undefined,
  resourceVersion: '',
  versionUnavailable: false,
  protobufRefused: false,
  streamingFrom: Number.NEGATIVE_INFINITY,
  preferList: false,
  shortWatches: 0,
  failures: 0,
  refused: false,
  backoff: freshBackoff,
};

export type ReflectorEvent =
  | { readonly type: 'start' }
  /** Begin a new full set now. */
  | { readonly type: 'restart' }
  | { readonly type: 'stop' }
  /** The wait is over. */
  | { readonly type: 'retry' }
  /** The server has begun to answer with what was asked for. */
  | { readonly type: 'answered' }
  /** The bookmark that ends the initial events of a streaming list. */
  | { readonly type: 'synced'; readonly resourceVersion: string }
  /** A page of a list is complete; no token: it was the last. */
  | { readonly type: 'page'; readonly resourceVersion: string; readonly continueToken: string }
  /** Everything up to this version has been passed on. */
  | { readonly type: 'version'; readonly resourceVersion: string }
  /** A watch is over for no fault of its own: the server ended it, or its connection did. */
  | {
      readonly type: 'ended';
      readonly lastedMs: number;
      /** Events of all types, bookmarks too. */
      readonly events: number;
      /** Where the next watch may start. */
      readonly resumeVersion: string;
    }
  | { readonly type: 'failed'; readonly error: unknown; readonly resumeVersion: string };

export type ReflectorEffect =
  /** Ends the running call and the wait, whichever there is. */
  | { readonly type: 'abort' }
  | {
      readonly type: 'call';
      readonly plan: Plan;
      readonly preference: Preference;
      /** The answer begins a full set. */
      readonly newSet: boolean;
      /** For streams and watches. */
      readonly timeoutSeconds: number;
    }
  | { readonly type: 'wait'; readonly ms: number }
  /** All objects of the set have been passed on. */
  | { readonly type: 'complete'; readonly resourceVersion: string };

/** What a step depends on besides state and event. */
export interface Context {
  /** Monotonic milliseconds. */
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
  readonly request: Pick<StreamRequest, 'transfer' | 'contentType' | 'useApiServerCache' | 'pageLimit'>;
}

export interface Step {
  readonly state: ReflectorState;
  readonly effects: readonly ReflectorEffect[];
}

/** How long a server that has no streaming lists is not asked for one; upgrades happen. */
export const STREAMING_PAUSE_MS = 30 * 60_000;

/** A watch that lasts less counts as an error when it brought nothing (client-go's very short watch). */
export const SHORT_WATCH_MS = 1000;

/**
 * Short watches in a row after which the version is suspected and a new set taken. client-go takes
 * one at once, which makes a load balancer that drops connections cause lists from everybody.
 */
export const SHORT_WATCHES = 3;

/** Watches are asked to last [300, 600) seconds, so that they don't all end at the same time. */
const WATCH_SECONDS = 300;

export function step(state: ReflectorState, event: ReflectorEvent, context: Context): Step {
  if (state.phase === 'stopped') return { state, effects: [] };
  switch (event.type) {
    case 'start':
      return state.phase === 'idle' ? newSet(state, context) : { state, effects: [] };
    case 'restart':
      return state.phase === 'idle' ? { state, effects: [] } : withAbort(newSet(state, context));
    case 'stop':
      return { state: { ...state, phase: 'stopped', plan: undefined }, effects: [{ type: 'abort' }] };
    case 'retry':
      return state.plan !== undefined && isWaiting(state)
        ? call(state, state.plan, context)
        : { state, effects: [] };
    case 'answered':
      return { state: answered(state), effects: [] };
    case 'synced':
      return state.phase === 'streaming'
        ? { state: synced(state, event.resourceVersion), effects: [complete(event.resourceVersion)] }
        : { state, effects: [] };
    case 'page':
      return page(state, event, context);
    case 'version':
      return state.phase === 'watching'
        ? { state: { ...state, resourceVersion: event.resourceVersion }, effects: [] }
        : { state, effects: [] };
    case 'ended':
      return ended(state, event, context);
    case 'failed':
      return failed(state, event, context);
  }
}

type Planned = ReflectorState & { readonly plan: Plan };

function isWaiting(state: ReflectorState): boolean {
  return state.phase === 'waiting' || state.phase === 'refused';
}

function withAbort({ state, effects }: Step): Step {
  return { state, effects: [{ type: 'abort' }, ...effects] };
}

function complete(resourceVersion: string): ReflectorEffect {
  return { type: 'complete', resourceVersion };
}

/** A set is only a success once it is whole; a watch is one as soon as it is open. */
function answered(state: ReflectorState): ReflectorState {
  return { ...state, refused: false, failures: state.plan?.kind === 'watch' ? 0 : state.failures };
}

function synced(state: ReflectorState, resourceVersion: string): ReflectorState {
  return {
    ...state,
    phase: 'watching',
    plan: { kind: 'watch', resourceVersion },
    resourceVersion,
    versionUnavailable: false,
    preferList: false,
    shortWatches: 0,
    failures: 0,
  };
}

function page(state: ReflectorState, event: ReflectorEvent & { type: 'page' }, context: Context): Step {
  const { plan } = state;
  if (state.phase !== 'listing' || plan?.kind !== 'list') return { state, effects: [] };
  if (event.continueToken !== '') {
    return call(state, { ...plan, continueToken: event.continueToken }, context);
  }
  const whole = synced(state, event.resourceVersion);
  const next = call(whole, { kind: 'watch', resourceVersion: event.resourceVersion }, context);
  return { state: next.state, effects: [complete(event.resourceVersion), ...next.effects] };
}

function ended(state: ReflectorState, event: ReflectorEvent & { type: 'ended' }, context: Context): Step {
  const plan: Plan = { kind: 'watch', resourceVersion: event.resumeVersion };
  if (event.lastedMs >= SHORT_WATCH_MS)
    return call({ ...state, shortWatches: 0, failures: 0 }, plan, context);
  const shortWatches = event.events > 0 ? 0 : state.shortWatches + 1;
  const failures = event.events > 0 ? 0 : state.failures + 1;
  if (shortWatches < SHORT_WATCHES)
    return wait({ ...state, plan, shortWatches, failures }, 'waiting', context);
  const { state: next } = newSet({ ...state, shortWatches: 0, failures }, context);
  return wait(next, 'waiting', context);
}

function failed(state: ReflectorState, event: ReflectorEvent & { type: 'failed' }, context: Context): Step {
  const { plan } = state;
  if (plan === undefined) return { state, effects: [] };
  const { verdict } = ruleFor(plan, event.error, context.request.contentType, state);
  const after = replan(
    { ...state, failures: state.failures + 1 },
    plan,
    verdict,
    event.resumeVersion,
    context,
  );
  if (!verdict.wait) return call(after, after.plan, context);
  return wait(after, verdict.refused === true ? 'refused' : 'waiting', context, retryAfterOf(event.error));
}

/** The state with the plan, and the memories, that a verdict asks for. */
function replan(
  state: ReflectorState,
  plan: Plan,
  verdict: Verdict,
  resumeVersion: string,
  context: Context,
): Planned {
  switch (verdict.next) {
    case 'same':
      return { ...state, plan: plan.kind === 'watch' ? { ...plan, resourceVersion: resumeVersion } : plan };
    case 'sameInJson':
      return { ...state, plan, protobufRefused: true };
    case 'wholeList':
      return {
        ...state,
        plan: { kind: 'list', resourceVersion: plan.resourceVersion, limit: 0, continueToken: '' },
      };
    case 'set':
      return planSet(state, context);
    case 'setAtAnyVersion':
      return planSet({ ...state, versionUnavailable: true }, context);
    case 'pagedSet':
      return planSet({ ...state, preferList: true }, context);
    case 'pagedSetFromNowOn':
      return planSet({ ...state, streamingFrom: context.now + STREAMING_PAUSE_MS }, context);
  }
}

function newSet(state: ReflectorState, context: Context): Step {
  const planned = planSet(state, context);
  return call(planned, planned.plan, context);
}

/** Plans a full set: streaming where it may be, else paged. */
function planSet(state: ReflectorState, { now, request }: Context): Planned {
  const known = state.versionUnavailable ? '' : state.resourceVersion;
  // '0' is whatever the server's cache has: all right for a first set, as client-go lists, but a
  // streaming list only comes from the cache anyway and '' makes it wait for the newest.
  const anything = state.versionUnavailable ? '' : '0';
  if (!state.preferList && now >= state.streamingFrom) {
    const atFirst = request.useApiServerCache === true ? anything : '';
    return { ...state, plan: { kind: 'stream', resourceVersion: known === '' ? atFirst : known } };
  }
  return {
    ...state,
    // The one after this may stream again: whichever way works is found by turns.
    preferList: false,
    plan: {
      kind: 'list',
      resourceVersion: known === '' ? anything : known,
      // A limit would send a list at a known version past the cache to etcd, as client-go notes.
      limit: known === '' ? request.pageLimit : 0,
      continueToken: '',
    },
  };
}

const PHASES: Readonly<Record<Plan['kind'], Phase>> = {
  stream: 'streaming',
  list: 'listing',
  watch: 'watching',
};

function call(state: ReflectorState, plan: Plan, { random, request }: Context): Step {
  const json = request.contentType === 'json' || request.transfer === 'table' || state.protobufRefused;
  return {
    state: { ...state, phase: PHASES[plan.kind], plan },
    effects: [
      {
        type: 'call',
        plan,
        preference: json ? 'json' : 'protobuf',
        newSet: plan.kind === 'stream' || (plan.kind === 'list' && plan.continueToken === ''),
        timeoutSeconds: Math.floor(WATCH_SECONDS * (1 + random)),
      },
    ],
  };
}

function wait(state: ReflectorState, phase: 'waiting' | 'refused', context: Context, retryAfterMs = 0): Step {
  const { backoff, ms } = nextDelay(state.backoff, context.now, context.random, retryAfterMs);
  return {
    state: { ...state, phase, refused: phase === 'refused', backoff },
    effects: [{ type: 'wait', ms }],
  };
}
