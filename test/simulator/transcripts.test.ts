import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipWithoutShared } from '../support/shared.ts';
import { bodyOf, type Exchange, recordedExchanges } from './recorded.ts';
import { eventsOf, Replay } from './replay.ts';

/** Parts of a JSON answer that depend on the server's build or that are prose. */
const UNCOMPARED = new Set([
  'description',
  'storageVersionHash',
  'gitCommit',
  'goVersion',
  'compiler',
  'platform',
  'serverAddress',
]);

/** JSON without what can't be equal; ages of table rows depend on the second of the recording. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (UNCOMPARED.has(key)) return [key, typeof inner];
      if (key === 'cells' && Array.isArray(inner)) return [key, [...inner.slice(0, -1), typeof inner.at(-1)]];
      return [key, comparable(inner)];
    }),
  );
}

/** Key order counts: it is what a reader of bytes meets. */
const shown = (value: unknown): string => JSON.stringify(comparable(value), null, 1);

/** Discovery lists more kinds on a real server; its reviews record who wrote which field. */
function recordedPart(exchange: Exchange, recorded: unknown, simulated: unknown): unknown {
  const value = structuredClone(recorded) as Record<string, unknown>;
  const metadata = value.metadata as Record<string, unknown> | undefined;
  if (exchange.request.method === 'POST') delete metadata?.managedFields;
  if (value.kind !== 'APIResourceList') return value;
  const served = (simulated as { resources: { name: string }[] }).resources.map(({ name }) => name);
  const resources = (value.resources as { name: string; verbs: string[]; storageVersionHash?: string }[])
    .filter(({ name }) => served.includes(name))
    .map(({ storageVersionHash: _hash, ...entry }) => ({
      ...entry,
      verbs: entry.verbs.filter((verb) => verb !== 'deletecollection'),
    }));
  return { ...value, resources };
}

/** Bookmarks beyond the one that ends the initial events come when they come. */
const isTimed = ({ type, object }: { type: string; object: unknown }): boolean =>
  type === 'BOOKMARK' && !JSON.stringify(object).includes('initial-events-end');

for (const [index, exchange] of recordedExchanges().entries()) {
  const { request, response, transcript } = exchange;
  const type = response.headers['content-type'] ?? '';
  test(`answers as recorded: ${transcript} #${index} ${request.method} ${request.path.slice(0, 90)} (${request.headers.accept})`, async () => {
    const replay = new Replay(exchange);
    if (request.path.includes('99999999999')) replay.simulator.store.advanceTo(1462);
    const answer = await replay.run();
    assert.equal(answer.status, response.status);
    assert.equal(answer.headers.get('content-type'), type);
    assert.equal(answer.headers.get('cache-control'), response.headers['cache-control']);
    assert.equal(answer.headers.get('retry-after'), response.headers['retry-after'] ?? null);
    const recorded = bodyOf(exchange);
    if (response.status === 200 && request.path.includes('watch=1')) {
      const expected = eventsOf(type, recorded).filter((event) => !isTimed(event));
      const events = eventsOf(type, answer.body).filter((event) => !isTimed(event));
      assert.deepEqual(
        events.map((event) => event.type),
        expected.map((event) => event.type),
      );
      assert.equal(shown(events.map(({ object }) => object)), shown(expected.map(({ object }) => object)));
      if (type.includes('protobuf'))
        assert.deepEqual(
          events.map(({ bytes }) => bytes.toString('hex')),
          expected.map(({ bytes }) => bytes.toString('hex')),
        );
    } else if (type.includes('protobuf')) {
      assert.equal(answer.body.toString('hex'), recorded.toString('hex'));
    } else if (type.startsWith('text/')) {
      assert.equal(answer.body.toString(), recorded.toString());
    } else {
      const body = JSON.parse(answer.body.toString());
      assert.equal(shown(body), shown(recordedPart(exchange, JSON.parse(recorded.toString()), body)));
      // Lists are the same byte by byte: Go's escapes, the end of the line, sizes and framing.
      if ('items' in body) {
        assert.equal(answer.body.toString(), recorded.toString());
        assert.equal(answer.headers.get('content-length'), response.headers['content-length'] ?? null);
      }
    }
  });
}

test('there are recorded exchanges to compare with', { skip: skipWithoutShared }, () => {
  assert.ok(recordedExchanges().length > 40);
});
