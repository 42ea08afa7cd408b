/**
 * Every vector of the conformance data, compared line by line as sets. A line is compared as it is
 * printed, so names, labels, their order, escapes and number formats are all in it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../bench/simulator/json.ts';
import { encodeMessage } from '../bench/simulator/wire/envelope.ts';
import { resources } from '../src/workers/families/index.ts';
import { Renderer } from '../src/workers/render/renderer.ts';
import { Issues } from '../src/workers/shape/issues.ts';
import { compileProtobufReader } from '../src/workers/shape/protobuf-reader.ts';
import { contextOf, linesByFamily, renderObject } from './support/render.ts';
import { skipWithoutShared } from './support/shared.ts';
import { loadVectors, type Vector } from './support/vectors.ts';
import { unwanted } from './support/wanted-differences.ts';

const vectors = loadVectors();

/** Enough to see the kind of a mistake. */
const SHOWN = 5;

function differences(vector: Vector): readonly string[] {
  const { resource, object, allowLabels, allowAnnotations, where } = vector;
  const { lines, dropped } = renderObject(resource, object, {
    labels: allowLabels,
    annotations: allowAnnotations,
  });
  const ours = new Set(lines);
  const theirs = new Set(vector.lines);
  const { missing, extra } = unwanted(vector, {
    missing: vector.lines.filter((line) => !ours.has(line)),
    extra: lines.filter((line) => !theirs.has(line)),
  });
  return [
    ...missing.map((line) => `${where}: missing: ${line}`),
    ...extra.map((line) => `${where}: not wanted: ${line}`),
    ...(dropped.failed === 0 ? [] : [`${where}: failed: ${dropped.firstFailure}`]),
  ];
}

for (const [resource, list] of vectors) {
  test(`${resource}: ${list.length} objects print what kube-state-metrics prints`, () => {
    const found = list.flatMap(differences);
    assert.equal(found.length, 0, `${found.length} lines differ\n${found.slice(0, SHOWN).join('\n')}`);
  });
}

for (const resource of resources) {
  test(`${resource.name}: protobuf gives the same lines as JSON`, { skip: skipWithoutShared }, () => {
    const read = compileProtobufReader<unknown>(resource.shape);
    for (const { object, allowLabels, allowAnnotations, where } of vectors.get(resource.name) ?? []) {
      const lists = { labels: allowLabels, annotations: allowAnnotations };
      const message = encodeMessage(resource.proto, object as JsonObject);
      const decoded = read(message, 0, message.length, new Issues());
      const renderer = new Renderer<never>(resource, resource.families, contextOf(lists));
      const byFamily = linesByFamily(resource.families, renderer.render(decoded as never));
      // Go writes the entries of a map into protobuf in no order of its own.
      assert.deepEqual(
        new Set([...byFamily.values()].flat()),
        new Set(renderObject(resource.name, object, lists).lines),
        where,
      );
    }
  });
}

test('every resource has vectors', { skip: skipWithoutShared }, () => {
  assert.deepEqual([...vectors.keys()].sort(), resources.map(({ name }) => name).sort());
});

test('coverage: families and the objects that give them lines', { skip: skipWithoutShared }, (t) => {
  const uncovered: string[] = [];
  let families = 0;
  let cases = 0;
  for (const resource of resources) {
    const covered = new Map<string, number>();
    for (const { lines } of vectors.get(resource.name) ?? []) {
      for (const name of new Set(lines.map((line) => line.split(/[{ ]/, 1)[0] ?? ''))) {
        covered.set(name, (covered.get(name) ?? 0) + 1);
      }
    }
    const known = resource.families.filter(({ name }) => covered.has(name));
    const count = known.reduce((sum, { name }) => sum + (covered.get(name) ?? 0), 0);
    t.diagnostic(
      `${resource.name}: ${known.length} of ${resource.families.length} families, ${count} family cases`,
    );
    families += known.length;
    cases += count;
    uncovered.push(...resource.families.filter((family) => !known.includes(family)).map(({ name }) => name));
  }
  t.diagnostic(
    `in all: ${families} families, ${cases} family cases; in no vector: ${uncovered.join(', ') || 'none'}`,
  );
  assert.ok(families > 0);
});
