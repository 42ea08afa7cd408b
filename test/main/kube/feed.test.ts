import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Feed } from '../../../src/main/kube/feed.ts';
import { Encoding, Op } from '../../../src/protocol/op.ts';
import { FakeSink } from './fake-sink.ts';
import { object } from './frames/protobuf.ts';

const bytes = Buffer.from('{"metadata":{"resourceVersion":"12","uid":"u"}}');
const uid = bytes.indexOf('"u"') + 1;
const pass = (feed: Feed): void => feed.object(Op.upsert, bytes, 0, bytes.length, uid, uid + 1);

test('begin comes at the answer of a set, and before its first object', () => {
  const sink = new FakeSink();
  const feed = new Feed(sink);
  feed.open(Encoding.protobuf, true);
  pass(feed);
  feed.open(Encoding.protobuf, false);
  pass(feed);
  feed.complete('7');
  assert.deepEqual(sink.log, ['begin protobuf', '+u', '+u', 'complete 7']);
});

test('the begin of a Table waits for its columns, and comes without them where there are none', () => {
  const sink = new FakeSink();
  const feed = new Feed(sink);
  feed.open(Encoding.tableRow, true);
  assert.deepEqual(sink.log, []);
  feed.columns(['A', 'B']);
  feed.columns(['A', 'B']);
  pass(feed);
  feed.complete('7');
  feed.open(Encoding.tableRow, true);
  pass(feed);
  feed.open(Encoding.tableRow, true);
  feed.complete('8');
  assert.deepEqual(sink.log, [
    'begin tableRow A,B',
    '+u',
    'complete 7',
    'begin tableRow',
    '+u',
    'begin tableRow',
    'complete 8',
  ]);
});

test('another encoding, or other columns, between sets are told before the changes', () => {
  const sink = new FakeSink();
  const feed = new Feed(sink);
  feed.open(Encoding.protobuf, true);
  feed.complete('7');
  feed.open(Encoding.protobuf, false);
  feed.open(Encoding.json, false);
  feed.open(Encoding.json, false);
  assert.deepEqual(sink.log, ['begin protobuf', 'complete 7', 'encoding json']);
  const table = new FakeSink();
  const rows = new Feed(table);
  rows.open(Encoding.tableRow, true);
  rows.columns(['A']);
  rows.complete('7');
  rows.open(Encoding.tableRow, false);
  rows.columns(['A']);
  rows.columns(['A', 'B']);
  assert.deepEqual(table.log, ['begin tableRow A', 'complete 7', 'encoding tableRow A,B']);
});

test('a watch resumes where the workers are, and at the complete set while they are still at it', () => {
  const sink = new FakeSink();
  const feed = new Feed(sink);
  feed.open(Encoding.json, true);
  feed.complete('100');
  assert.equal(feed.resumeVersion, '100');
  sink.resumeVersion = '100';
  assert.equal(feed.resumeVersion, '100');
  sink.resumeVersion = '130';
  assert.equal(feed.resumeVersion, '130');
  feed.open(Encoding.json, true);
  feed.complete('200');
  assert.equal(feed.resumeVersion, '200');
  sink.resumeVersion = '205';
  assert.equal(feed.resumeVersion, '205');
});

test('the version of the last object is read in each encoding, once', () => {
  const row = Buffer.from('{"cells":[],"object":{"metadata":{"resourceVersion":"13"}}}');
  const message = object('u', { version: '14' });
  for (const [encoding, text, version] of [
    [Encoding.json, bytes, '12'],
    [Encoding.tableRow, row, '13'],
    [Encoding.protobuf, message, '14'],
  ] as const) {
    const feed = new Feed(new FakeSink());
    feed.open(encoding, true);
    assert.equal(feed.lastVersion(), '');
    feed.object(Op.upsert, text, 0, text.length, 0, 0);
    assert.equal(feed.lastVersion(), version);
    assert.equal(feed.lastVersion(), '');
  }
});

test('an object that is wrong behind its uid tells no version, and costs nothing else', () => {
  const feed = new Feed(new FakeSink());
  feed.open(Encoding.json, true);
  const wrong = Buffer.from('{"metadata":{"uid":"u" "resourceVersion":"5"}}');
  feed.object(Op.upsert, wrong, 0, wrong.length, 0, 0);
  assert.equal(feed.lastVersion(), '');
});
