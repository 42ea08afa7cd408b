import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reflector, type ReflectorOptions } from '../../../src/main/kube/reflector.ts';
import { quietObserver, type ReflectorObserver } from '../../../src/main/kube/reflector-observer.ts';
import type { StreamRequest } from '../../../src/main/kube/stream-request.ts';
import { CodedError, codeOf } from '../../../src/protocol/coded-error.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually, within } from '../../support/deadline.ts';
import { FakeSink } from './fake-sink.ts';
import { type Asked, FakeTransport } from './fake-transport.ts';
import {
  bookmarkObject,
  listBody,
  event as protobufEvent,
  object as protobufObject,
} from './frames/protobuf.ts';

const pods: StreamRequest = {
  group: '',
  version: 'v1',
  plural: 'pods',
  transfer: 'full',
  contentType: 'json',
  pageLimit: 500,
};
const pod = (uid: string, resourceVersion = '1'): object => ({
  metadata: { name: uid, uid, resourceVersion },
});
const bookmark = (resourceVersion: string, end = false): object => ({
  metadata: { resourceVersion, ...(end ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}) },
});
const end = (resourceVersion: string): readonly [string, object] => [
  'BOOKMARK',
  bookmark(resourceVersion, true),
];
const listOf = (resourceVersion: string, items: readonly object[], token = ''): string =>
  JSON.stringify({ kind: 'PodList', metadata: { resourceVersion, continue: token }, items });

interface Stage {
  readonly clock: FakeClock;
  readonly transport: FakeTransport;
  readonly sink: FakeSink;
  readonly reflector: Reflector;
  readonly observed: string[];
  /** Waits until the log of the sink ends with these. */
  logged(...entries: readonly string[]): Promise<void>;
}

/** A reflector whose server is the test. Randomness is 0, so that delays are 800, 1600, … ms. */
function stage(
  options: { request?: Partial<StreamRequest>; deaf?: boolean; settings?: ReflectorOptions['settings'] } = {},
): Stage {
  const clock = new FakeClock();
  clock.random = () => 0;
  const transport = new FakeTransport({ deaf: options.deaf ?? false });
  const sink = new FakeSink();
  const observed: string[] = [];
  const observer: ReflectorObserver = {
    ...quietObserver,
    called: (kind) => observed.push(`called ${kind}`),
    answered: (kind) => observed.push(`answered ${kind}`),
    finished: (kind, error) =>
      observed.push(`finished ${kind} ${codeOf(error) ?? (error === undefined ? 'well' : String(error))}`),
    malformed: () => observed.push('malformed'),
    synced: (kind, version) => observed.push(`synced ${kind} ${version}`),
    waiting: (ms, refused) => observed.push(`waiting ${ms}${refused ? ' refused' : ''}`),
    fellBackToJson: () => observed.push('fell back to JSON'),
    restarted: (reason) => observed.push(`restarted: ${reason}`),
  };
  const reflector = new Reflector({
    request: { ...pods, ...options.request },
    transport,
    sink,
    clock,
    observer,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  return {
    clock,
    transport,
    sink,
    reflector,
    observed,
    logged: async (...entries) => {
      const same = (): boolean => sink.log.slice(-entries.length).join() === entries.join();
      await eventually(same, `log ends with ${entries.join()}, it is ${sink.log.join()}`).catch(() =>
        assert.deepEqual(sink.log.slice(-entries.length), entries),
      );
    },
  };
}

/** Waits for the phase. */
async function phase({ reflector }: Stage, wanted: string): Promise<void> {
  await eventually(() => reflector.snapshot().phase === wanted, `phase ${wanted}`);
}

/** Brings it to a watch at version 50 with one pod. */
async function watching(on: Stage): Promise<Asked> {
  on.reflector.start();
  const asked = await on.transport.next();
  asked.answer().events(['ADDED', pod('a', '40')], end('50'));
  await on.logged('complete 50');
  return asked;
}

test('a streaming list is passed on, completed at its bookmark, and followed', async () => {
  const on = stage();
  const asked = await watching(on);
  assert.match(asked.path, /^\/api\/v1\/pods\?watch=1&sendInitialEvents=true/);
  assert.equal(asked.request.accept, 'application/json');
  asked.events(['MODIFIED', pod('a', '51')], ['DELETED', pod('a', '52')], ['BOOKMARK', bookmark('60')]);
  await on.logged('begin json', '+a', 'complete 50', '+a', '-a', 'bookmark 60');
  const seen = on.reflector.snapshot();
  assert.equal(seen.phase, 'watching');
  assert.equal(seen.resourceVersion, '60');
  assert.equal(seen.answered, true);
  assert.deepEqual(
    [seen.lastSyncAt, seen.lastEventAt, seen.lastBookmarkAt],
    [on.clock.now(), on.clock.now(), on.clock.now()],
  );
  await on.reflector.stop();
});

test('protobuf streams, then a change of encoding on the next watch', async () => {
  const on = stage({ request: { contentType: 'auto' } });
  on.reflector.start();
  const stream = await on.transport.next();
  assert.equal(stream.request.accept, 'application/vnd.kubernetes.protobuf;stream=watch');
  stream.answer({ type: 'application/vnd.kubernetes.protobuf;stream=watch' });
  const bytes = Buffer.concat([
    protobufEvent('ADDED', protobufObject('a')),
    protobufEvent('BOOKMARK', bookmarkObject('50', true)),
  ]);
  for (const byte of bytes) stream.send(Buffer.from([byte]));
  await on.logged('begin protobuf', '+a', 'complete 50');
  on.clock.advance(2000);
  stream.end();
  const watch = await on.transport.next();
  assert.match(watch.path, /watch=1&resourceVersion=50&/);
  watch.refuse(406);
  const again = await on.transport.next();
  assert.deepEqual([again.path, again.request.accept], [watch.path, 'application/json']);
  again.answer().events(['DELETED', pod('a')]);
  await on.logged('encoding json', '-a');
  assert.ok(on.observed.includes('fell back to JSON'));
  assert.equal(on.reflector.snapshot().fellBackToJson, true);
  await on.reflector.stop();
});

test('a server without streaming lists is listed page by page, and watched', async () => {
  const on = stage({ request: { contentType: 'auto' } });
  on.reflector.start();
  (await on.transport.next()).refuse(422, { reason: 'Invalid' });
  const first = await on.transport.next();
  assert.equal(first.path, '/api/v1/pods?limit=500&resourceVersion=0');
  first
    .answer({ type: 'application/vnd.kubernetes.protobuf' })
    .send(listBody({ version: '70', token: 'more' }, [protobufObject('a')]))
    .end();
  const second = await on.transport.next();
  assert.equal(second.path, '/api/v1/pods?limit=500&continue=more');
  second
    .answer({ type: 'application/vnd.kubernetes.protobuf' })
    .send(listBody({ version: '70' }, [protobufObject('b')]))
    .end();
  const watch = await on.transport.next();
  assert.match(
    watch.path,
    /^\/api\/v1\/pods\?watch=1&resourceVersion=70&allowWatchBookmarks=true&timeoutSeconds=300$/,
  );
  assert.deepEqual(on.sink.log, ['begin protobuf', '+a', '+b', 'complete 70']);
  assert.deepEqual(
    on.observed.filter((entry) => entry.startsWith('synced')),
    ['synced list 70'],
  );
  await on.reflector.stop();
});

test('a server that ignores sendInitialEvents is found out by its first plain bookmark', async () => {
  const on = stage();
  on.reflector.start();
  const stream = await on.transport.next();
  stream.answer().events(['ADDED', pod('a')], ['BOOKMARK', bookmark('9')], ['ADDED', pod('b')]);
  const list = await on.transport.next();
  assert.match(list.path, /limit=500/);
  list
    .answer()
    .send(listOf('70', [pod('a'), pod('b')]))
    .end();
  await on.logged('begin json', '+a', 'begin json', '+a', '+b', 'complete 70');
  assert.equal(stream.body.left, true);
  await on.reflector.stop();
});

test('and otherwise by its silence', async () => {
  const on = stage();
  on.reflector.start();
  const stream = await on.transport.next();
  stream.answer().events(['ADDED', pod('a')]);
  await on.logged('+a');
  on.clock.advance(30_000);
  assert.match((await on.transport.next()).path, /limit=500/);
  assert.ok(on.observed.includes('finished stream KSE_WATCH_UNMARKED'));
  await on.reflector.stop();
});

test('a stream that breaks off half-way begins its set again, as a list, after a delay', async () => {
  const on = stage();
  on.reflector.start();
  const stream = await on.transport.next();
  stream
    .answer()
    .events(['ADDED', pod('a')])
    .end();
  await phase(on, 'waiting');
  assert.deepEqual(on.sink.log, ['begin json', '+a']);
  assert.equal(on.reflector.snapshot().nextRetryAt, on.clock.now() + 800);
  on.clock.advance(799);
  assert.equal(on.transport.unseen, 0);
  on.clock.advance(1);
  (await on.transport.next())
    .answer()
    .send(listOf('70', [pod('b')]))
    .end();
  await on.logged('begin json', '+a', 'begin json', '+b', 'complete 70');
  await on.reflector.stop();
});

test('a page that is cut off never completes a set', async () => {
  const on = stage();
  on.reflector.start();
  (await on.transport.next()).refuse(422);
  const text = listOf('70', [pod('a'), pod('b')]);
  (await on.transport.next()).answer().send(text.slice(0, -1)).end();
  await phase(on, 'waiting');
  assert.deepEqual(on.sink.log, ['begin json', '+a', '+b']);
  assert.equal(on.reflector.snapshot().lastError?.code, 'KSE_FRAME_LOST');
  await on.reflector.stop();
});

test('an expired continue token brings the list in one piece, with a new begin', async () => {
  const on = stage();
  on.reflector.start();
  (await on.transport.next()).refuse(422);
  (await on.transport.next())
    .answer()
    .send(listOf('70', [pod('a')], 'more'))
    .end();
  (await on.transport.next()).refuse(410, { reason: 'Expired' });
  const whole = await on.transport.next();
  assert.equal(whole.path, '/api/v1/pods?resourceVersion=0');
  whole
    .answer()
    .send(listOf('80', [pod('a'), pod('b')]))
    .end();
  await on.logged('begin json', '+a', 'begin json', '+a', '+b', 'complete 80');
  await on.reflector.stop();
});

test('a watch that the server ends is resumed at once where the workers are', async () => {
  const on = stage();
  const stream = await watching(on);
  on.sink.resumeVersion = '55';
  on.clock.advance(100_000);
  stream.end();
  const watch = await on.transport.next();
  assert.match(watch.path, /resourceVersion=55&/);
  assert.deepEqual(
    on.observed.filter((entry) => entry.startsWith('finished')),
    ['finished stream well'],
  );
  await on.reflector.stop();
});

test('so is one whose connection breaks, and half an event that came is not half applied', async () => {
  const on = stage();
  const stream = await watching(on);
  const [half] = JSON.stringify({ type: 'ADDED', object: pod('b') }).split('uid');
  stream.send(half ?? '');
  on.clock.advance(5000);
  stream.break(new CodedError('KSE_API_INTERRUPTED', 'reset'));
  assert.match((await on.transport.next()).path, /resourceVersion=50&/);
  assert.deepEqual(on.sink.log, ['begin json', '+a', 'complete 50']);
  assert.equal(on.reflector.snapshot().lastError?.code, 'KSE_API_INTERRUPTED');
  await on.reflector.stop();
});

test('a watch without any byte for three minutes is resumed, one with bookmarks is not', async () => {
  const on = stage();
  const stream = await watching(on);
  for (let minute = 0; minute < 2; minute++) {
    on.clock.advance(60_000);
    stream.events(['BOOKMARK', bookmark(`${60 + minute}`)]);
    await on.logged(`bookmark ${60 + minute}`);
  }
  assert.equal(on.transport.unseen, 0);
  on.sink.resumeVersion = '61';
  on.clock.advance(179_999);
  assert.equal(on.reflector.snapshot().answered, true);
  on.clock.advance(1);
  assert.match((await on.transport.next()).path, /resourceVersion=61&/);
  assert.ok(on.observed.includes('finished stream KSE_WATCH_SILENT'));
  assert.equal(stream.body.left, true);
  await on.reflector.stop();
});

test('a watch that the server does not end is ended 30 s after it should have been', async () => {
  const on = stage();
  const stream = await watching(on);
  for (let minute = 0; minute < 5; minute++) {
    on.clock.advance(60_000);
    stream.events(['BOOKMARK', bookmark(`${60 + minute}`)]);
    await on.logged(`bookmark ${60 + minute}`);
  }
  on.clock.advance(29_999);
  assert.equal(on.transport.unseen, 0);
  on.clock.advance(1);
  await on.transport.next();
  assert.ok(on.observed.includes('finished stream KSE_WATCH_DEADLINE'));
  await on.reflector.stop();
});

test('an expired watch is followed by a set not older than what was seen, and by any if that is gone', async () => {
  const on = stage();
  const stream = await watching(on);
  stream.events(['ERROR', { kind: 'Status', code: 410, reason: 'Expired' }]);
  await phase(on, 'waiting');
  on.clock.advance(800);
  const second = await on.transport.next();
  assert.match(second.path, /sendInitialEvents=true.*resourceVersion=50&/);
  second.refuse(504, { details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } });
  const third = await on.transport.next();
  assert.match(third.path, /sendInitialEvents=true/);
  assert.doesNotMatch(third.path, /resourceVersion=/);
  third.answer().events(['ADDED', pod('b')], end('45'));
  await on.logged('begin json', '+a', 'complete 50', 'begin json', '+b', 'complete 45');
  await on.reflector.stop();
});

test('no answer: the same again and again, ever more slowly', async () => {
  const on = stage();
  const stream = await watching(on);
  on.clock.advance(2000);
  stream.break(new CodedError('KSE_API_INTERRUPTED', 'reset'));
  for (const ms of [800, 1600, 3200]) {
    const asked = await on.transport.next();
    assert.match(asked.path, /watch=1&resourceVersion=50&/);
    asked.fail(new CodedError('KSE_API_UNREACHABLE', 'refused'));
    await phase(on, 'waiting');
    assert.equal(on.reflector.snapshot().nextRetryAt, on.clock.now() + ms);
    on.clock.advance(ms);
  }
  assert.equal(on.reflector.snapshot().failures, 3);
  (await on.transport.next()).answer().events(['ADDED', pod('b')]);
  await on.logged('complete 50', '+b');
  assert.equal(on.reflector.snapshot().failures, 0);
  await on.reflector.stop();
});

test('Retry-After of a busy server is kept to', async () => {
  const on = stage();
  on.reflector.start();
  (await on.transport.next()).refuse(429, {}, { 'retry-after': '20' });
  await phase(on, 'waiting');
  on.clock.advance(19_999);
  assert.equal(on.transport.unseen, 0);
  on.clock.advance(1);
  await on.transport.next();
  await on.reflector.stop();
});

test('a refusal shows, is asked again, and is over when it is lifted', async () => {
  const on = stage();
  on.reflector.start();
  for (let i = 0; i < 2; i++) {
    (await on.transport.next()).refuse(403, { message: 'pods is forbidden' });
    (await on.transport.next()).refuse(403, { message: 'pods is forbidden' });
    await phase(on, 'refused');
    assert.match(on.reflector.snapshot().lastError?.message ?? '', /list pods: 403: pods is forbidden/);
    on.clock.advance(5000);
    assert.deepEqual([on.reflector.snapshot().phase, on.reflector.snapshot().refused], ['streaming', true]);
  }
  (await on.transport.next()).answer().events(end('5'));
  await phase(on, 'watching');
  assert.equal(on.reflector.snapshot().refused, false);
  assert.equal(on.reflector.snapshot().failures, 0);
  await on.reflector.stop();
});

test('a bad line costs itself only; bytes that cannot be framed cost the watch', async () => {
  const on = stage({ request: { contentType: 'auto' } });
  on.reflector.start();
  const stream = await on.transport.next();
  stream.answer({ type: 'application/vnd.kubernetes.protobuf;stream=watch' });
  stream.send(
    Buffer.concat([
      protobufEvent('NONSENSE', protobufObject('x')),
      protobufEvent('ADDED', protobufObject('a')),
      protobufEvent('BOOKMARK', bookmarkObject('50', true)),
    ]),
  );
  await on.logged('begin protobuf', '+a', 'complete 50');
  assert.ok(on.observed.includes('malformed'));
  stream.send(Buffer.alloc(8, 0xff));
  await phase(on, 'waiting');
  assert.equal(on.reflector.snapshot().lastError?.code, 'KSE_FRAME_TOO_LARGE');
  on.clock.advance(800);
  assert.match((await on.transport.next()).path, /sendInitialEvents=true.*resourceVersion=50/);
  await on.reflector.stop();
});

test('an answer of something else is no list', async () => {
  const on = stage();
  on.reflector.start();
  (await on.transport.next()).answer({ type: 'text/html' }).send('<html>').end();
  await phase(on, 'waiting');
  assert.equal(on.reflector.snapshot().lastError?.code, 'KSE_API_CONTENT_TYPE');
  assert.deepEqual(on.sink.log, []);
  await on.reflector.stop();
});

test('a Table begins with its columns, and an empty one begins without', async () => {
  const on = stage({ request: { plural: 'secrets', transfer: 'table', contentType: 'auto' } });
  on.reflector.start();
  const stream = await on.transport.next();
  assert.match(stream.path, /includeObject=Metadata/);
  const row = (uid: string): object => ({ cells: [uid, 'Opaque'], object: pod(uid) });
  stream.answer().events(
    ['ADDED', { kind: 'Table', columnDefinitions: [{ name: 'Name' }, { name: 'Type' }], rows: [row('a')] }],
    [
      'BOOKMARK',
      {
        kind: 'Table',
        metadata: { resourceVersion: '50' },
        columnDefinitions: null,
        rows: [{ object: bookmark('50', true) }],
      },
    ],
    ['DELETED', { kind: 'Table', columnDefinitions: null, rows: [row('a')] }],
  );
  await on.logged('begin tableRow Name,Type', '+a', 'complete 50', '-a');
  on.reflector.restart('a worker was replaced');
  const again = await on.transport.next();
  again
    .answer()
    .events([
      'BOOKMARK',
      { kind: 'Table', columnDefinitions: null, rows: [{ object: bookmark('60', true) }] },
    ]);
  await on.logged('-a', 'begin tableRow', 'complete 60');
  await on.reflector.stop();
});

test('the version of changes is told between bookmarks, once a second, and when the watch ends', async () => {
  const on = stage();
  const stream = await watching(on);
  stream
    .events(['MODIFIED', pod('a', '51')])
    .events(['MODIFIED', pod('a', '52')], ['MODIFIED', pod('b', '53')]);
  await on.logged('complete 50', '+a', '+a', '+b');
  on.clock.advance(1000);
  await on.logged('+b', 'bookmark 53');
  assert.equal(on.reflector.snapshot().resourceVersion, '53');
  stream.events(['DELETED', pod('b', '54')]);
  await on.logged('-b');
  stream.end();
  await on.logged('-b', 'bookmark 54');
  await on.reflector.stop();
});

test('the reader stops while the workers are behind, and silence does not count meanwhile', async () => {
  const on = stage();
  const stream = await watching(on);
  on.sink.hold();
  stream.events(['ADDED', pod('b', '51')]).events(['ADDED', pod('c', '52')]);
  await on.logged('+b');
  const { taken } = stream.body;
  on.clock.advance(200_000);
  assert.equal(stream.body.taken, taken);
  assert.equal(on.transport.unseen, 0);
  on.sink.letGo();
  await on.logged('+c');
  await on.reflector.stop();
});

test('restart breaks off what runs and begins a set; what the old call still brings reaches nobody', async () => {
  const on = stage();
  const stream = await watching(on);
  on.reflector.restart('a worker was replaced');
  stream.events(['ADDED', pod('late', '51')]);
  const again = await on.transport.next();
  assert.match(again.path, /sendInitialEvents=true.*resourceVersion=50/);
  assert.equal(stream.request.signal.aborted, true);
  again.answer().events(['ADDED', pod('a')], end('55'));
  await on.logged('begin json', '+a', 'complete 50', 'begin json', '+a', 'complete 55');
  assert.ok(on.observed.includes('restarted: a worker was replaced'));
  await on.reflector.stop();
});

test('restart from within the sink takes effect in the middle of a chunk', async () => {
  const on = stage();
  const stream = await watching(on);
  const object = on.sink.object.bind(on.sink);
  on.sink.object = (...args) => {
    object(...args);
    on.sink.object = object;
    on.reflector.restart('lost');
  };
  stream.events(['ADDED', pod('b')], ['ADDED', pod('c')], ['BOOKMARK', bookmark('60')]);
  (await on.transport.next()).answer().events(['ADDED', pod('b')], end('61'));
  await on.logged('complete 50', '+b', 'begin json', '+b', 'complete 61');
  await on.reflector.stop();
});

test('restart while waiting does not wait any longer', async () => {
  const on = stage();
  on.reflector.start();
  (await on.transport.next()).fail(new CodedError('KSE_API_UNREACHABLE', 'refused'));
  await phase(on, 'waiting');
  on.reflector.restart('now');
  await on.transport.next();
  assert.equal(on.reflector.snapshot().nextRetryAt, undefined);
  on.clock.advance(100_000);
  assert.equal(on.transport.unseen, 0);
  await on.reflector.stop();
});

const places: Readonly<Record<string, (on: Stage) => Promise<unknown>>> = {
  'before it has started': async () => {},
  'while a request has no answer': async (on) => {
    on.reflector.start();
    await on.transport.next();
  },
  'while initial events come': async (on) => {
    on.reflector.start();
    (await on.transport.next()).answer().events(['ADDED', pod('a')]);
    await on.logged('+a');
  },
  'while a page comes': async (on) => {
    on.reflector.start();
    (await on.transport.next()).refuse(422);
    (await on.transport.next()).answer().send(listOf('7', [pod('a')]).slice(0, -2));
    await on.logged('+a');
  },
  'while a refusal comes': async (on) => {
    on.reflector.start();
    (await on.transport.next()).answer({ status: 500 }).send('{');
  },
  'while it watches': watching,
  'while it waits for workers': async (on) => {
    const stream = await watching(on);
    on.sink.hold();
    stream.events(['ADDED', pod('b', '51')]);
    await on.logged('+b');
  },
  'while it waits to try again': async (on) => {
    on.reflector.start();
    (await on.transport.next()).fail(new CodedError('KSE_API_UNREACHABLE', 'refused'));
    await phase(on, 'waiting');
  },
  'while it is refused': async (on) => {
    on.reflector.start();
    (await on.transport.next()).refuse(404);
    await phase(on, 'refused');
  },
};

for (const [place, go] of Object.entries(places)) {
  for (const deaf of [false, true]) {
    const kind = deaf ? ' with a transport that hangs' : '';
    test(`stop ${place}${kind} is quick, leaves no timer, and lets nothing more happen`, async () => {
      const on = stage({ deaf });
      await go(on);
      const log = [...on.sink.log];
      const { asked } = on.transport;
      const stops = [on.reflector.stop(), on.reflector.stop()];
      await within(Promise.all(stops), 'the stop');
      assert.equal(on.clock.pending, 0);
      for (const one of asked) one.events(['ADDED', pod('late')], end('99')).end();
      on.reflector.restart('no');
      on.reflector.start();
      on.clock.advance(1_000_000);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(on.sink.log, log);
      assert.equal(on.transport.asked.length, asked.length);
      assert.equal(on.reflector.snapshot().phase, 'stopped');
      for (const one of asked) assert.ok(one.request.signal.aborted || one.body.left || one.failed);
    });
  }
}

test('a reflector observes each call once, with how it ended', async () => {
  const on = stage();
  const stream = await watching(on);
  on.clock.advance(2000);
  stream.end();
  (await on.transport.next()).answer().end();
  await phase(on, 'waiting');
  assert.deepEqual(on.observed, [
    'called stream',
    'answered stream',
    'synced stream 50',
    'finished stream well',
    'called watch',
    'answered watch',
    'finished watch KSE_WATCH_SHORT',
    'waiting 800',
  ]);
  await on.reflector.stop();
});
