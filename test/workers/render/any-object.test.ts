import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openMetricsHeader, textHeader } from '../../../src/workers/families/header.ts';
import { resources } from '../../../src/workers/families/index.ts';
import { formatNumber } from '../../../src/workers/text/number.ts';
import { anyObject } from '../../support/any-object.ts';
import { parseExposition } from '../../support/exposition.ts';
import { renderObject } from '../../support/render.ts';

/** Two pairs of allow-lists: a renderer is made for each, so they are not themselves random. */
const LISTS = [{}, { labels: ['*'], annotations: ['a*', 'cpu'] }] as const;

for (const resource of resources) {
  test(`any object renders as ${resource.name} without failure, into a valid exposition`, () => {
    // The tests' own language takes text for YAML.
    const object = anyObject(resource.shape).filter((it) => typeof it !== 'string');
    const check = (object: unknown, lists: (typeof LISTS)[number]) => {
      const { byFamily, dropped } = renderObject(resource.name, object, lists);
      assert.equal(dropped.firstFailure, undefined);
      let text = '';
      let openMetrics = '';
      for (const family of resource.families) {
        const lines = (byFamily.get(family.name) ?? []).map((line) => `${line}\n`).join('');
        text += textHeader(family) + lines;
        openMetrics += openMetricsHeader(family) + lines;
      }
      const families = parseExposition(text, 'text');
      parseExposition(`${openMetrics}# EOF\n`, 'openmetrics');
      const base = resource.baseLabels.map(({ label }) => label);
      for (const { samples } of families) {
        for (const { labels, value } of samples) {
          assert.deepEqual([...labels.keys()].slice(0, base.length), base);
          assert.equal(value, formatNumber(Number(value.replace('Inf', 'Infinity'))));
        }
      }
    };
    fc.assert(fc.property(object, fc.constantFrom(...LISTS), check), { numRuns: 100 });
  });
}
