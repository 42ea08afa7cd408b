import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planStreams } from '../../src/main/stream-plan.ts';
import { resourceByName } from '../../src/workers/families/index.ts';

const NOTHING = { namespaces: [], namespacesDenylist: [], node: '', trackUnscheduledPods: false };

function enabled(name: string, families?: readonly string[]) {
  const resource = resourceByName(name);
  assert.ok(resource !== undefined);
  const rows = resource.families.filter((row) => families?.includes(row.name) ?? true);
  return { resource, families: rows, labels: undefined, annotations: undefined };
}

function plan(names: readonly string[], options: Partial<Parameters<typeof planStreams>[1]> = {}) {
  return planStreams(
    names.map((name) => enabled(name)),
    { ...NOTHING, ...options },
  ).map((stream) => ({
    resource: stream.enabled.resource.name,
    namespace: stream.namespace,
    fieldSelector: stream.fieldSelector,
  }));
}

test('without namespaces a resource is one stream', () => {
  assert.deepEqual(plan(['nodes', 'pods']), [
    { resource: 'nodes', namespace: '', fieldSelector: '' },
    { resource: 'pods', namespace: '', fieldSelector: '' },
  ]);
});

test('each namespace is watched once, however often it is named; cluster-scoped resources are not divided', () => {
  assert.deepEqual(plan(['nodes', 'pods'], { namespaces: ['b', 'a', 'b'] }), [
    { resource: 'nodes', namespace: '', fieldSelector: '' },
    { resource: 'pods', namespace: 'b', fieldSelector: '' },
    { resource: 'pods', namespace: 'a', fieldSelector: '' },
  ]);
});

test('denied namespaces and the node become one selector, in order and escaped', () => {
  const options = { namespacesDenylist: ['x', 'y,z'], node: 'a=b' };
  assert.deepEqual(
    plan(['nodes', 'pods', 'services'], options).map(({ fieldSelector }) => fieldSelector),
    [
      '',
      'metadata.namespace!=x,metadata.namespace!=y\\,z,spec.nodeName=a\\=b',
      'metadata.namespace!=x,metadata.namespace!=y\\,z',
    ],
  );
});

test('unscheduled pods are those with an empty node, whatever --node says', () => {
  const [pods] = plan(['pods'], { node: 'n1', trackUnscheduledPods: true });
  assert.equal(pods?.fieldSelector, 'spec.nodeName=');
});

test('the smallest form that holds what the families read is asked for', () => {
  const transfer = (name: string, families?: readonly string[]) =>
    planStreams([enabled(name, families)], NOTHING)[0]?.transfer;
  assert.equal(transfer('pods'), 'full');
  assert.equal(transfer('pods', ['kube_pod_created', 'kube_pod_owner']), 'metadata');
  assert.equal(transfer('configmaps'), 'metadata');
  assert.equal(transfer('secrets'), 'table');
  assert.equal(transfer('secrets', ['kube_secret_info']), 'metadata');
});
