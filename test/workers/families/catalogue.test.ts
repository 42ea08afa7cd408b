import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AnyResource } from '../../../src/workers/families/family.ts';
import { resources } from '../../../src/workers/families/index.ts';
import { sharedDir, skipWithoutShared } from '../../support/shared.ts';

/** The part of the reference's catalogue that the tables have to agree with, in the catalogue's own form. */
interface Entry {
  readonly kind: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly default: boolean;
  readonly allowlistable: boolean;
  readonly baseLabels: readonly { readonly label: string }[];
  readonly families: readonly {
    readonly name: string;
    readonly type: string;
    readonly stability: string;
    readonly optIn: boolean;
    readonly labels: readonly string[];
    readonly deprecatedVersion?: string;
  }[];
}

function catalogue(): Readonly<Record<string, Entry>> {
  return JSON.parse(readFileSync(join(sharedDir() ?? '', 'spec', 'metrics.json'), 'utf8')).resources;
}

/** A row of the catalogue, without what only describes. */
function entryRow(entry: Entry) {
  const { kind, apiGroup, apiVersion, namespaced, allowlistable, baseLabels, families } = entry;
  return {
    kind,
    group: apiGroup,
    version: apiVersion,
    namespaced,
    default: entry.default,
    allowlistable,
    baseLabels: baseLabels.map(({ label }) => label),
    families: families.map(({ name, type, stability, optIn, labels, deprecatedVersion }) => ({
      name,
      type,
      stability,
      optIn,
      deprecated: deprecatedVersion,
      labels: labels.map((label) => label.replace('…', '')),
    })),
  };
}

/** The same row from the tables. */
function tableRow(resource: AnyResource) {
  const { kind, group, version, namespaced, allowlistable } = resource;
  const baseLabels = resource.baseLabels.map(({ label }) => label);
  return {
    kind,
    group,
    version,
    namespaced,
    default: resource.default,
    allowlistable,
    baseLabels,
    families: resource.families.map(({ name, type, stability, optIn, labels, deprecated }) => ({
      name,
      type,
      stability,
      optIn: optIn ?? false,
      deprecated,
      labels: [...baseLabels, ...labels],
    })),
  };
}

for (const resource of resources) {
  test(`the table of ${resource.name} has the families of the catalogue, in its order`, {
    skip: skipWithoutShared,
  }, () => {
    const entry = catalogue()[resource.name];
    assert.ok(entry !== undefined, `the catalogue has no ${resource.name}`);
    assert.deepEqual(tableRow(resource), entryRow(entry));
  });
}

test('every resource of the catalogue has a table, in byte order', { skip: skipWithoutShared }, () => {
  assert.deepEqual(
    resources.map(({ name }) => name),
    Object.keys(catalogue()).sort(),
  );
});

test('no two families have one name, for they would be one family in the text', () => {
  const names = resources.flatMap(({ families }) => families.map(({ name }) => name));
  assert.equal(new Set(names).size, names.length);
});

test('help and conditions are complete sentences', () => {
  for (const { families } of resources) {
    for (const { name, help, when } of families) {
      assert.match(help, /^[A-Z].*\.$/, name);
      assert.match(when, /^[A-Z].*\.$/, name);
    }
  }
});
