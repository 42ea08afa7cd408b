import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type HeaderSource,
  openMetricsHeader,
  openMetricsName,
  textHeader,
} from '../../../src/workers/families/header.ts';
import { resources } from '../../../src/workers/families/index.ts';
import { parseExposition } from '../../support/exposition.ts';

const family: HeaderSource = {
  name: 'kube_thing_restarts_total',
  type: 'counter',
  stability: 'ALPHA',
  help: 'How often "it" failed.',
};

test('the text format names a counter as its samples are named', () => {
  assert.equal(
    textHeader(family),
    '# HELP kube_thing_restarts_total How often "it" failed.\n# TYPE kube_thing_restarts_total counter\n',
  );
});

test('OpenMetrics names a counter without _total, and escapes quotes', () => {
  assert.equal(
    openMetricsHeader(family),
    '# HELP kube_thing_restarts How often \\"it\\" failed.\n# TYPE kube_thing_restarts counter\n',
  );
});

test('a gauge keeps its name in both', () => {
  assert.equal(openMetricsName({ name: 'kube_thing_total', type: 'gauge' }), 'kube_thing_total');
});

test('markers stand before the help: stability first, then deprecation', () => {
  const help = (source: HeaderSource) =>
    textHeader(source).split('\n')[0]?.replace(`# HELP ${source.name} `, '');
  assert.equal(help({ ...family, help: 'X.', stability: 'STABLE' }), '[STABLE] X.');
  assert.equal(help({ ...family, help: 'X.', deprecated: '2.14.0' }), '(Deprecated since 2.14.0) X.');
  assert.equal(
    help({ ...family, help: 'X.', stability: 'STABLE', deprecated: '2.14.0' }),
    '[STABLE] (Deprecated since 2.14.0) X.',
  );
});

test('line feeds and backslashes are escaped in both formats', () => {
  const source = { ...family, help: 'a\\b\nc' };
  assert.match(textHeader(source), /a\\\\b\\nc\n/);
  assert.match(openMetricsHeader(source), /a\\\\b\\nc\n/);
});

test('the headers of all families are one valid exposition in each format', () => {
  const families = resources.flatMap((resource) => resource.families);
  assert.equal(parseExposition(families.map(textHeader).join(''), 'text').length, families.length);
  assert.equal(
    parseExposition(`${families.map(openMetricsHeader).join('')}# EOF\n`, 'openmetrics').length,
    families.length,
  );
});
