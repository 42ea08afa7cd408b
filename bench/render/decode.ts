/**
 * What reading a pod costs in each encoding: the fields that families read, straight from protobuf,
 * next to JSON.parse of the same pod. Only the ratios say something about another machine.
 *
 *     node bench/render/decode.ts [pods]
 */
import { deepStrictEqual } from 'node:assert/strict';
import { pods } from '../../src/workers/families/pods.ts';
import { Issues } from '../../src/workers/shape/issues.ts';
import { compileJsonReader } from '../../src/workers/shape/json-reader.ts';
import { compileProtobufReader } from '../../src/workers/shape/protobuf-reader.ts';
import { prune } from '../../src/workers/shape/prune.ts';
import type { JsonObject } from '../simulator/json.ts';
import { encodeMessage } from '../simulator/wire/envelope.ts';
import { pod } from './pods.ts';

const count = Number(process.argv[2] ?? 20_000);
const ROUNDS = 7;
/** As many as a batch from the main thread holds, so that they lie in one buffer as they do there. */
const BATCH = 100;

interface Encoded {
  readonly text: string;
  readonly batch: Uint8Array;
  readonly start: number;
  readonly end: number;
}

function encode(first: number): Encoded[] {
  const objects = Array.from(
    { length: Math.min(BATCH, count - first) },
    (_, i) => pod(first + i) as JsonObject,
  );
  const messages = objects.map((object) => encodeMessage(pods.proto, object));
  const batch = new Uint8Array(Buffer.concat(messages));
  let end = 0;
  return objects.map((object, i) => {
    const start = end;
    end += messages[i]?.length ?? 0;
    return { text: JSON.stringify(object), batch, start, end };
  });
}

const encoded = Array.from({ length: Math.ceil(count / BATCH) }, (_, i) => encode(i * BATCH)).flat();
const issues = new Issues();
const readJson = compileJsonReader(pods.shape);
const readProtobuf = compileProtobufReader(pods.shape);
const withoutContainers = pods.families.filter(
  ({ reads }) => !reads.some((path) => /containers/i.test(path)),
);
const paths = [
  ...pods.baseLabels.map(({ reads }) => reads),
  ...withoutContainers.flatMap(({ reads }) => reads),
];
const readFewer = compileProtobufReader(prune(pods.shape, paths));

const CASES: readonly (readonly [what: string, run: (of: Encoded) => unknown])[] = [
  ['JSON.parse', ({ text }) => JSON.parse(text)],
  ['JSON.parse, then the shape', ({ text }) => readJson(JSON.parse(text), issues)],
  ['protobuf', ({ batch, start, end }) => readProtobuf(batch, start, end, issues)],
  ['protobuf, no container metrics', ({ batch, start, end }) => readFewer(batch, start, end, issues)],
];

for (const of of encoded.slice(0, BATCH)) {
  deepStrictEqual(readProtobuf(of.batch, of.start, of.end, issues), readJson(JSON.parse(of.text), issues));
}

/** Microseconds per pod: the best of some rounds, which take turns so that a slow moment hits them all. */
const best = CASES.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < ROUNDS; round++) {
  CASES.forEach(([, run], i) => {
    const start = performance.now();
    for (const of of encoded) run(of);
    best[i] = Math.min(best[i] ?? 0, ((performance.now() - start) * 1000) / count);
  });
}

const mean = (size: (of: Encoded) => number) => encoded.reduce((sum, of) => sum + size(of), 0) / count;
console.log(
  `${count} pods of ${mean(({ start, end }) => end - start).toFixed(0)} bytes in protobuf, ${mean(({ text }) => text.length).toFixed(0)} in JSON`,
);
const parse = best[0] ?? 0;
CASES.forEach(([what], i) => {
  const time = best[i] ?? 0;
  console.log(
    `${what.padEnd(32)} ${time.toFixed(1).padStart(6)} µs/pod  ${(time / parse).toFixed(2)} of JSON.parse`,
  );
});
