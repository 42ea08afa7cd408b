import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../bench/simulator/json.ts';
import { builtinKinds } from '../../bench/simulator/kinds.ts';
import { normalise } from '../../bench/simulator/normalise.ts';
import { encodeItem } from '../../bench/simulator/wire/envelope.ts';
import { sharedDir, skipWithoutShared } from '../support/shared.ts';
import { decodeMessage, openBody, wireFields } from './decode.ts';
import { bodyOf, recordedExchanges } from './recorded.ts';

/** A message's content, without the tag and length of a list item. */
function encode(message: string, value: JsonObject): Buffer {
  const inner = wireFields(encodeItem(message, value))[0]?.value;
  return Buffer.isBuffer(inner) ? inner : Buffer.alloc(0);
}

const roundTrip = (message: string, value: JsonObject): unknown =>
  decodeMessage(message, encode(message, value));

test('objects of a real server come back from protobuf with every field they had', {
  skip: skipWithoutShared,
}, () => {
  const folder = join(sharedDir() ?? '', 'conformance/objects');
  let compared = 0;
  for (const file of readdirSync(folder)) {
    const kind = builtinKinds.find(({ plural }) => `${plural}.ndjson` === file);
    assert.ok(kind?.message !== undefined, file);
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)) {
      const object = normalise(kind, JSON.parse(line).object);
      assertHolds(roundTrip(kind.message, object), object, `${file} ${compared++}`);
    }
  }
  assert.ok(compared > 900);
});

/** `whole` has all that `part` has; a null stands for what is absent. */
function assertHolds(whole: unknown, part: unknown, path: string): void {
  if (Array.isArray(part)) {
    if (part.length === 0) return;
    assert.ok(Array.isArray(whole) && whole.length === part.length, path);
    for (const [index, item] of part.entries()) assertHolds(whole[index], item, `${path}[${index}]`);
  } else if (typeof part === 'object' && part !== null) {
    for (const [key, item] of Object.entries(part)) {
      const inner = (whole as Record<string, unknown> | undefined)?.[key];
      // An empty map or object is as good as none on the wire.
      if (inner === undefined && isEmpty(item)) continue;
      // Type and version of an object inside another are not in its message.
      if (/volumeClaimTemplates\[\d+\]$/.test(path) && ['kind', 'apiVersion'].includes(key)) continue;
      assertHolds(inner, item, `${path}.${key}`);
    }
  } else if (part === null) assert.ok(whole === null || whole === undefined, path);
  else assert.deepEqual(whole, part, path);
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

test('an object recorded in both encodings has the recorded bytes', { skip: skipWithoutShared }, () => {
  const listed = recordedExchanges().filter(({ request }) => request.path.startsWith('/api/v1/pods'));
  const inJson = listed
    .filter(
      ({ response }) => response.headers['content-type'] === 'application/json' && response.status === 200,
    )
    .flatMap((exchange) => JSON.parse(bodyOf(exchange).toString()).items as JsonObject[]);
  const inProtobuf = listed
    .filter(
      ({ response }) => response.headers['content-type']?.includes('protobuf') && response.status === 200,
    )
    .flatMap((exchange) =>
      wireFields(openBody(bodyOf(exchange)).raw)
        .slice(1)
        .map(({ value }) => value as Buffer),
    );
  const bytesByUid = new Map(inProtobuf.map((bytes) => [uidOf(decodeMessage('core.v1.Pod', bytes)), bytes]));
  const pairs = inJson.flatMap((pod) => {
    const bytes = bytesByUid.get(uidOf(pod));
    return bytes === undefined ? [] : [{ pod, bytes }];
  });
  assert.ok(pairs.length > 0);
  for (const { pod, bytes } of pairs)
    assert.equal(encode('core.v1.Pod', pod).toString('hex'), bytes.toString('hex'));
});

const uidOf = (object: object): unknown => (object as { metadata: { uid: unknown } }).metadata.uid;

test('what Go holds by value is on the wire even if it is zero, what it holds by pointer only if it is set', () => {
  const numbers = (message: string, value: JsonObject): number[] =>
    wireFields(encode(message, value)).map(({ number }) => number);
  assert.deepEqual(numbers('core.v1.ContainerPort', {}), [1, 2, 3, 4, 5]);
  assert.deepEqual(numbers('meta.v1.OwnerReference', {}), [1, 3, 4, 5]);
  assert.deepEqual(numbers('meta.v1.OwnerReference', { controller: false }), [1, 3, 4, 5, 6]);
  assert.deepEqual(numbers('coordination.v1.LeaseSpec', { holderIdentity: null }), []);
  assert.deepEqual(numbers('core.v1.Secret', { data: { k: '' } }), [1, 2, 3]);
});

test('structs that JSON inlines are nested in protobuf', () => {
  const volume = { name: 'v', configMap: { name: 'c', defaultMode: 420 } };
  assert.deepEqual(roundTrip('core.v1.Volume', volume), volume);
  const [, source] = wireFields(encode('core.v1.Volume', volume));
  assert.equal(source?.number, 2);
  assert.deepEqual(wireFields(source?.value as Buffer)[0]?.number, 19);
});

test('fields that the schema does not know are left out', () => {
  assert.deepEqual(
    encode('core.v1.PodIP', { ip: '::1', unheardOf: { deep: [1] } }),
    encode('core.v1.PodIP', { ip: '::1' }),
  );
});

test('any text and any whole number come back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger(),
      fc.array(fc.string({ unit: 'binary' })),
      (name, generation, finalizers) => {
        const text = name.toWellFormed();
        const list = finalizers.map((each) => each.toWellFormed());
        const back = roundTrip('meta.v1.ObjectMeta', {
          name: text,
          generation,
          finalizers: list,
        }) as JsonObject;
        assert.equal(back.name, text);
        assert.equal(back.generation, generation);
        assert.deepEqual(back.finalizers ?? [], list);
      },
    ),
  );
});

test('a text larger than the writer makes it grow', () => {
  const large = 'ä'.repeat(3_000_000);
  assert.equal((roundTrip('core.v1.PodIP', { ip: large }) as { ip: string }).ip, large);
});

test('quantities, times and the like are read from their JSON', () => {
  assert.deepEqual(roundTrip('core.v1.ResourceRequirements', { limits: { cpu: '1', memory: 5 } }), {
    limits: { cpu: '1', memory: '5' },
  });
  const renewTime = '2026-08-01T01:02:03.000456Z';
  assert.deepEqual(roundTrip('coordination.v1.LeaseSpec', { renewTime }), { renewTime });
  assert.deepEqual(roundTrip('apps.v1.RollingUpdateDeployment', { maxSurge: '25%', maxUnavailable: -1 }), {
    maxSurge: '25%',
    maxUnavailable: -1,
  });
  const extra = { extra: { scopes: ['a', 'b'] } };
  assert.deepEqual(
    (roundTrip('certificates.v1.CertificateSigningRequestSpec', extra) as typeof extra).extra,
    extra.extra,
  );
});
