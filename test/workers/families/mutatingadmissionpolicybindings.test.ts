import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLines } from '../../support/render.ts';

const base = 'namespace="",mutatingadmissionpolicybinding="limits-all"';

test('a binding names its policy and its parameters', () => {
  const object = {
    metadata: { name: 'limits-all', creationTimestamp: '2017-07-14T02:40:00Z' },
    spec: {
      policyName: 'limits',
      paramRef: { name: 'small', namespace: 'ops', parameterNotFoundAction: 'Deny', selector: {} },
    },
  };
  assert.deepEqual(renderLines('mutatingadmissionpolicybindings', object), [
    `kube_mutatingadmissionpolicybinding_info{${base},policy_name="limits",param_name="small",param_namespace="ops",param_not_found_action="Deny"} 1`,
    `kube_mutatingadmissionpolicybinding_created{${base}} 1.5e+09`,
  ]);
});

test('a reference by selector alone, an empty one and none at all have empty labels', () => {
  for (const paramRef of [undefined, null, {}, { selector: { matchLabels: { a: 'b' } } }]) {
    assert.deepEqual(
      renderLines('mutatingadmissionpolicybindings', {
        metadata: { name: 'limits-all' },
        spec: { policyName: 'limits', paramRef },
      }),
      [
        `kube_mutatingadmissionpolicybinding_info{${base},policy_name="limits",param_name="",param_namespace="",param_not_found_action=""} 1`,
      ],
    );
  }
});

test('a binding without spec has an empty policy name', () => {
  assert.deepEqual(renderLines('mutatingadmissionpolicybindings', { metadata: { name: 'limits-all' } }), [
    `kube_mutatingadmissionpolicybinding_info{${base},policy_name="",param_name="",param_namespace="",param_not_found_action=""} 1`,
  ]);
});
