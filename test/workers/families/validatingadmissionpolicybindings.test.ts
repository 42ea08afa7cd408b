import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const base = 'namespace="",validatingadmissionpolicybinding="limits-all"';

test('a binding names its policy and its parameters', () => {
  const object = {
    metadata: { name: 'limits-all', creationTimestamp: '2017-07-14T02:40:00Z' },
    spec: {
      policyName: 'limits',
      paramRef: { name: 'small', namespace: 'ops', parameterNotFoundAction: 'Deny', selector: {} },
    },
  };
  assert.deepEqual(renderLines('validatingadmissionpolicybindings', object), [
    `kube_validatingadmissionpolicybinding_info{${base},policy_name="limits",param_name="small",param_namespace="ops",param_not_found_action="Deny"} 1`,
    `kube_validatingadmissionpolicybinding_created{${base}} 1.5e+09`,
  ]);
});

test('a reference by selector alone, an empty one and none at all have empty labels', () => {
  for (const paramRef of [undefined, null, {}, { selector: { matchLabels: { a: 'b' } } }]) {
    assert.deepEqual(
      renderLines('validatingadmissionpolicybindings', {
        metadata: { name: 'limits-all' },
        spec: { policyName: 'limits', paramRef },
      }),
      [
        `kube_validatingadmissionpolicybinding_info{${base},policy_name="limits",param_name="",param_namespace="",param_not_found_action=""} 1`,
      ],
    );
  }
});

test('a binding without spec has an empty policy name', () => {
  assert.deepEqual(renderLines('validatingadmissionpolicybindings', { metadata: { name: 'limits-all' } }), [
    `kube_validatingadmissionpolicybinding_info{${base},policy_name="",param_name="",param_namespace="",param_not_found_action=""} 1`,
  ]);
});

test('every validation action has a sample, known or not', () => {
  const lines = familyLines('validatingadmissionpolicybindings');
  const object = {
    metadata: { name: 'limits-all' },
    spec: { validationActions: ['Warn', 'Audit', 'Later'] },
  };
  assert.deepEqual(lines('kube_validatingadmissionpolicybinding_validation_action', object), [
    `{${base},action="Warn"} 1`,
    `{${base},action="Audit"} 1`,
    `{${base},action="Later"} 1`,
  ]);
});
