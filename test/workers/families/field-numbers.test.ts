import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { resources } from '../../../src/workers/families/index.ts';
import { type AnyKind, known, type MessageKind } from '../../../src/workers/shape/shape.ts';
import { sharedDir, skipWithoutShared } from '../../support/shared.ts';

type ProtoField = readonly [
  number: number,
  name: string,
  type: string,
  cardinality: 'one' | 'repeated' | 'map',
];
type ProtoFields = Readonly<Record<string, readonly ProtoField[]>>;

/** Kubernetes' own messages: every shape has to agree with them, or protobuf is read as something else. */
function protoFields(): ProtoFields {
  return JSON.parse(readFileSync(join(sharedDir() ?? '', 'spec', 'protobuf-fields.json'), 'utf8'));
}

/** The proto types that each scalar kind can read. */
const SCALARS: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  bool: ['bool'],
  int: ['int32', 'int64'],
  byteLength: ['bytes'],
  quantity: ['resource.Quantity'],
  time: ['meta.v1.Time', 'meta.v1.MicroTime'],
  intOrString: ['intstr.IntOrString'],
};

/** Every way in which a shape differs from the message it is of, as sentences. */
function differences(
  proto: ProtoFields,
  message: string,
  shape: MessageKind<unknown>,
  path: string,
): string[] {
  const fields = proto[message];
  if (fields === undefined) return [`${path}: no message ${message}`];
  return Object.entries(shape.fields).flatMap(([name, [number, kind]]) => {
    const at = `${path}.${name}`;
    // A few proto names start with a capital where JSON has none: `Webhooks`.
    const field = fields.find(
      ([, protoName]) => protoName.charAt(0).toLowerCase() + protoName.slice(1) === name,
    );
    if (field === undefined) return [`${at}: no such field in ${message}`];
    const [protoNumber, , type, cardinality] = field;
    const wrongNumber =
      protoNumber === number ? [] : [`${at}: number ${number}, in ${message} ${protoNumber}`];
    return [...wrongNumber, ...kindDifferences(proto, type, cardinality, kind, at)];
  });
}

function kindDifferences(
  proto: ProtoFields,
  type: string,
  cardinality: ProtoField[2],
  kind: AnyKind,
  at: string,
): string[] {
  const it = known(kind);
  switch (it.kind) {
    case 'list':
      return cardinality === 'repeated'
        ? kindDifferences(proto, type, 'one', it.of, at)
        : [`${at}: a list, but in proto ${cardinality}`];
    case 'map':
      return cardinality === 'map'
        ? kindDifferences(proto, type, 'one', it.of, at)
        : [`${at}: a map, but in proto ${cardinality}`];
    case 'optional':
    case 'inline':
      return kindDifferences(proto, type, cardinality, it.of, at);
    case 'message':
      return cardinality === 'one'
        ? differences(proto, type, it, at)
        : [`${at}: one, but in proto ${cardinality}`];
    case 'unread':
      return [`${at}: a family's shape has no unread fields`];
    default:
      if (cardinality !== 'one') return [`${at}: one, but in proto ${cardinality}`];
      return SCALARS[it.kind]?.includes(type) ? [] : [`${at}: ${it.kind}, but in proto ${type}`];
  }
}

for (const resource of resources) {
  test(`the shape of ${resource.name} has the numbers and types of ${resource.proto}`, {
    skip: skipWithoutShared,
  }, () => {
    assert.deepEqual(differences(protoFields(), resource.proto, resource.shape, resource.name), []);
  });
}
