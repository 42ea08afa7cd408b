import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonListFramer } from '../../../../src/main/kube/frames/list-json.ts';
import { Collector, cut, Encoding, list } from './collect.ts';

const { json, tableRow } = Encoding;
const item = (uid: string): object => ({
  metadata: { name: 'n', uid },
  items: [{ metadata: { uid: 'nested' } }],
});

test('any chunking, order of members and whitespace of a list gives its items and its metadata', () => {
  const members = fc.shuffledSubarray(['kind', 'apiVersion', 'other', 'number', 'odd"key'], { minLength: 0 });
  const uids = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 5 });
  const indent = fc.constantFrom(undefined, 1, '\t');
  fc.assert(
    fc.property(
      members,
      uids,
      fc.string(),
      fc.nat(),
      indent,
      fc.array(fc.nat()),
      (keys, ids, token, at, space, positions) => {
        const noise: Record<string, unknown> = {
          kind: 'PodList',
          apiVersion: 'v1',
          other: { items: [{ metadata: { uid: 'no' } }], metadata: { resourceVersion: 'no' } },
          number: -1.5e-7,
          'odd"key': 'a ] } , "items": [',
        };
        const entries: [string, unknown][] = keys.map((key) => [key, noise[key]]);
        entries.splice(at % (entries.length + 1), 0, ['items', ids.map(item)]);
        entries.splice(at % 3, 0, [
          'metadata',
          { continue: token, resourceVersion: '77', remainingItemCount: 3 },
        ]);
        const body = Buffer.from(JSON.stringify(Object.fromEntries(entries), null, space));
        const { meta, collector } = list(json, cut(body, positions));
        assert.deepEqual(meta, { resourceVersion: '77', continueToken: token, remainingItemCount: 3 });
        assert.deepEqual(
          collector.uids,
          ids.map((id) => Buffer.from(id).toString()),
        );
        for (const [i, one] of collector.objects.entries()) {
          assert.deepEqual(JSON.parse(one.object.toString()), JSON.parse(JSON.stringify(item(ids[i] ?? ''))));
        }
      },
    ),
  );
});

test('items are passed on as they complete, not at the end', () => {
  const collector = new Collector();
  const framer = new JsonListFramer(collector);
  framer.push(Buffer.from(`{"items":[${JSON.stringify(item('a'))}`));
  assert.deepEqual(collector.uids, ['a']);
  framer.push(Buffer.from(`,${JSON.stringify(item('b'))}]`));
  assert.deepEqual(collector.uids, ['a', 'b']);
  framer.push(Buffer.from(',"metadata":{"resourceVersion":"5"}}\n'));
  assert.equal(framer.end().resourceVersion, '5');
  assert.equal(framer.objects, 2);
});

test('empty lists', () => {
  for (const items of ['[]', '[ \n ]', 'null']) {
    for (const body of [
      `{"items":${items},"metadata":{"resourceVersion":"5"}}`,
      `{"metadata":{"resourceVersion":"5"},"items":${items}}`,
    ]) {
      const { meta, collector } = list(json, cut(Buffer.from(body), [3, 9, 12]));
      assert.deepEqual([meta.resourceVersion, meta.continueToken, collector.found], ['5', '', []]);
    }
  }
});

test('items that are no objects cost themselves only', () => {
  const body = `{"items":[1,"x",null,[],{"metadata":{"uid":"a"}},true,{"metadata"},{"metadata":{"uid":"b"}}]}`;
  const { collector } = list(json, [Buffer.from(body)]);
  assert.deepEqual(collector.uids, ['a', 'b']);
  assert.equal(collector.found.filter((one) => 'malformed' in one).length, 6);
});

test('a list cut off anywhere is never taken for a whole one', () => {
  const body = JSON.stringify({
    kind: 'PodList',
    metadata: { resourceVersion: '1' },
    items: [item('a'), item('b')],
  });
  for (let length = 0; length < body.length; length++) {
    assert.throws(
      () => list(json, [Buffer.from(body.slice(0, length))]),
      { code: 'KSE_FRAME_LOST' },
      `cut at ${length}`,
    );
  }
});

test('bodies that are no list are refused', () => {
  for (const body of [
    '',
    '[]',
    '404 page not found',
    '{}',
    '{"kind":"Status","status":"Success"}',
    '{"items":[],}',
    '{"items":[{},]}',
    '{"items":[{} {}]}',
    '{"items":[}]',
    '{"items" []}',
    '{"items":[]]',
    '{"items":[]}{"items":[]}',
    '{items:[]}',
    '{"items":[],"metadata":{"resourceVersion":}}',
  ]) {
    assert.throws(() => list(json, [Buffer.from(body)]), { code: /KSE_FRAME_/ }, body);
  }
});

test('a member that nobody needs may be of any size, an item may not', () => {
  const big = 'x'.repeat(5000);
  const push = (body: string): number => {
    const framer = new JsonListFramer(new Collector(), { maxFrameBytes: 1000 });
    for (const chunk of cut(
      Buffer.from(body),
      Array.from({ length: 100 }, (_, i) => i * 99),
    ))
      framer.push(chunk);
    framer.end();
    return framer.objects;
  };
  assert.equal(push(`{"other":"${big}","items":[{}]}`), 1);
  assert.throws(() => push(`{"items":[{"a":"${big}"}]}`), { code: 'KSE_FRAME_TOO_LARGE' });
});

const row = (uid: string): object => ({ cells: [uid], object: { metadata: { uid } } });

test('of a Table the rows are the objects, with the columns before them wherever the server puts them', () => {
  const members: [string, unknown][] = [
    ['kind', 'Table'],
    ['metadata', { resourceVersion: '8', continue: 'more' }],
    ['columnDefinitions', [{ name: 'Name', priority: 0 }, { name: 'Type' }]],
    ['rows', [row('a'), row('b')]],
  ];
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [3, 1, 0, 2],
  ]) {
    const body = Buffer.from(
      JSON.stringify(Object.fromEntries(order.flatMap((i) => members.slice(i, i + 1)))),
    );
    for (let at = 0; at < body.length; at += 7) {
      const { meta, collector } = list(tableRow, cut(body, [at, at + 40]));
      assert.deepEqual(meta, { resourceVersion: '8', continueToken: 'more', remainingItemCount: undefined });
      assert.deepEqual(collector.found, [
        { columns: ['Name', 'Type'] },
        { op: 'upsert', object: Buffer.from(JSON.stringify(row('a'))), uid: 'a' },
        { op: 'upsert', object: Buffer.from(JSON.stringify(row('b'))), uid: 'b' },
      ]);
    }
  }
});

test('a Table without columns passes its rows without them', () => {
  for (const body of [{ columnDefinitions: null, rows: [row('a')] }, { rows: [row('a')] }]) {
    assert.deepEqual(list(tableRow, [Buffer.from(JSON.stringify(body))]).collector.uids, ['a']);
  }
});

test('an answer of whole objects where a Table was asked for is refused', () => {
  const body = Buffer.from('{"kind":"SecretList","items":[{"metadata":{"uid":"a"},"data":{"k":"v"}}]}');
  assert.throws(() => list(tableRow, [body]), { code: 'KSE_FRAME_LOST' });
});
