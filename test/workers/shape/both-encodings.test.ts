import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeOf } from '../../../src/protocol/coded-error.ts';
import { Issues } from '../../../src/workers/shape/issues.ts';
import { compileJsonReader } from '../../../src/workers/shape/json-reader.ts';
import { compileProtobufReader } from '../../../src/workers/shape/protobuf-reader.ts';
import { zeroMessage } from '../../../src/workers/shape/zero.ts';
import { everything, valuesOf } from './arbitrary.ts';
import { toJson } from './json-writer.ts';
import { bytes, number, tag, writeMessage } from './proto-writer.ts';

const decode = compileProtobufReader(everything);
const read = compileJsonReader(everything);
const values = valuesOf(everything);

/** Fields of numbers that no shape here has, of every wire type that can be skipped. */
const unknownFields = [
  number(50, -1),
  bytes(51, 'secret'),
  bytes(3000, new Uint8Array(200)),
  [...tag(52, 1), 1, 2, 3, 4, 5, 6, 7, 8],
  [...tag(536_870_911, 5), 1, 2, 3, 4],
];

/** Decodes a part of a larger buffer whose other bytes would change the result if they were read. */
function decodeWithin(message: readonly number[], issues = new Issues()): unknown {
  const around = Uint8Array.from([...bytes(1, 'before'), ...message, ...bytes(1, 'after'), 0xff, 0xff]);
  const start = bytes(1, 'before').length;
  return decode(around, start, start + message.length, issues);
}

test('both encodings of any value give that value', () => {
  fc.assert(
    fc.property(values, (value) => {
      const issues = new Issues();
      assert.deepEqual(decodeWithin(writeMessage(everything, value), issues), value);
      const parsed: unknown = JSON.parse(JSON.stringify(toJson(everything, value)));
      assert.deepEqual(read(parsed, issues), value);
      assert.equal(issues.count, 0);
    }),
  );
});

test('unknown fields between the known ones are stepped over', () => {
  fc.assert(
    fc.property(values, fc.infiniteStream(fc.subarray(unknownFields)), (value, noise) => {
      const message = writeMessage(everything, value, { noise: () => (noise.next().value ?? []).flat() });
      assert.deepEqual(decodeWithin(message), value);
    }),
  );
});

test('a message in two parts is merged field by field, lists and maps appended', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const twice = [...writeMessage(everything, a), ...writeMessage(everything, b)];
      assert.deepEqual(decodeWithin(twice), merged(a, b));
    }),
  );
});

test('a message cut off or damaged anywhere is read or refused as malformed', () => {
  const damage = fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }), cut: fc.boolean() });
  fc.assert(
    fc.property(values, fc.array(damage, { minLength: 1, maxLength: 3 }), (value, damages) => {
      let message = writeMessage(everything, value);
      for (const { at, byte, cut } of damages) {
        if (cut) message = message.slice(0, at % (message.length + 1));
        else if (message.length > 0) message[at % message.length] = byte;
      }
      acceptsOrRefuses(message);
    }),
    { numRuns: 1000 },
  );
});

test('random bytes are read or refused as malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (random) => acceptsOrRefuses([...random])),
    { numRuns: 5000 },
  );
});

test('any JSON at all gives an object with all properties, and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
      assert.deepEqual(Object.keys(read(json, new Issues())), Object.keys(everything.fields));
    }),
  );
});

test('a JSON value in the place of any field of a good object harms that field only', () => {
  const names = Object.keys(everything.fields).filter((name) => name !== 'source');
  fc.assert(
    fc.property(values, fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }), (value, name, json) => {
      const good = toJson(everything, value) as Record<string, unknown>;
      const result: Record<string, unknown> = read({ ...good, [name]: json }, new Issues());
      const rest = { ...(value as Record<string, unknown>), [name]: result[name] };
      assert.deepEqual(result, rest);
    }),
  );
});

test('reading leaves the shared zero values as they are', () => {
  const zero = structuredClone(zeroMessage(everything));
  fc.assert(
    fc.property(values, (value) => {
      decodeWithin(writeMessage(everything, value));
      read(toJson(everything, value), new Issues());
    }),
  );
  assert.deepEqual(zeroMessage(everything), zero);
  assert.deepEqual(decodeWithin([]), zero);
});

/** Also where the end of the bytes is the end of the buffer, so that nothing is behind to be read. */
function acceptsOrRefuses(message: readonly number[]): void {
  const results = [
    () => decodeWithin(message),
    () => decode(Uint8Array.from(message), 0, message.length, new Issues()),
  ];
  const [within, alone] = results.map((run) => {
    try {
      return { value: run() };
    } catch (error) {
      assert.equal(codeOf(error), 'KSE_OBJECT_MALFORMED', String(error));
      return 'malformed';
    }
  });
  assert.deepEqual(within, alone, 'the bytes around a message change nothing');
}

/** What Go's generated `Unmarshal` makes of `a` followed by `b`. */
function merged(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof Map && b instanceof Map) return new Map([...a, ...b]);
  if (isStruct(a) && isStruct(b)) {
    // An absent pointer is not written, so it changes nothing; an absent time is written as zero.
    const times = ['since', 'at'];
    return Object.fromEntries(
      Object.keys(b).map((key) => [
        key,
        b[key] === undefined && !times.includes(key) ? a[key] : merged(a[key], b[key]),
      ]),
    );
  }
  return b;
}

function isStruct(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
