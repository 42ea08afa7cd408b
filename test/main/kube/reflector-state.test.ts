import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../src/main/kube/api-error.ts';
import { RULES, ruleFor } from '../../../src/main/kube/reflector-rules.ts';
import {
  type Context,
  initialState,
  type Plan,
  type ReflectorEvent,
  type ReflectorState,
  STREAMING_PAUSE_MS,
  type Step,
  step,
} from '../../../src/main/kube/reflector-state.ts';
import type { Status } from '../../../src/main/kube/status.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';

const request: Context['request'] = { transfer: 'full', contentType: 'auto', pageLimit: 500 };
const at = (now: number, more: Partial<Context['request']> = {}): Context => ({
  now,
  random: 0,
  request: { ...request, ...more },
});

const api = (
  code: number,
  more: Partial<Status> & { inWatch?: boolean; retryAfterMs?: number } = {},
): ApiError =>
  new ApiError('x', { code, reason: '', message: '', causes: [], retryAfterSeconds: 0, ...more }, more);
const coded = (code: string): CodedError => new CodedError(code, code);
const expired = api(410, { reason: 'Expired' });
const tooLarge = api(504, { causes: [{ reason: 'ResourceVersionTooLarge', message: '', field: '' }] });

const stream = (resourceVersion: string): Plan => ({ kind: 'stream', resourceVersion });
const list = (resourceVersion: string, limit = 500, continueToken = ''): Plan => ({
  kind: 'list',
  resourceVersion,
  limit,
  continueToken,
});
const watch = (resourceVersion: string): Plan => ({ kind: 'watch', resourceVersion });

const phaseOf = { stream: 'streaming', list: 'listing', watch: 'watching' } as const;
const during = (plan: Plan, more: Partial<ReflectorState> = {}): ReflectorState => ({
  ...initialState,
  phase: phaseOf[plan.kind],
  plan,
  ...more,
});

/** A step's effects in a word or two each. */
function told({ effects }: Step): string[] {
  return effects.map((effect) => {
    if (effect.type === 'wait') return `wait ${effect.ms}`;
    if (effect.type === 'complete') return `complete ${effect.resourceVersion}`;
    if (effect.type === 'abort') return 'abort';
    const { plan } = effect;
    const page =
      plan.kind === 'list'
        ? ` limit ${plan.limit}${plan.continueToken === '' ? '' : ` continue ${plan.continueToken}`}`
        : '';
    return `${effect.newSet ? 'new set: ' : ''}${plan.kind} at '${plan.resourceVersion}'${page} in ${effect.preference}`;
  });
}

const fail = (error: unknown): ReflectorEvent => ({ type: 'failed', error, resumeVersion: '90' });

test('it starts with a streaming list of the newest version, in protobuf, once', () => {
  const first = step(initialState, { type: 'start' }, at(0));
  assert.deepEqual(told(first), ["new set: stream at '' in protobuf"]);
  assert.equal(first.state.phase, 'streaming');
  assert.deepEqual(step(first.state, { type: 'start' }, at(0)), { state: first.state, effects: [] });
});

test("with the API server's cache the first set may be of any version", () => {
  assert.deepEqual(told(step(initialState, { type: 'start' }, at(0, { useApiServerCache: true }))), [
    "new set: stream at '0' in protobuf",
  ]);
});

test('Tables, and what is asked for in JSON, never name protobuf', () => {
  for (const more of [{ transfer: 'table' }, { contentType: 'json' }] as const) {
    assert.deepEqual(told(step(initialState, { type: 'start' }, at(0, more))), [
      "new set: stream at '' in json",
    ]);
  }
});

test('a watch is asked to last 300 to 600 seconds', () => {
  const seconds = (random: number): unknown => {
    const [effect] = step(initialState, { type: 'start' }, { ...at(0), random }).effects;
    return effect?.type === 'call' ? effect.timeoutSeconds : undefined;
  };
  assert.deepEqual([seconds(0), seconds(0.5), seconds(0.9999)], [300, 450, 599]);
});

test('the bookmark that ends the initial events completes the set, and the same call goes on as a watch', () => {
  const before = during(stream(''), { versionUnavailable: true, failures: 3, shortWatches: 1 });
  const synced = step(before, { type: 'synced', resourceVersion: '50' }, at(0));
  assert.deepEqual(told(synced), ['complete 50']);
  const { phase, plan, resourceVersion, versionUnavailable, failures, shortWatches } = synced.state;
  assert.deepEqual(
    { phase, plan, resourceVersion, versionUnavailable, failures, shortWatches },
    {
      phase: 'watching',
      plan: watch('50'),
      resourceVersion: '50',
      versionUnavailable: false,
      failures: 0,
      shortWatches: 0,
    },
  );
});

test('pages are followed to the last, which completes the set and begins the watch', () => {
  const first = step(during(list('0')), { type: 'page', resourceVersion: '60', continueToken: 'c1' }, at(0));
  assert.deepEqual(told(first), ["list at '0' limit 500 continue c1 in protobuf"]);
  assert.equal(first.state.phase, 'listing');
  const second = step(first.state, { type: 'page', resourceVersion: '60', continueToken: 'c2' }, at(0));
  assert.deepEqual(told(second), ["list at '0' limit 500 continue c2 in protobuf"]);
  const last = step(second.state, { type: 'page', resourceVersion: '60', continueToken: '' }, at(0));
  assert.deepEqual(told(last), ['complete 60', "watch at '60' in protobuf"]);
  assert.equal(last.state.phase, 'watching');
  assert.equal(last.state.resourceVersion, '60');
});

test('an answer lifts a refusal, and ends a row of failures once there is a watch', () => {
  const before = { refused: true, failures: 3 };
  const answer = (plan: Plan): ReflectorState =>
    step(during(plan, before), { type: 'answered' }, at(0)).state;
  assert.deepEqual([answer(stream('')).refused, answer(stream('')).failures], [false, 3]);
  assert.deepEqual([answer(watch('80')).refused, answer(watch('80')).failures], [false, 0]);
});

test('a refusal stays while it is asked again, until something else is answered or goes wrong', () => {
  const refused = step(during(list('0')), fail(api(403)), at(0)).state;
  const again = step(refused, { type: 'retry' }, at(0)).state;
  assert.deepEqual([again.phase, again.refused], ['streaming', true]);
  assert.equal(step(again, fail(coded('KSE_API_UNREACHABLE')), at(0)).state.refused, false);
});

test('versions are taken from the watch, and not while a set comes in', () => {
  const version: ReflectorEvent = { type: 'version', resourceVersion: '99' };
  assert.equal(step(during(watch('50')), version, at(0)).state.resourceVersion, '99');
  assert.equal(step(during(stream('')), version, at(0)).state.resourceVersion, '');
});

interface Row {
  readonly name: string;
  readonly state: ReflectorState;
  readonly error: unknown;
  readonly effects: readonly string[];
  readonly phase: string;
  readonly more?: Partial<Context['request']>;
  readonly state2?: Partial<ReflectorState>;
}

const known = { resourceVersion: '80' };
const waiting = (next: string): readonly [string, string] => ['wait 800', next];

/** Effects at the failure; where there is a wait, the effect of what comes after it follows. */
const failures: readonly Row[] = [
  // Encodings.
  {
    name: 'protobuf refused for a stream',
    state: during(stream('')),
    error: api(406),
    effects: ["new set: stream at '' in json"],
    phase: 'streaming',
    state2: { protobufRefused: true },
  },
  {
    name: 'protobuf refused for a page',
    state: during(list('0', 500, 'c')),
    error: api(415),
    effects: ["list at '0' limit 500 continue c in json"],
    phase: 'listing',
  },
  {
    name: 'protobuf refused for a watch',
    state: during(watch('80')),
    error: api(406),
    effects: ["watch at '80' in json"],
    phase: 'watching',
  },
  {
    name: 'JSON refused too',
    state: during(stream(''), { protobufRefused: true }),
    error: api(406),
    effects: waiting("new set: stream at '' in json"),
    phase: 'refused',
  },
  {
    name: 'protobuf refused where nothing else will do',
    state: during(stream('')),
    error: api(406),
    more: { contentType: 'protobuf' },
    effects: waiting("new set: stream at '' in protobuf"),
    phase: 'refused',
  },
  // No streaming lists.
  ...[400, 405, 422, 501].map((code) => ({
    name: `streaming answered ${code}`,
    state: during(stream('80'), known),
    error: api(code),
    effects: ["new set: list at '80' limit 0 in protobuf"],
    phase: 'listing',
  })),
  {
    name: 'no bookmark after the initial events',
    state: during(stream('')),
    error: coded('KSE_WATCH_UNMARKED'),
    effects: ["new set: list at '0' limit 500 in protobuf"],
    phase: 'listing',
    state2: { streamingFrom: 1000 + STREAMING_PAUSE_MS },
  },
  // Versions.
  {
    name: 'a stream at an expired version',
    state: during(stream('80'), known),
    error: expired,
    effects: ["new set: stream at '' in protobuf"],
    phase: 'streaming',
    state2: { versionUnavailable: true },
  },
  {
    name: 'a stream at a version from the future',
    state: during(stream('80'), known),
    error: tooLarge,
    effects: ["new set: stream at '' in protobuf"],
    phase: 'streaming',
  },
  {
    name: 'a stream that expires at any version',
    state: during(stream('')),
    error: expired,
    effects: waiting("new set: list at '0' limit 500 in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'a list at an expired version',
    state: during(list('80', 0), { ...known, streamingFrom: 1e9 }),
    error: expired,
    effects: ["new set: list at '' limit 500 in protobuf"],
    phase: 'listing',
  },
  {
    name: "a list at a version from the future, after '0'",
    state: during(list('0'), { streamingFrom: 1e9 }),
    error: tooLarge,
    effects: ["new set: list at '' limit 500 in protobuf"],
    phase: 'listing',
  },
  {
    name: 'a list that expires at any version',
    state: during(list(''), { streamingFrom: 1e9 }),
    error: expired,
    effects: waiting("new set: list at '0' limit 500 in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'an expired continue token',
    state: during(list('0', 500, 'c')),
    error: expired,
    effects: ["new set: list at '0' limit 0 in protobuf"],
    phase: 'listing',
  },
  {
    name: 'an expired list in one piece',
    state: during(list('', 0), { versionUnavailable: true }),
    error: expired,
    effects: waiting("new set: stream at '' in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'an expired watch, by an event',
    state: during(watch('70'), known),
    error: api(410, { inWatch: true }),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'an expired watch, by the answer',
    state: during(watch('70'), known),
    error: expired,
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'a watch at a version from the future',
    state: during(watch('70'), known),
    error: tooLarge,
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
  // No answer, or a busy server.
  ...['KSE_API_UNREACHABLE', 'KSE_API_TIMEOUT', 'KSE_API_TLS', 'KSE_API_CREDENTIALS'].flatMap((code) => [
    {
      name: `${code} of a stream`,
      state: during(stream('80'), known),
      error: coded(code),
      effects: waiting("new set: stream at '80' in protobuf"),
      phase: 'waiting',
    },
    {
      name: `${code} of a page`,
      state: during(list('0', 500, 'c')),
      error: coded(code),
      effects: waiting("list at '0' limit 500 continue c in protobuf"),
      phase: 'waiting',
    },
    {
      name: `${code} of a watch`,
      state: during(watch('80'), known),
      error: coded(code),
      effects: waiting("watch at '90' in protobuf"),
      phase: 'waiting',
    },
  ]),
  {
    name: '429 of a watch',
    state: during(watch('80'), known),
    error: api(429),
    effects: waiting("watch at '90' in protobuf"),
    phase: 'waiting',
  },
  {
    name: '429 with Retry-After',
    state: during(list('0')),
    error: api(429, { retryAfterMs: 7000 }),
    effects: ['wait 7000', "new set: list at '0' limit 500 in protobuf"],
    phase: 'waiting',
  },
  {
    name: '429 with retryAfterSeconds',
    state: during(stream('')),
    error: api(429, { retryAfterSeconds: 9 }),
    effects: ['wait 9000', "new set: stream at '' in protobuf"],
    phase: 'waiting',
  },
  // Refusals.
  {
    name: '401 of a stream',
    state: during(stream('')),
    error: api(401),
    effects: waiting("new set: stream at '' in protobuf"),
    phase: 'refused',
  },
  {
    name: '401 of a watch',
    state: during(watch('80'), known),
    error: api(401),
    effects: waiting("watch at '90' in protobuf"),
    phase: 'refused',
  },
  {
    name: '403 of a stream',
    state: during(stream('')),
    error: api(403),
    effects: ["new set: list at '0' limit 500 in protobuf"],
    phase: 'listing',
    state2: { streamingFrom: Number.NEGATIVE_INFINITY },
  },
  {
    name: '403 of a list',
    state: during(list('0')),
    error: api(403),
    effects: waiting("new set: stream at '' in protobuf"),
    phase: 'refused',
  },
  {
    name: '403 of a watch',
    state: during(watch('80'), known),
    error: api(403),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'refused',
  },
  {
    name: '404 of a stream',
    state: during(stream('')),
    error: api(404),
    effects: waiting("new set: stream at '' in protobuf"),
    phase: 'refused',
  },
  {
    name: '404 of a watch',
    state: during(watch('80'), known),
    error: api(404),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'refused',
  },
  // The rest.
  {
    name: '500 of a stream',
    state: during(stream('')),
    error: api(500),
    effects: waiting("new set: list at '0' limit 500 in protobuf"),
    phase: 'waiting',
  },
  {
    name: '503 of a list',
    state: during(list('0')),
    error: api(503),
    effects: waiting("new set: stream at '' in protobuf"),
    phase: 'waiting',
  },
  {
    name: '503 at the opening of a watch',
    state: during(watch('80'), known),
    error: api(503),
    effects: waiting("watch at '90' in protobuf"),
    phase: 'waiting',
  },
  {
    name: '500 within a watch',
    state: during(watch('80'), known),
    error: api(500, { inWatch: true }),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
  {
    name: '400 of a watch',
    state: during(watch('80'), known),
    error: api(400),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'framing lost in a watch',
    state: during(watch('80'), known),
    error: coded('KSE_FRAME_LOST'),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'framing lost in a stream',
    state: during(stream('')),
    error: coded('KSE_FRAME_TOO_LARGE'),
    effects: waiting("new set: list at '0' limit 500 in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'a list cut off',
    state: during(list('0', 500, 'c')),
    error: coded('KSE_FRAME_LOST'),
    effects: waiting("new set: stream at '' in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'a stream that breaks off before it is complete',
    state: during(stream('')),
    error: coded('KSE_API_INTERRUPTED'),
    effects: waiting("new set: list at '0' limit 500 in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'a page of something else',
    state: during(watch('80'), known),
    error: coded('KSE_API_CONTENT_TYPE'),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
  {
    name: 'an error without a code',
    state: during(watch('80'), known),
    error: new Error('x'),
    effects: waiting("new set: stream at '80' in protobuf"),
    phase: 'waiting',
  },
];

for (const row of failures) {
  test(`on ${row.name}: ${row.effects.join(', then ')}`, () => {
    const context = at(1000, row.more);
    const failed = step(row.state, fail(row.error), context);
    assert.equal(failed.state.phase, row.phase);
    assert.equal(failed.state.failures, row.state.failures + 1);
    const isWait = row.effects[0]?.startsWith('wait') === true;
    const after = isWait ? step(failed.state, { type: 'retry' }, at(100_000, row.more)) : undefined;
    assert.deepEqual([...told(failed), ...(after === undefined ? [] : told(after))], row.effects);
    for (const [key, value] of Object.entries(row.state2 ?? {})) {
      assert.deepEqual(Object.entries(failed.state).find(([name]) => name === key)?.[1], value, key);
    }
  });
}

test('every rule is used by some row above', () => {
  const used = new Set(
    failures.map(({ state, error, more }) => {
      assert.ok(state.plan);
      return ruleFor(state.plan, error, more?.contentType ?? 'auto', state).name;
    }),
  );
  assert.deepEqual(
    RULES.map((rule) => rule.name).filter((name) => !used.has(name)),
    [],
  );
});

test('what is done at once turns a switch: failing for ever the same way always comes to a wait', () => {
  const errors = [...failures.map((row) => row.error)];
  for (const error of errors) {
    for (const start of [
      stream(''),
      stream('80'),
      list('0'),
      list('80', 0),
      list('0', 500, 'c'),
      watch('80'),
    ]) {
      let { state, effects } = step(during(start, known), fail(error), at(0));
      let calls = 0;
      while (effects[0]?.type === 'call') {
        assert.ok(++calls < 5, `${String(error)} of ${start.kind}`);
        ({ state, effects } = step(state, fail(error), at(0)));
      }
      assert.equal(effects[0]?.type, 'wait');
    }
  }
});

const ended = (lastedMs: number, events: number): ReflectorEvent => ({
  type: 'ended',
  lastedMs,
  events,
  resumeVersion: '90',
});

test('a watch that ends resumes at once where the workers are', () => {
  const next = step(during(watch('80'), { ...known, shortWatches: 2, failures: 2 }), ended(1000, 0), at(0));
  assert.deepEqual(told(next), ["watch at '90' in protobuf"]);
  assert.deepEqual([next.state.shortWatches, next.state.failures], [0, 0]);
});

test('a watch that ends within a second is resumed after a delay, and is no failure if it brought events', () => {
  const next = step(during(watch('80'), known), ended(999, 1), at(0));
  assert.deepEqual(told(next), ['wait 800']);
  assert.equal(next.state.failures, 0);
  assert.deepEqual(told(step(next.state, { type: 'retry' }, at(800))), ["watch at '90' in protobuf"]);
});

test('watches that end within a second without events are failures, and the third in a row asks for a set', () => {
  let state = during(watch('80'), known);
  const seen: string[] = [];
  for (let i = 0; i < 3; i++) {
    const next = step(state, ended(10, 0), at(0));
    seen.push(...told(next));
    assert.equal(next.state.failures, i + 1);
    const after = step(next.state, { type: 'retry' }, at(0));
    seen.push(...told(after));
    state = after.state;
  }
  assert.deepEqual(seen, [
    'wait 800',
    "watch at '90' in protobuf",
    'wait 1600',
    "watch at '90' in protobuf",
    'wait 3200',
    "new set: stream at '80' in protobuf",
  ]);
});

test('a server without streaming lists is asked again after a while', () => {
  const paused = during(watch('80'), { ...known, streamingFrom: 5000 });
  const next = (now: number): string[] => told(step(paused, { type: 'restart' }, at(now)));
  assert.deepEqual(next(4999), ['abort', "new set: list at '80' limit 0 in protobuf"]);
  assert.deepEqual(next(5000), ['abort', "new set: stream at '80' in protobuf"]);
});

test('restart breaks off whatever there is and begins a set', () => {
  const states = [stream(''), list('0', 500, 'c'), watch('80')].map((plan) => during(plan, known));
  const waits = states.map((state): ReflectorState => ({ ...state, phase: 'waiting' }));
  for (const state of [
    ...states,
    ...waits,
    { ...during(watch('80'), known), phase: 'refused' } as ReflectorState,
  ]) {
    assert.deepEqual(told(step(state, { type: 'restart' }, at(0))), [
      'abort',
      "new set: stream at '80' in protobuf",
    ]);
  }
  assert.deepEqual(step(initialState, { type: 'restart' }, at(0)).effects, []);
});

test('stop ends it from every state, for good', () => {
  for (const state of [
    initialState,
    during(stream('')),
    during(list('0')),
    during(watch('80')),
    { ...during(watch('80')), phase: 'waiting' } as ReflectorState,
  ]) {
    const stopped = step(state, { type: 'stop' }, at(0));
    assert.deepEqual(told(stopped), ['abort']);
    const events: ReflectorEvent[] = [
      { type: 'start' },
      { type: 'restart' },
      { type: 'retry' },
      { type: 'stop' },
      fail(expired),
      ended(9, 9),
      { type: 'synced', resourceVersion: '1' },
      { type: 'page', resourceVersion: '1', continueToken: '' },
    ];
    for (const event of events)
      assert.deepEqual(step(stopped.state, event, at(0)), { state: stopped.state, effects: [] });
  }
});

test('events that do not belong to the state change nothing', () => {
  const cases: readonly (readonly [ReflectorState, ReflectorEvent])[] = [
    [during(watch('80')), { type: 'synced', resourceVersion: '1' }],
    [during(stream('')), { type: 'page', resourceVersion: '1', continueToken: '' }],
    [during(stream('')), { type: 'retry' }],
    [initialState, { type: 'retry' }],
    [initialState, fail(expired)],
    [
      { ...during(watch('80')), phase: 'waiting' },
      { type: 'version', resourceVersion: '1' },
    ],
  ];
  for (const [state, event] of cases) assert.deepEqual(step(state, event, at(0)), { state, effects: [] });
});
