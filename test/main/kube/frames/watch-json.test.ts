import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonWatchFramer } from '../../../../src/main/kube/frames/watch-json.ts';
import { Collector, cut, Encoding, watch } from './collect.ts';

const { json, tableRow } = Encoding;
const lines = (...texts: readonly string[]): Buffer => Buffer.from(texts.map((text) => `${text}\n`).join(''));
const event = (type: string, object: unknown): string => JSON.stringify({ type, object });

test('each event type becomes what it means', () => {
  const object = { kind: 'Pod', metadata: { name: 'n', uid: 'u1', resourceVersion: '5' } };
  const stream = lines(
    event('ADDED', object),
    event('MODIFIED', object),
    event('DELETED', object),
    event('BOOKMARK', { metadata: { resourceVersion: '6' } }),
    event('BOOKMARK', {
      metadata: { resourceVersion: '7', annotations: { 'k8s.io/initial-events-end': 'true' } },
    }),
    event('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' }),
  );
  const text = Buffer.from(JSON.stringify(object));
  assert.deepEqual(watch(json, [stream]).found, [
    { op: 'upsert', object: text, uid: 'u1' },
    { op: 'upsert', object: text, uid: 'u1' },
    { op: 'remove', object: text, uid: 'u1' },
    { bookmark: { resourceVersion: '6', initialEventsEnd: false } },
    { bookmark: { resourceVersion: '7', initialEventsEnd: true } },
    { error: { code: 410, reason: 'Expired', message: 'too old', causes: [], retryAfterSeconds: 0 } },
  ]);
});

test('the keys may stand in any order, with whitespace, with others among them', () => {
  const object = '{"metadata":{"uid":"u"}}';
  for (const line of [
    `{"type":"ADDED","object":${object}}`,
    `{"object":${object},"type":"ADDED"}`,
    ` { "type" : "ADDED" , "object" : ${object} } \r`,
    `{"type":"ADDED","object":${object},"extra":{"object":{"metadata":{"uid":"no"}}}}`,
    `{"extra":[{"type":"DELETED"}],"type":"ADDED","n":-1.5e3,"b":true,"object":${object},"z":null}`,
    `{"t\\u0079pe":"\\u0041DDED","\\u006fbject":${object}}`,
  ]) {
    assert.deepEqual(
      watch(json, [lines(line)]).found,
      [{ op: 'upsert', object: Buffer.from(object), uid: 'u' }],
      line,
    );
  }
});

test('only the uid directly in metadata counts', () => {
  const cases: readonly (readonly [text: string, uid: string])[] = [
    ['{"metadata":{"ownerReferences":[{"uid":"owner"}],"uid":"own"}}', 'own'],
    ['{"spec":{"metadata":{"uid":"template"}},"metadata":{"uid":"own"}}', 'own'],
    ['{"uid":"outer","metadata":{"annotations":{"uid":"no"},"name":"n"}}', ''],
    ['{"metadata":{"annotations":{"z":"{\\"uid\\":\\"no\\"}"},"uid":"own"}}', 'own'],
    ['{"metadata":{"labels":{"a\\\\":"\\\\"},"uid":"own"}}', 'own'],
    ['{"metadata":{"u\\u0069d":"own"}}', 'own'],
    ['{"meta\\u0064ata":{"uid":"own"}}', 'own'],
    ['{"metadata":{"uid":"a\\u002db"}}', 'a-b'],
    ['{"metadata":{"uid":"\\ud83d\\ude00"}}', '😀'],
    ['{"metadata":{"uid":7}}', ''],
    ['{"metadata":{"uid":null}}', ''],
    ['{"metadata":null}', ''],
    ['{"metadata":[{"uid":"no"}]}', ''],
    ['{}', ''],
    ['{ "metadata" : { "uid" : "own" } }', 'own'],
  ];
  for (const [text, uid] of cases) {
    const { found } = watch(json, [lines(`{"type":"ADDED","object":${text}}`)]);
    assert.deepEqual(found, [{ op: 'upsert', object: Buffer.from(text), uid }], text);
  }
});

/** JSON text of a value with members in their order, random whitespace, and escapes where allowed. */
function write(value: unknown, random: () => number): string {
  const space = (): string =>
    random() < 0.8 ? '' : ([' ', '\t', '  ', '\r'][Math.floor(random() * 4)] ?? '');
  const string = (text: string): string => {
    const escaped = [...JSON.stringify(text).slice(1, -1)].join('');
    if (random() < 0.9 || !/^[a-zA-Z]+$/.test(text)) return `"${escaped}"`;
    const code = text.charCodeAt(0).toString(16).padStart(4, '0');
    return `"\\u${code}${text.slice(1)}"`;
  };
  const one = (inner: unknown): string => {
    if (typeof inner === 'string') return string(inner);
    if (Array.isArray(inner))
      return `[${inner.map((item) => space() + one(item) + space()).join(',')}${space()}]`;
    if (typeof inner !== 'object' || inner === null) return JSON.stringify(inner) ?? 'null';
    const members = Object.entries(inner).map(
      ([key, item]) => `${space()}${string(key)}${space()}:${space()}${one(item)}`,
    );
    return `{${members.join(',')}${space()}}`;
  };
  return one(value);
}

/** Objects full of keys that look like the ones looked for. */
const trickyKey = fc.constantFrom(
  'uid',
  'metadata',
  'object',
  'type',
  'rows',
  'a',
  'x"y',
  'back\\slash',
  'ключ',
  '{',
  '"uid":"no"',
);
const trickyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '"', '\\', '\\"', '{"uid":"no"}', '}', ']', '😀', '\u2028'),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(trickyKey, tie('value'), { maxKeys: 5 }),
  ),
})).value;
const trickyObject = fc.dictionary(trickyKey, trickyValue, { maxKeys: 6 });

test('whatever an object looks like, JSON.parse of the range gives it and the uid is its uid', () => {
  const property = fc.property(
    fc.array(
      fc.tuple(
        trickyObject,
        trickyObject,
        fc.option(fc.string({ unit: 'binary', minLength: 1 })),
        fc.boolean(),
      ),
      { maxLength: 4 },
    ),
    fc.array(fc.nat()),
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    (parts, positions, chance) => {
      const random = (): number => chance.next().value ?? 0.5;
      const objects = parts.map(([outer, meta, uid, first]) => {
        const { uid: _uid, ...rest } = meta;
        const metadata = uid === null ? rest : first ? { uid, ...rest } : { ...rest, uid };
        const { metadata: _metadata, ...others } = outer;
        return first ? { metadata, ...others } : { ...others, metadata };
      });
      const text = objects.map((object, i) =>
        write(i % 2 === 0 ? { type: 'ADDED', object } : { object, type: 'ADDED' }, random),
      );
      const result = watch(json, cut(lines(...text), positions));
      assert.equal(result.found.length, objects.length);
      for (const [i, object] of objects.entries()) {
        assert.deepEqual(JSON.parse(String(result.objects[i]?.object)), JSON.parse(JSON.stringify(object)));
        assert.equal(result.uids[i], object.metadata.uid ?? '');
      }
    },
  );
  fc.assert(property, { numRuns: 300 });
});

test('what is no event costs its line only', () => {
  for (const line of [
    'nonsense',
    '[]',
    '"text"',
    '7',
    '{}',
    '{"type":"ADDED"}',
    '{"object":{}}',
    '{"type":"OTHER","object":{}}',
    '{"type":7,"object":{}}',
    '{"type":"ADDED","object":{"metadata":{"uid":"x"}}',
    '{"type":"ADDED","object":{"metadata":{"uid":"x}}}',
    '{"type":"ADDED","object":{}}}',
    '{"type":"ADDED","object":{}}{"type":"ADDED","object":{}}',
    '{"type":"ADDED" "object":{}}',
    '{"type":"ADDED","object":}',
    '{"type":"ADDED","object":[]}',
    '{"type":"ADDED","object":"x"}',
    '{"type":"ADDED","object":{"metadata":{"uid" "x"}}}',
    '{"type":"ADDED","object":{"metadata":{"u\\x":1,"uid":"x"}}}',
    '{"type":"BOOKMARK","object":{"metadata":}}',
    '{"type":"BOOKMARK","object":null}',
    '{"type":"ERROR","object":[]}',
    '\u0000\u0001',
  ]) {
    const good = event('ADDED', { metadata: { uid: 'good' } });
    const { found } = watch(json, [lines(good, line, good)]);
    assert.deepEqual(
      found.map((one) => ('malformed' in one ? 'malformed' : 'uid' in one ? one.uid : 'other')),
      ['good', 'malformed', 'good'],
      line,
    );
  }
});

test('blank lines are nothing', () => {
  assert.deepEqual(watch(json, [Buffer.from('\n\n  \r\n\t\n')]).found, []);
});

test('the message about a bad line never quotes it', () => {
  const { found } = watch(json, [lines('{"type":"BOOKMARK","object":{"secret":hunter2}}')]);
  assert.doesNotMatch(JSON.stringify(found), /hunter2|secret/);
});

test('at the end of the stream a whole event that lacks its newline counts, and a part of one is dropped', () => {
  const whole = event('ADDED', { metadata: { uid: 'last' } });
  const complete = watch(json, [Buffer.from(whole)]);
  assert.deepEqual([complete.uids, complete.truncated], [['last'], false]);
  for (let length = 1; length < whole.length; length++) {
    const part = watch(json, [Buffer.from(whole.slice(0, length))]);
    assert.deepEqual([part.found, part.truncated], [[], true], `cut at ${length}`);
  }
});

test('a line without end is refused at the limit', () => {
  const framer = new JsonWatchFramer(new Collector(), { maxFrameBytes: 1000 });
  const chunk = Buffer.alloc(300, 'x');
  for (let i = 0; i < 3; i++) framer.push(chunk);
  assert.throws(() => framer.push(chunk), { code: 'KSE_FRAME_TOO_LARGE' });
});

test('an object of 5 MB passes in chunks of 16 KiB', () => {
  const big = event('ADDED', { data: 'x"\\'.repeat(1_250_000), metadata: { uid: 'big' } });
  const stream = lines(big, event('ADDED', { metadata: { uid: 'small' } }));
  assert.deepEqual(
    watch(
      json,
      cut(
        stream,
        Array.from({ length: 600 }, (_, i) => i * 16_384),
      ),
    ).uids,
    ['big', 'small'],
  );
});

const columns = [{ name: 'Name' }, { name: 'Type' }];
const row = (uid: string): object => ({ cells: [uid, 'Opaque'], object: { metadata: { uid, name: 'n' } } });
const tableEvent = (type: string, rows: readonly object[], columnDefinitions: unknown = null): string =>
  event(type, { kind: 'Table', metadata: { resourceVersion: '3' }, columnDefinitions, rows });

test('of a Table event the rows are the objects, and the columns are told when the server names them', () => {
  const stream = lines(
    tableEvent('ADDED', [row('a')], columns),
    tableEvent('MODIFIED', [row('b'), row('c')]),
    tableEvent('DELETED', [row('a')]),
    tableEvent('BOOKMARK', [
      {
        cells: [],
        object: { metadata: { resourceVersion: '9', annotations: { 'k8s.io/initial-events-end': 'true' } } },
      },
    ]),
    event('ERROR', { kind: 'Status', code: 410 }),
  );
  const text = (uid: string): Buffer => Buffer.from(JSON.stringify(row(uid)));
  assert.deepEqual(watch(tableRow, cut(stream, [10, 300, 301, 500])).found, [
    { columns: ['Name', 'Type'] },
    { op: 'upsert', object: text('a'), uid: 'a' },
    { op: 'upsert', object: text('b'), uid: 'b' },
    { op: 'upsert', object: text('c'), uid: 'c' },
    { op: 'remove', object: text('a'), uid: 'a' },
    { bookmark: { resourceVersion: '9', initialEventsEnd: true } },
    { error: { code: 410, reason: '', message: '', causes: [], retryAfterSeconds: 0 } },
  ]);
});

test('a row is found whatever stands before it in the Table and in the row', () => {
  const line = `{"object":{"rows":[{"object":{"spec":{"uid":"no"},"metadata":{"ownerReferences":[{"uid":"no"}],"uid":"own"}},"cells":["uid",{"uid":"no"}]}],"columnDefinitions":[{"name":"A"}],"kind":"Table"},"type":"ADDED"}`;
  const { found, uids } = watch(tableRow, [lines(line)]);
  assert.deepEqual(uids, ['own']);
  assert.deepEqual(found[0], { columns: ['A'] });
});

test('an event that is no Table where Tables were asked for is malformed, so that no whole object is taken for a row', () => {
  for (const object of [
    { kind: 'Secret', data: { k: 'v' }, metadata: { uid: 'x' } },
    { rows: null },
    { rows: 'x' },
  ]) {
    const { found } = watch(tableRow, [lines(event('ADDED', object))]);
    assert.equal(found.length, 1);
    assert.ok('malformed' in (found[0] ?? {}));
  }
});
