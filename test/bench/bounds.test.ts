import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOUNDS, type Bound, check } from '../../bench/harness/bounds.ts';
import type { Finding } from '../../bench/harness/figures.ts';
import { scenarios } from '../../bench/scenarios/index.ts';

function finding(value: number, more: Partial<Finding> = {}): Finding {
  return {
    scenario: 'start',
    subject: 'exporter',
    figures: [{ name: 'cost', value, unit: 'ratio' }],
    notes: [],
    timelines: [],
    ...more,
  };
}

const most: Bound = { scenario: 'start', figure: 'cost', operator: '<=', bound: 3, source: 'here' };

function holds(value: number, bound: Bound = most): boolean | undefined {
  return check([finding(value)], [bound])[0]?.holds;
}

test('a bound holds up to its value, and not beyond', () => {
  assert.equal(holds(2.9), true);
  assert.equal(holds(3), true);
  assert.equal(holds(3.01), false);
  assert.equal(holds(3, { ...most, operator: '>=' }), true);
  assert.equal(holds(2.9, { ...most, operator: '>=' }), false);
});

test('what was not measured does not hold', () => {
  assert.equal(holds(Number.NaN), false);
  assert.equal(check([finding(1, { figures: [], error: 'failed' })], [most])[0]?.holds, false);
});

test('a scenario that did not run has no verdict', () => {
  assert.deepEqual(check([finding(1, { scenario: 'churn' })], [most]), []);
});

test('a bound is about our exporter, not about the peer', () => {
  const findings = [finding(9, { subject: 'peer' }), finding(1)];
  assert.deepEqual(
    check(findings, [most]).map(({ value, holds }) => ({ value, holds })),
    [{ value: 1, holds: true }],
  );
  assert.deepEqual(check([finding(9, { subject: 'peer' })], [most]), []);
});

test('every bound is of a scenario that there is, and no figure has two', () => {
  const names = new Set(scenarios.map(({ name }) => name));
  assert.deepEqual(
    BOUNDS.filter(({ scenario }) => !names.has(scenario)),
    [],
  );
  const keys = BOUNDS.map(({ scenario, figure }) => `${scenario}: ${figure}`);
  assert.equal(new Set(keys).size, keys.length);
});
