import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import { objectMeta } from '../../../src/workers/shape/meta.ts';
import { onlyMetadata, prune } from '../../../src/workers/shape/prune.ts';
import {
  bool,
  inline,
  int,
  list,
  map,
  message,
  optional,
  string,
  time,
} from '../../../src/workers/shape/shape.ts';
import { writeMessage } from './proto-writer.ts';
import { readJson, readProtobuf } from './readers.ts';

const state = message({
  running: [1, optional(message({ at: [1, time], by: [2, string] }))],
  reason: [2, string],
});
const shape = message({
  metadata: [1, objectMeta],
  spec: [
    2,
    message({
      replicas: [1, optional(int)],
      paused: [2, bool],
      volumes: [
        3,
        list(
          message({
            name: [1, string],
            source: [2, inline(message({ claim: [1, string], size: [2, int] }))],
          }),
        ),
      ],
      states: [4, map(state)],
    }),
  ],
  state: [3, state],
});

const object = {
  metadata: { name: 'n', uid: 'u', labels: { a: 'b' }, ownerReferences: [{ kind: 'K', name: 'o' }] },
  spec: {
    replicas: 3,
    paused: true,
    volumes: [{ name: 'v', claim: 'c', size: 9 }],
    states: { s: { running: { at: '1970-01-01T00:00:01Z', by: 'me' }, reason: 'r' } },
  },
  state: { running: {}, reason: 'R' },
};
const whole = readJson(shape, object).value;
const nothing = readJson(shape, {}).value;
const emptyMeta = nothing.metadata;

/** What is left of `object` when these paths are read; both encodings must agree. */
function read(paths: readonly string[]) {
  const pruned = prune(shape, paths);
  const { value, issues } = readJson(pruned, object);
  assert.equal(issues, 0);
  assert.deepEqual(readProtobuf(pruned, writeMessage(shape, whole)).value, value);
  return value;
}

test('without any path nothing is read, and every property is there with its zero value', () => {
  assert.deepEqual(read([]), nothing);
});

test('all paths together read everything', () => {
  assert.deepEqual(read(['metadata', 'spec', 'state']), whole);
});

test('a path to a field reads that field only', () => {
  assert.deepEqual(read(['metadata.name', 'spec.replicas']), {
    ...nothing,
    metadata: { ...emptyMeta, name: 'n' },
    spec: { ...nothing.spec, replicas: 3 },
  });
});

test('lists, maps, pointers and inlined messages take no segment', () => {
  assert.deepEqual(read(['spec.volumes.source.claim', 'spec.states.running.by', 'state.running.at']), {
    metadata: emptyMeta,
    spec: {
      replicas: undefined,
      paused: false,
      volumes: [{ name: '', source: { claim: 'c', size: 0 } }],
      states: new Map([['s', { running: { at: undefined, by: 'me' }, reason: '' }]]),
    },
    state: { running: { at: undefined, by: '' }, reason: '' },
  });
});

test('a path to a message keeps all of it, whatever longer or shorter paths are beside it', () => {
  const expected = { ...nothing, state: whole.state };
  assert.deepEqual(read(['state']), expected);
  assert.deepEqual(read(['state', 'state.reason']), expected);
  assert.deepEqual(read(['state.reason', 'state']), expected);
});

test('paths add up', () => {
  assert.deepEqual(read(['metadata.name', 'metadata.labels', 'metadata.ownerReferences.kind']).metadata, {
    ...emptyMeta,
    name: 'n',
    labels: new Map([['a', 'b']]),
    ownerReferences: [{ kind: 'K', name: '', uid: '', apiVersion: '', controller: undefined }],
  });
});

for (const path of [
  'nothing',
  '',
  'spec.nothing',
  'spec.replicas.deeper',
  'spec.states.s.reason',
  'metadata.labels.app',
  'metadata..name',
  'spec.',
  'spec.constructor',
  'spec.volumes.0',
]) {
  test(`the path "${path}" is refused by name`, () => {
    assert.throws(
      () => prune(shape, ['metadata.name', path]),
      (error: unknown) =>
        codeOf(error) === 'KSE_FAMILY_PATH' && String(error).includes(`on the path ${path}`),
    );
  });
}

test('a field that is pruned away is not even checked', () => {
  const pruned = prune(shape, ['metadata.name']);
  assert.equal(readJson(pruned, { metadata: { name: 'n', labels: 7 }, spec: 'bad', state: [] }).issues, 0);
});

test('what reads the metadata only can do without the rest of the object', () => {
  assert.equal(onlyMetadata([]), true);
  assert.equal(onlyMetadata(['metadata.name', 'metadata.labels', 'metadata']), true);
  assert.equal(onlyMetadata(['metadata.name', 'spec.replicas']), false);
  assert.equal(onlyMetadata(['metadatax.name']), false);
  assert.equal(onlyMetadata(['status.metadata.name']), false);
});
