/**
 * What rendering costs, next to what every JavaScript client pays before it can begin: JSON.parse of
 * the same pods. Only the ratio says something about another machine.
 *
 * As in a worker, what is rendered was read a moment before: reading is done batch by batch between
 * the measured times.
 *
 *     node bench/render/render.ts [pods]
 */
import { pods } from '../../src/workers/families/pods.ts';
import { Renderer } from '../../src/workers/render/renderer.ts';
import { Issues } from '../../src/workers/shape/issues.ts';
import { compileJsonReader } from '../../src/workers/shape/json-reader.ts';
import { compileProtobufReader } from '../../src/workers/shape/protobuf-reader.ts';
import { labelPicker } from '../../src/workers/text/labels.ts';
import type { JsonObject } from '../simulator/json.ts';
import { encodeMessage } from '../simulator/wire/envelope.ts';
import { pod } from './pods.ts';

const count = Number(process.argv[2] ?? 20_000);
/** The first rounds also compile the code; the best one counts. */
const ROUNDS = 7;
const BATCH = 100;

const texts = Array.from({ length: count }, (_, i) => JSON.stringify(pod(i)));
const messages = texts.map((text) => encodeMessage(pods.proto, JSON.parse(text) as JsonObject));
const issues = new Issues();
const readJson = compileJsonReader(pods.shape);
const readProtobuf = compileProtobufReader(pods.shape);

type Pod = ReturnType<typeof readJson>;
const fromJson = (i: number): Pod => readJson(JSON.parse(texts[i] ?? ''), issues);
const fromProtobuf = (i: number): Pod => {
  const message = messages[i] ?? new Uint8Array();
  return readProtobuf(message, 0, message.length, issues);
};

/** Microseconds per pod that `work` takes with what `prepare` gives. */
function best<T>(prepare: (i: number) => T, work: (prepared: T) => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    let spent = 0;
    for (let first = 0; first < count; first += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => prepare(first + i));
      const start = performance.now();
      for (const prepared of batch) work(prepared);
      spent += performance.now() - start;
    }
    least = Math.min(least, spent);
  }
  return (least * 1000) / count;
}

function rendering(read: (i: number) => Pod, labels: readonly string[]): number {
  const renderer = new Renderer(pods, pods.families, {
    labels: labelPicker('label', labels),
    annotations: undefined,
  });
  return best(read, (object) => void renderer.render(object));
}

const renderer = new Renderer(pods, pods.families, { labels: undefined, annotations: undefined });
const { samples, ends } = renderer.render(fromJson(0));
const lines = samples.reduce((sum, of) => sum + of, 0);
console.log(`${count} pods, ${pods.families.length} families: ${lines} lines and ${ends.at(-1)} bytes each`);

const parse = best(
  (i) => texts[i] ?? '',
  (text) => void JSON.parse(text),
);
function row(what: string, time: number): void {
  const ratio = (time / parse).toFixed(2);
  console.log(`${what.padEnd(30)} ${time.toFixed(1).padStart(6)} µs/pod  ${ratio} of JSON.parse`);
}
row('JSON.parse', parse);
row('render, read from JSON', rendering(fromJson, []));
row('render, read from protobuf', rendering(fromProtobuf, []));
row('the same, all labels allowed', rendering(fromProtobuf, ['*']));
