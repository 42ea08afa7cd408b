import fc from 'fast-check';
import { type AnyKind, known } from '../../src/workers/shape/shape.ts';

/** Words that families look for, so that random objects reach past the first comparison. */
const WORDS = [
  '',
  'a',
  'app',
  'True',
  'False',
  'Unknown',
  'Ready',
  'Initialized',
  'ContainersReady',
  'PodScheduled',
  'DisruptionTarget',
  'Running',
  'Pending',
  'Bound',
  'Active',
  'Complete',
  'Failed',
  'Approved',
  'Evicted',
  'InternalIP',
  'ReplicaSet',
  'Resource',
  'External',
  'Utilization',
  '10.0.0.1',
  'fe80::1%eth0',
  '*/5 * * * *',
  'Europe/Paris',
  '50%',
  'node-role.kubernetes.io/control-plane',
  'quote " backslash \\ line\nfeed',
] as const;

/** Keys of maps; some become one label name. */
const KEYS = [
  'cpu',
  'memory',
  'pods',
  'nvidia.com/gpu',
  'a.b',
  'a-b',
  'a_b_conflict1',
  'aB',
  'hugepages-2Mi',
  '7',
] as const;

const QUANTITIES = [
  '0',
  '1',
  '100m',
  '1.5Gi',
  '10E',
  '-1',
  '1e400',
  '0.0000000001',
  'x',
  '12e',
  '8Ei',
  '',
] as const;

/** Any text at all, with halves of surrogate pairs. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 })
      .map((units) => String.fromCharCode(...units)),
  },
);
const key = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...KEYS) }, { weight: 1, arbitrary: text });
const time = fc.oneof(
  fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
    .map((date) => date.toISOString()),
  fc.constantFrom('0001-01-01T00:00:00Z', 'yesterday', '1950-01-01T00:00:00.9+01:00'),
);
const integer = fc.oneof(fc.nat({ max: 5 }), fc.integer(), fc.maxSafeInteger());

/** In one place of so many there is JSON of any kind instead of what belongs there. */
const WRONG_IN = 12;

/** JSON in the form of a shape, with fields missing and fields of the wrong type. */
export function anyObject(kind: AnyKind): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: WRONG_IN - 1, arbitrary: right(kind) },
    { weight: 1, arbitrary: fc.oneof(fc.constant(null), fc.jsonValue({ maxDepth: 2 })) },
  );
}

function right(kind: AnyKind): fc.Arbitrary<unknown> {
  const it = known(kind);
  switch (it.kind) {
    case 'string':
      return text;
    case 'quantity':
      return fc.constantFrom(...QUANTITIES);
    case 'bool':
      return fc.boolean();
    case 'int':
      return integer;
    case 'byteLength':
      return fc.base64String({ maxLength: 40 });
    case 'time':
      return time;
    case 'intOrString':
      return fc.oneof(integer, text);
    case 'optional':
    case 'inline':
    case 'unread':
      return right(it.of);
    case 'list':
      return fc.array(anyObject(it.of), { maxLength: 3 });
    case 'map':
      return fc.dictionary(key, anyObject(it.of), { maxKeys: 4 });
    case 'message':
      return rightMessage(it.fields);
  }
}

/** JSON writes the fields of an inlined message beside those of its parent. */
function rightMessage(fields: Readonly<Record<string, readonly [number, AnyKind]>>): fc.Arbitrary<unknown> {
  const own: Record<string, fc.Arbitrary<unknown>> = {};
  const inlined: fc.Arbitrary<unknown>[] = [];
  for (const [name, [, kind]] of Object.entries(fields)) {
    if (known(kind).kind === 'inline') inlined.push(right(kind));
    else own[name] = anyObject(kind);
  }
  return fc
    .tuple(fc.record(own, { requiredKeys: [] }), ...inlined)
    .map((parts) => Object.assign({}, ...parts.filter((part) => typeof part === 'object')));
}
