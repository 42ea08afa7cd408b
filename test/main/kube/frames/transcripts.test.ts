import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, isExpired, isNotAcceptable } from '../../../../src/main/kube/api-error.ts';
import { statusFromBody } from '../../../../src/main/kube/status.ts';
import { skipWithoutShared } from '../../../support/shared.ts';
import { type Collector, cut, Encoding, list, watch } from './collect.ts';
import { type Exchange, transcript } from './transcripts.ts';

const NAMES = [
  'configmaps-as-metadata',
  'custom-resources',
  'list-empty',
  'list-paged',
  'pods-by-node',
  'protobuf-errors',
  'protobuf-lists',
  'protobuf-metadata',
  'protobuf-watch',
  'secrets-as-table',
  'sharded-list-and-watch',
  'statefulset-field-selector',
  'watch-add-modify-delete',
  'watch-expired',
  'watchlist-initial-events',
];

interface JsonObject {
  readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly object?: JsonObject;
  readonly rows?: readonly JsonObject[];
  readonly items?: readonly JsonObject[];
  readonly type?: string;
}

function encodingOf(exchange: Exchange): Encoding {
  if ((exchange.headers['content-type'] ?? '').startsWith('application/vnd.kubernetes.protobuf'))
    return Encoding.protobuf;
  return exchange.accept.includes('as=Table') ? Encoding.tableRow : Encoding.json;
}

const isWatch = (exchange: Exchange): boolean => exchange.path.includes('watch=1');

/** Cut every few bytes, in three ways that share no positions. */
function chunkings(body: Buffer): Uint8Array[][] {
  return [1, 7, 61, 1000].map((step) =>
    cut(
      body,
      Array.from({ length: Math.floor(body.length / step) }, (_, i) => i * step),
    ),
  );
}

/** What JSON.parse says is in a recorded JSON body. */
function expectedUids(exchange: Exchange): string[] {
  const text = exchange.body.toString();
  const uidOf = (one: JsonObject): string => one.object?.metadata?.uid ?? one.metadata?.uid ?? '';
  if (!isWatch(exchange)) {
    const body = JSON.parse(text) as JsonObject;
    return (body.rows ?? body.items ?? []).map(uidOf);
  }
  const events = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonObject);
  return events
    .filter((event) => ['ADDED', 'MODIFIED', 'DELETED'].includes(event.type ?? ''))
    .flatMap((event) => (event.object?.rows ?? [event.object ?? {}]).map(uidOf));
}

for (const name of NAMES) {
  test(`recorded: ${name}, in any chunking`, { skip: skipWithoutShared }, () => {
    let framed = 0;
    for (const exchange of transcript(name).filter((one) => one.status === 200)) {
      const encoding = encodingOf(exchange);
      const read = (chunks: readonly Uint8Array[]): Collector =>
        isWatch(exchange) ? watch(encoding, chunks) : list(encoding, chunks).collector;
      const whole = read([exchange.body]);
      framed++;
      assert.deepEqual(
        whole.found.filter((one) => 'malformed' in one),
        [],
        exchange.path,
      );
      if (encoding === Encoding.protobuf) {
        for (const uid of whole.uids) assert.match(uid, /^[0-9a-f-]{36}$/);
      } else {
        assert.deepEqual(whole.uids, expectedUids(exchange), exchange.path);
      }
      for (const chunks of chunkings(exchange.body)) assert.deepEqual(read(chunks).found, whole.found);
    }
    assert.ok(framed > 0);
  });
}

test('recorded: a protobuf watch has the events that were recorded', { skip: skipWithoutShared }, () => {
  const [exchange] = transcript('protobuf-watch');
  assert.ok(exchange);
  const { found } = watch(Encoding.protobuf, [exchange.body]);
  const bookmark = found.find((one) => 'bookmark' in one);
  assert.deepEqual(bookmark, { bookmark: { resourceVersion: '1533', initialEventsEnd: true } });
  assert.equal(found.length, 10);
});

test('recorded: protobuf lists have their metadata', { skip: skipWithoutShared }, () => {
  const metas = transcript('protobuf-lists').map((one) => list(Encoding.protobuf, [one.body]).meta);
  assert.deepEqual(
    metas.map((meta) => meta.resourceVersion),
    ['1533', '1533', '1533'],
  );
  assert.deepEqual(
    metas.map((meta) => meta.continueToken !== ''),
    [true, true, false],
  );
  assert.equal(metas[0]?.remainingItemCount, 4);
});

test('recorded: an expired watch is an ERROR event, in both encodings', { skip: skipWithoutShared }, () => {
  const expired = [transcript('watch-expired')[0], transcript('protobuf-errors')[0]];
  for (const exchange of expired) {
    assert.ok(exchange);
    const [found] = watch(encodingOf(exchange), [exchange.body]).found;
    assert.ok(found !== undefined && 'error' in found);
    assert.ok(isExpired(new ApiError('watch', found.error, { inWatch: true })));
    assert.match(found.error.message, /too old resource version: 5/);
  }
});

test('recorded: every refusal gives its HTTP status and message', { skip: skipWithoutShared }, () => {
  for (const name of [
    'errors',
    'forbidden',
    'protobuf-errors',
    'watchlist-bad-options',
    'custom-resources',
  ]) {
    for (const exchange of transcript(name).filter((one) => one.status >= 400)) {
      const status = statusFromBody(exchange.status, exchange.headers['content-type'] ?? '', exchange.body);
      assert.equal(status.code, exchange.status);
      assert.notEqual(status.message, '');
      assert.equal(isNotAcceptable(new ApiError('list', status)), exchange.status === 406);
    }
  }
});
