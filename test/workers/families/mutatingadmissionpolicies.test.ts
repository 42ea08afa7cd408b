import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutatingadmissionpolicies } from '../../../src/workers/families/mutatingadmissionpolicies.ts';
import { renderLines } from '../../support/render.ts';

const base = 'namespace="",mutatingadmissionpolicy="limits"';

test('a policy names its parameters and what happens when it fails', () => {
  const object = {
    metadata: { name: 'limits', creationTimestamp: '2017-07-14T02:40:00Z' },
    spec: {
      paramKind: { apiVersion: 'rules.example.com/v1', kind: 'Limit' },
      failurePolicy: 'Ignore',
      reinvocationPolicy: 'IfNeeded',
    },
  };
  assert.deepEqual(renderLines('mutatingadmissionpolicies', object), [
    `kube_mutatingadmissionpolicy_info{${base},param_api_version="rules.example.com/v1",param_kind="Limit",failure_policy="Ignore",reinvocation_policy="IfNeeded"} 1`,
    `kube_mutatingadmissionpolicy_created{${base}} 1.5e+09`,
  ]);
});

test('what is not set has an empty label', () => {
  for (const spec of [undefined, null, {}, { paramKind: null, failurePolicy: null }, { paramKind: {} }]) {
    assert.deepEqual(
      renderLines('mutatingadmissionpolicies', {
        metadata: { name: 'limits', creationTimestamp: null },
        spec,
      }),
      [
        `kube_mutatingadmissionpolicy_info{${base},param_api_version="",param_kind="",failure_policy="",reinvocation_policy=""} 1`,
      ],
    );
  }
});

test('the allow-lists have no effect on a policy', () => {
  const metadata = { name: 'limits', labels: { app: 'x' }, annotations: { note: 'n' } };
  const all = { labels: ['*'], annotations: ['*'] };
  assert.deepEqual(
    renderLines('mutatingadmissionpolicies', { metadata }, all),
    renderLines('mutatingadmissionpolicies', { metadata }),
  );
  assert.equal(mutatingadmissionpolicies.allowlistable, false);
});
