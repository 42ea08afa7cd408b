import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSamples, SelfMetrics } from '../../bench/harness/telemetry.ts';

const of = (text: string) => new SelfMetrics(parseSamples(text));

const BEFORE = of(`# HELP cut_total x
cut_total{reason="slow"} 2
cut_total{reason="aborted"} 1
visible_seconds_bucket{le="0.05"} 10
visible_seconds_bucket{le="+Inf"} 12
`);
const AFTER = of(`cut_total{reason="slow"} 5
cut_total{reason="aborted"} 1
cut_total{reason="deadline"} 4
visible_seconds_bucket{le="0.05"} 10
visible_seconds_bucket{le="+Inf"} 15
`);

test('labels with escapes, timestamps and special values are read', () => {
  assert.deepEqual(parseSamples('a{x="1,}\\"2",y=""} NaN 123\nb +Inf\nc -Inf\nd 1e3\n\n'), [
    { name: 'a', labels: { x: '1,}\\"2', y: '' }, value: Number.NaN },
    { name: 'b', labels: {}, value: Number.POSITIVE_INFINITY },
    { name: 'c', labels: {}, value: Number.NEGATIVE_INFINITY },
    { name: 'd', labels: {}, value: 1000 },
  ]);
});

test('a sum is over the labels that match, and NaN when none does', () => {
  assert.equal(AFTER.sum('cut_total'), 10);
  assert.equal(AFTER.sum('cut_total', { reason: 'slow' }), 5);
  assert.ok(Number.isNaN(AFTER.sum('cut_total', { reason: 'x' })));
  assert.ok(Number.isNaN(AFTER.sum('nothing')));
});

test('growth counts from zero for what was not there before', () => {
  assert.deepEqual(AFTER.growthBy('reason', 'cut_total', BEFORE), { slow: 3, deadline: 4 });
});

test('buckets hold what was observed since', () => {
  assert.deepEqual(AFTER.bucketsSince(BEFORE, 'visible_seconds'), [
    { le: 0.05, count: 0 },
    { le: Number.POSITIVE_INFINITY, count: 3 },
  ]);
});
