import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('leases');
const metadata = { namespace: 'kube-node-lease', name: 'n1' };

test('a lease without owner and holder has one sample with empty labels', () => {
  assert.deepEqual(renderLines('leases', { metadata }), [
    'kube_lease_owner{lease="n1",owner_kind="",owner_name="",namespace="kube-node-lease",lease_holder=""} 1',
  ]);
});

test('the namespace stands after the owner, and the holder last', () => {
  const ownerReferences = [
    { kind: 'Node', name: 'n1' },
    { kind: 'Other', name: 'o' },
  ];
  const object = { metadata: { ...metadata, ownerReferences }, spec: { holderIdentity: 'me' } };
  assert.deepEqual(lines('kube_lease_owner', object), [
    '{lease="n1",owner_kind="Node",owner_name="n1",namespace="kube-node-lease",lease_holder="me"} 1',
    '{lease="n1",owner_kind="Other",owner_name="o",namespace="kube-node-lease",lease_holder="me"} 1',
  ]);
});

test('the renewal is in whole seconds, and left out where there was none', () => {
  const of = (renewTime: unknown) => lines('kube_lease_renew_time', { metadata, spec: { renewTime } });
  assert.deepEqual(of('2017-07-14T02:40:00.987654Z'), ['{lease="n1",namespace="kube-node-lease"} 1.5e+09']);
  assert.deepEqual(of(null), []);
  assert.deepEqual(of('0001-01-01T00:00:00Z'), []);
});

test('a holder of the wrong type costs the sample', () => {
  assert.deepEqual(lines('kube_lease_owner', { metadata, spec: { holderIdentity: 5 } }), []);
});
