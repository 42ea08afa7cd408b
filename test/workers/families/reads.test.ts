import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AnyResource, Family } from '../../../src/workers/families/family.ts';
import { resources } from '../../../src/workers/families/index.ts';
import { Renderer } from '../../../src/workers/render/renderer.ts';
import { Issues } from '../../../src/workers/shape/issues.ts';
import { compileJsonReader } from '../../../src/workers/shape/json-reader.ts';
import { prune } from '../../../src/workers/shape/prune.ts';
import { type AnyKind, known, type MessageKind } from '../../../src/workers/shape/shape.ts';
import { contextOf, linesByFamily } from '../../support/render.ts';
import { sharedDir, skipWithoutShared } from '../../support/shared.ts';

/** A field that holds no further fields: its path, and the message table that it stands in. */
interface Leaf {
  readonly path: string;
  readonly name: string;
  readonly table: MessageKind<unknown>;
}

function leaves(table: MessageKind<unknown>, prefix = ''): Leaf[] {
  return Object.entries(table.fields).flatMap(([name, [, kind]]) => {
    const message = messageIn(kind);
    const path = prefix + name;
    if (message === undefined || Object.keys(message.fields).length === 0) return [{ path, name, table }];
    return leaves(message, `${path}.`);
  });
}

function messageIn(kind: AnyKind): MessageKind<unknown> | undefined {
  const it = known(kind);
  if (it.kind === 'message') return it;
  return 'of' in it ? messageIn(it.of) : undefined;
}

const readsOf = (resource: AnyResource, family: Family<never>) => [
  ...resource.baseLabels.map((label) => label.reads),
  ...family.reads,
];

for (const resource of resources) {
  test(`every path that the families of ${resource.name} read is in the shape`, () => {
    for (const family of resource.families) prune(resource.shape, readsOf(resource, family));
  });

  test(`every field in the shape of ${resource.name} is read by a family`, () => {
    const read = resource.families.flatMap((family) => readsOf(resource, family));
    // The metadata is one table for all kinds, and the pipeline reads some of it too.
    const all = leaves(resource.shape).filter(({ path }) => !path.startsWith('metadata.'));
    const used = all.filter(({ path }) => read.some((wanted) => `${path}.`.startsWith(`${wanted}.`)));
    // A table that stands in two places, as a container's does, needs its field in one of them only.
    const idle = all
      .filter((leaf) => !used.some(({ table, name }) => table === leaf.table && name === leaf.name))
      .map(({ path }) => path);
    assert.deepEqual(idle, []);
  });

  test(`each family of ${resource.name} renders the same from the fields that it names alone`, {
    skip: skipWithoutShared,
  }, () => {
    const context = contextOf({ labels: ['*'], annotations: ['*'] });
    const families = resource.families.map((family) => {
      const shape = prune<unknown>(resource.shape, readsOf(resource, family));
      return {
        family,
        read: compileJsonReader(shape),
        renderer: new Renderer<never>(resource, [family], context),
      };
    });
    const readAll = compileJsonReader<unknown>(resource.shape);
    const all = new Renderer<never>(resource, resource.families, context);
    const issues = new Issues();
    for (const object of objects(resource.name)) {
      const whole = linesByFamily(resource.families, all.render(readAll(object, issues) as never));
      for (const { family, read, renderer } of families) {
        const alone = linesByFamily([family], renderer.render(read(object, issues) as never));
        assert.deepEqual(alone.get(family.name), whole.get(family.name), family.name);
      }
    }
  });
}

/** The objects of the conformance vectors, each once. */
function objects(resource: string): readonly unknown[] {
  const text = readFileSync(join(sharedDir() ?? '', 'conformance', 'objects', `${resource}.ndjson`), 'utf8');
  const distinct = new Set<string>();
  for (const line of text.split('\n')) {
    if (line !== '') distinct.add(JSON.stringify(JSON.parse(line).object));
  }
  return [...distinct].map((json): unknown => JSON.parse(json));
}
