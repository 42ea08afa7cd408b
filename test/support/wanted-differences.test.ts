import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unwanted } from './wanted-differences.ts';

function vector(resource: string, object: unknown) {
  return { resource, object, allowLabels: [], allowAnnotations: [], lines: [], where: '' };
}
const none = { missing: [], extra: [] };
const next = 'kube_cronjob_next_schedule_time{cronjob="a"} 1.5e+09';
const invalid = 'kube_cronjob_schedule_invalid{cronjob="a"} 1';

for (const schedule of [
  '0 0 13 * 5',
  '*/60 * * * *',
  '0 */24 * * *',
  '0 22-2 * * *',
  '0-10/11 * * * *',
  'TZ=UTC 0 0 1 * 1',
]) {
  test(`the schedule ${schedule} may be read differently`, () => {
    const cronjob = vector('cronjobs', { spec: { schedule } });
    assert.deepEqual(unwanted(cronjob, { missing: [invalid], extra: [next] }), none);
    const other = { missing: ['kube_cronjob_info{cronjob="a"} 1'], extra: [] };
    assert.deepEqual(unwanted(cronjob, other), other);
  });
}

for (const schedule of [
  '*/5 * * * *',
  '0 0 13 * *',
  '0 0 * * 1-5',
  '0 0 13 * ?',
  '0-10/5 1 * * *',
  '@daily',
  undefined,
]) {
  test(`the schedule ${schedule} may not`, () => {
    const difference = { missing: [invalid], extra: [next] };
    assert.deepEqual(unwanted(vector('cronjobs', { spec: { schedule } }), difference), difference);
  });
}

test('a quantity above 2^63-1 may be printed in place of 0, in the same series', () => {
  const quota = vector('resourcequotas', {});
  assert.deepEqual(unwanted(quota, { missing: ['a{x="1"} 0'], extra: ['a{x="1"} 1e+19'] }), none);
  assert.deepEqual(unwanted(quota, { missing: ['a{x="1"} 0'], extra: ['a{x="1"} +Inf'] }), none);
  for (const difference of [
    { missing: ['a{x="1"} 0'], extra: ['a{x="2"} 1e+19'] },
    { missing: ['a{x="1"} 1'], extra: ['a{x="1"} 1e+19'] },
    { missing: ['a{x="1"} 0'], extra: ['a{x="1"} 1e+18'] },
    { missing: [], extra: ['a{x="1"} 1e+19'] },
  ]) {
    assert.deepEqual(unwanted(quota, difference), difference);
  }
});
