/**
 * The conformance vectors through `render`: many objects of all resources at once, as bytes, through
 * threads, batches, pages and the exposition, compared with the union of the expected lines.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { apiVersionOf } from '../../../src/main/render/kinds.ts';
import { resourceByName } from '../../../src/workers/families/index.ts';
import { parseExposition } from '../../support/exposition.ts';
import { skipWithoutShared } from '../../support/shared.ts';
import { loadVectors, type Vector } from '../../support/vectors.ts';
import { unwanted } from '../../support/wanted-differences.ts';
import { run } from './support.ts';

/** Vectors of one resource that can be in one cluster, under one pair of allow-lists. */
interface Layer {
  readonly lists: string;
  readonly taken: Set<string>;
  readonly vectors: Vector[];
}

interface Metadata {
  readonly uid?: unknown;
  readonly namespace?: unknown;
  readonly name?: unknown;
}

function metadataOf({ object }: Vector): Metadata {
  return (object as { metadata?: Metadata | null }).metadata ?? {};
}

/** What no two objects of a resource have in common. */
function identities(vector: Vector): readonly string[] {
  const { uid, namespace, name } = metadataOf(vector);
  return [
    `${namespace ?? ''}/${name ?? ''}`,
    ...(typeof uid === 'string' && uid !== '' ? [`uid ${uid}`] : []),
  ];
}

function layersOf(vectors: readonly Vector[]): readonly Layer[] {
  const layers: Layer[] = [];
  for (const vector of vectors) {
    const lists = JSON.stringify([vector.allowLabels, vector.allowAnnotations]);
    const ids = identities(vector);
    let layer = layers.find((one) => one.lists === lists && !ids.some((id) => one.taken.has(id)));
    if (layer === undefined) {
      layer = { lists, taken: new Set(), vectors: [] };
      layers.push(layer);
    }
    for (const id of ids) layer.taken.add(id);
    layer.vectors.push(vector);
  }
  return layers;
}

function inputLine({ resource: name, object }: Vector): string {
  const resource = resourceByName(name);
  assert.ok(resource !== undefined);
  return JSON.stringify({ ...(object as object), apiVersion: apiVersionOf(resource), kind: resource.kind });
}

function allowlist(vectors: readonly Vector[], list: 'allowLabels' | 'allowAnnotations'): string {
  const byResource = new Map(vectors.map((vector) => [vector.resource, vector[list]]));
  return [...byResource].map(([resource, keys]) => `${resource}=[${keys.join(',')}]`).join(',');
}

const vectors = loadVectors();
const layers = new Map([...vectors].map(([resource, list]) => [resource, layersOf(list)]));
const rounds = Math.max(0, ...[...layers.values()].map((list) => list.length));

/** What is wrong with a round's lines, the wanted differences taken out. */
function differences(round: readonly Vector[], lines: readonly string[]): readonly string[] {
  const ours = new Set(lines);
  const theirs = new Set(round.flatMap((vector) => vector.lines));
  const extra = new Set(lines.filter((line) => !theirs.has(line)));
  const missing: string[] = [];
  for (const vector of round) {
    const name = JSON.stringify(metadataOf(vector).name ?? '');
    // Lines that nobody asked for are this object's only when they have its name.
    const own = [...extra].filter((line) => line.includes(`=${name}`));
    const rest = unwanted(vector, { missing: vector.lines.filter((line) => !ours.has(line)), extra: own });
    missing.push(...rest.missing.map((line) => `${vector.where}: missing: ${line}`));
    for (const line of own) if (!rest.extra.includes(line)) extra.delete(line);
  }
  return [...missing, ...[...extra].map((line) => `not wanted: ${line}`)];
}

const PROMTOOL = spawnSync('promtool', ['--version']).status === 0;

/** promtool's style complaints about names that are the reference's, and so ours. */
const LINT =
  /(?:should have "_total" suffix|should not have "_(?:total|count|sum|bucket)" suffix|abbreviated units|use base unit|should not include (?:the )?type)/;

for (let round = 0; round < rounds; round++) {
  test(`round ${round + 1} of ${rounds}: objects of all resources at once print what kube-state-metrics prints`, async (t) => {
    const chosen = [...layers.values()].flatMap((list) => list[round]?.vectors ?? []);
    const args = [
      `--resources=${[...new Set(chosen.map(({ resource }) => resource))].join(',')}`,
      '--metric-opt-in-list=.*',
      `--metric-labels-allowlist=${allowlist(chosen, 'allowLabels')}`,
      `--metric-annotations-allowlist=${allowlist(chosen, 'allowAnnotations')}`,
      '--workers=2',
    ];
    const outcome = await run(args, chosen.map(inputLine).join('\n'));
    assert.ok(!outcome.err.includes('replaced'), outcome.err);
    assert.equal(outcome.code, 0, outcome.err);
    t.diagnostic(`${chosen.length} objects, ${outcome.lines.length} lines`);
    const found = differences(chosen, outcome.lines);
    assert.equal(found.length, 0, `${found.length} lines differ\n${found.slice(0, 5).join('\n')}`);
    parseExposition(outcome.out, 'text');
    if (!PROMTOOL) return t.diagnostic('no promtool on the PATH: not asked');
    const check = spawnSync('promtool', ['check', 'metrics'], { input: outcome.out, encoding: 'utf8' });
    // 3: nothing but lint.
    assert.ok(check.status === 0 || check.status === 3, check.stderr.slice(0, 2000));
    const complaints = `${check.stdout}${check.stderr}`
      .split('\n')
      .filter((line) => line !== '' && !LINT.test(line));
    assert.deepEqual(complaints, []);
  });
}

test('there are vectors for all of that', { skip: skipWithoutShared }, () => {
  assert.ok(rounds > 1);
});
