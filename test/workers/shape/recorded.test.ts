import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodeMessage } from '../../../bench/simulator/wire/envelope.ts';
import { resources } from '../../../src/workers/families/index.ts';
import { Issues } from '../../../src/workers/shape/issues.ts';
import { objectMeta } from '../../../src/workers/shape/meta.ts';
import {
  byteLength,
  int,
  list,
  type MessageKind,
  message,
  string,
} from '../../../src/workers/shape/shape.ts';
import { compileTableRowReader } from '../../../src/workers/shape/table-row.ts';
import { openUnknown } from '../../../src/workers/shape/unknown.ts';
import { sharedDir, skipWithoutShared } from '../../support/shared.ts';
import { type Reading, readJson, readProtobuf } from './readers.ts';

const metadataOnly = message({ metadata: [1, objectMeta] });
const status = message({ status: [2, string], message: [3, string], reason: [4, string], code: [6, int] });

interface Exchange {
  readonly request: { readonly path: string };
  readonly response: { readonly body?: string; readonly bodyBase64?: string };
}

function exchanges(name: string): readonly Exchange[] {
  const text = readFileSync(join(sharedDir() ?? '', 'transcripts', name), 'utf8');
  return (JSON.parse(text) as { exchanges: Exchange[] }).exchanges;
}

function bodyOf(exchange: Exchange | undefined): Buffer {
  return Buffer.from(exchange?.response.bodyBase64 ?? '', 'base64');
}

/** An envelope's type, and its object read by the shape. */
function open<T>(shape: MessageKind<T>, bytes: Uint8Array) {
  const { apiVersion, kind, rawStart, rawEnd } = openUnknown(bytes);
  const { value, issues } = readProtobuf(shape, bytes.subarray(rawStart, rawEnd));
  assert.equal(issues, 0);
  return { apiVersion, kind, value };
}

/** The events of a watch body: frames of a length and a `meta.v1.WatchEvent`, whose `object` is in `raw`. */
function events(body: Buffer) {
  const found: { type: string; envelope: Uint8Array }[] = [];
  const event = message({ type: [1, string], object: [2, message({ raw: [1, byteLength] })] });
  for (let at = 0; at < body.length; ) {
    const frame = body.subarray(at + 4, at + 4 + body.readUInt32BE(at));
    at += 4 + frame.length;
    const { type, object } = readProtobuf(event, frame).value;
    // `raw` is the last thing in a frame.
    found.push({ type, envelope: frame.subarray(frame.length - object.raw) });
  }
  return found;
}

function itemsOf<T>(shape: MessageKind<T>) {
  return message({ items: [2, list(shape)] });
}

function shapeOf(name: string): MessageKind<unknown> {
  const resource = resources.find((each) => each.name === name);
  assert.ok(resource !== undefined, name);
  return resource.shape;
}

test('recorded lists are read by the shapes of their resources', { skip: skipWithoutShared }, () => {
  const [pods, nodes, deployments] = exchanges('protobuf-lists.json');
  const names = (exchange: Exchange | undefined, resource: string) => {
    const { kind, value } = open(itemsOf(shapeOf(resource)), bodyOf(exchange));
    return { kind, names: value.items.map((item) => (item as { metadata: { name: string } }).metadata.name) };
  };
  assert.deepEqual(names(pods, 'pods'), {
    kind: 'PodList',
    names: ['checkout-m794b9ff5w-tk4wz', 'billing-m794b9ff5w-6grzt'],
  });
  assert.equal(names(nodes, 'nodes').names.length, 1);
  assert.deepEqual(names(deployments, 'deployments'), { kind: 'DeploymentList', names: [] });
});

test('a pod recorded in both encodings is the same', { skip: skipWithoutShared }, () => {
  const shape = shapeOf('pods') as MessageKind<{ readonly metadata: { readonly uid: string } }>;
  const ours = open(itemsOf(shape), bodyOf(exchanges('protobuf-lists.json')[0])).value.items;
  const theirs = exchanges('pods-by-node.json')
    .flatMap(({ response }) => (response.body ?? '').split('\n'))
    .flatMap((line): unknown[] => {
      if (line === '') return [];
      const json = JSON.parse(line) as { items?: unknown[]; object?: unknown };
      return json.items ?? [json.object];
    })
    .map((json) => readJson(shape, json).value);
  const twice = theirs.filter(({ metadata }) => ours.some((pod) => pod.metadata.uid === metadata.uid));
  assert.ok(twice.length > 0);
  for (const pod of twice) {
    assert.deepEqual(
      ours.find(({ metadata }) => metadata.uid === pod.metadata.uid),
      pod,
    );
  }
});

for (const [file, index, kind] of [
  ['protobuf-watch.json', 0, 'ConfigMap'],
  ['protobuf-metadata.json', 1, 'PartialObjectMetadata'],
  ['protobuf-metadata.json', 2, 'PartialObjectMetadata'],
] as const) {
  test(`${file}, exchange ${index}: every frame holds a ${kind}`, { skip: skipWithoutShared }, () => {
    const seen = events(bodyOf(exchanges(file)[index])).map(({ type, envelope }) => {
      const object = open(metadataOnly, envelope);
      assert.equal(object.kind, kind);
      return { type, ...object.value.metadata };
    });
    const added = seen.filter(({ type }) => type === 'ADDED');
    assert.equal(added.length, 9);
    for (const { name, namespace, uid, creationTimestamp } of added) {
      assert.match(name, /^(bump|cfg)-?\d/);
      assert.equal(namespace, 'default');
      assert.match(uid, /^[0-9a-f-]{36}$/);
      assert.ok((creationTimestamp ?? 0) > 1_700_000_000);
    }
    const bookmark = seen.find(({ type }) => type === 'BOOKMARK');
    assert.deepEqual([...(bookmark?.annotations ?? [])], [['k8s.io/initial-events-end', 'true']]);
    assert.equal(bookmark?.creationTimestamp, undefined);
  });
}

test('recorded errors are Status objects', { skip: skipWithoutShared }, () => {
  const [expired, ...others] = exchanges('protobuf-errors.json');
  const [event] = events(bodyOf(expired));
  assert.equal(event?.type, 'ERROR');
  assert.equal(open(status, event?.envelope ?? new Uint8Array()).value.code, 410);
  const codes = others.slice(0, 4).map((exchange) => open(status, bodyOf(exchange)).value);
  assert.deepEqual(
    codes.map(({ code }) => code),
    [404, 401, 403, 406],
  );
});

test('recorded Table rows of secrets tell the type', { skip: skipWithoutShared }, () => {
  const secret = message({ metadata: [1, objectMeta], type: [3, string] });
  const body = exchanges('secrets-as-table.json')[0]?.response.body ?? '';
  const table = JSON.parse(body) as { columnDefinitions: { name: string }[]; rows: unknown[] };
  const columns = table.columnDefinitions.map(({ name }) => name);
  const issues = new Issues();
  const [first] = table.rows.map((row) =>
    compileTableRowReader(secret, columns, { Type: 'type' })(row, issues),
  );
  assert.equal(issues.count, 0);
  assert.equal(first?.type, 'kubernetes.io/basic-auth');
  assert.equal(first?.metadata.name, 's1');
});

const folder = join(sharedDir() ?? '', 'conformance', 'objects');
const vectors = skipWithoutShared === false ? readdirSync(folder) : [];

test('there are objects of every resource to compare the encodings by', { skip: skipWithoutShared }, () => {
  const found = vectors.map((file) => file.replace('.ndjson', ''));
  assert.deepEqual(found.sort(), resources.map(({ name }) => name).sort());
});

for (const file of vectors) {
  const resource = resources.find(({ name }) => `${name}.ndjson` === file);
  if (resource === undefined) continue;
  test(`${resource.name} from a real server read the same from JSON and from protobuf`, () => {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (line === '') continue;
      const { object } = JSON.parse(line) as { object: Parameters<typeof encodeMessage>[1] };
      const fromJson: Reading<unknown> = readJson(resource.shape, object);
      assert.equal(fromJson.issues, 0, fromJson.first);
      assert.deepEqual(readProtobuf(resource.shape, encodeMessage(resource.proto, object)), fromJson);
    }
  });
}
