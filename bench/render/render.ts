/**
 * What rendering costs, next to what every JavaScript client pays before it can begin: JSON.parse of
 * the same pods. Only the ratio says something about another machine.
 *
 *     node bench/render/render.ts [pods]
 */
import { pods } from '../../src/workers/families/pods.ts';
import { Renderer } from '../../src/workers/render/renderer.ts';
import { Issues } from '../../src/workers/shape/issues.ts';
import { compileJsonReader } from '../../src/workers/shape/json-reader.ts';
import { labelPicker } from '../../src/workers/text/labels.ts';
import { pod } from './pods.ts';

const count = Number(process.argv[2] ?? 20_000);
const ROUNDS = 5;

const texts = Array.from({ length: count }, (_, i) => JSON.stringify(pod(i)));
const read = compileJsonReader(pods.shape);
const issues = new Issues();
const objects = texts.map((text) => read(JSON.parse(text), issues));

/** Microseconds per pod of the best of some rounds; the first ones also compile the code. */
function best(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return (least * 1000) / count;
}

let lines = 0;
let bytes = 0;

function rendering(labels: readonly string[]): number {
  const renderer = new Renderer(pods, pods.families, {
    labels: labelPicker('label', labels),
    annotations: undefined,
  });
  return best(() => {
    lines = 0;
    bytes = 0;
    for (const object of objects) {
      const { samples, ends } = renderer.render(object);
      for (const of of samples) lines += of;
      bytes += ends[ends.length - 1] ?? 0;
    }
  });
}

const parse = best(() => {
  for (const text of texts) JSON.parse(text);
});
const plain = rendering([]);
console.log(
  `${count} pods, ${pods.families.length} families: ${(lines / count).toFixed(1)} lines and ${(bytes / count).toFixed(0)} bytes each`,
);
const labelled = rendering(['*']);
const row = (what: string, time: number) =>
  console.log(
    `${what.padEnd(28)} ${time.toFixed(1).padStart(6)} µs/pod  ${(time / parse).toFixed(2)} of JSON.parse`,
  );
row('JSON.parse', parse);
row('render', plain);
row('render, all labels allowed', labelled);
