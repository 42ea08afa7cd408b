import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderObject } from '../../support/render.ts';

/** The shared rows, through the smallest resource that has each. */
const configmap = familyLines('configmaps');
const secret = familyLines('secrets');
const service = familyLines('services');
const base = 'namespace="ns",configmap="c"';

function named(more: object) {
  return { metadata: { namespace: 'ns', name: 'c', ...more } };
}

test('the creation time is a unix time, its fraction dropped downwards', () => {
  for (const [text, line] of [
    ['2017-07-14T02:40:00Z', `{${base}} 1.5e+09`],
    ['2017-07-14T02:40:00.999999Z', `{${base}} 1.5e+09`],
    ['2017-07-14T04:40:00+02:00', `{${base}} 1.5e+09`],
    ['1969-12-31T23:59:59.5Z', `{${base}} -1`],
    ['1970-01-01T00:00:00Z', `{${base}} 0`],
  ] as const) {
    assert.deepEqual(configmap('kube_configmap_created', named({ creationTimestamp: text })), [line], text);
  }
});

test('without a creation time there is no sample', () => {
  for (const creationTimestamp of [undefined, null, '0001-01-01T00:00:00Z', 'yesterday', 5]) {
    assert.deepEqual(configmap('kube_configmap_created', named({ creationTimestamp })), []);
  }
});

test('the deletion time appears when the object is being deleted', () => {
  const metadata = { namespace: 'ns', name: 's', uid: 'u' };
  assert.deepEqual(service('kube_service_deletion_timestamp', { metadata }), []);
  assert.deepEqual(
    service('kube_service_deletion_timestamp', {
      metadata: { ...metadata, deletionTimestamp: '2017-07-14T02:40:00Z' },
    }),
    ['{namespace="ns",service="s",uid="u"} 1.5e+09'],
  );
});

test('labels and annotations say nothing without an allow-list, and always something with one', () => {
  const object = named({ labels: { 'a.b/c-D': 'x' }, annotations: { fooBar: 'y' } });
  assert.deepEqual(configmap('kube_configmap_labels', object), []);
  assert.deepEqual(configmap('kube_configmap_labels', object, { labels: ['*'] }), [
    `{${base},label_a_b_c_d="x"} 1`,
  ]);
  assert.deepEqual(configmap('kube_configmap_labels', object, { labels: ['other'] }), [`{${base}} 1`]);
  assert.deepEqual(configmap('kube_configmap_labels', named({}), { labels: ['*'] }), [`{${base}} 1`]);
  assert.deepEqual(configmap('kube_configmap_annotations', object, { labels: ['*'] }), []);
  assert.deepEqual(configmap('kube_configmap_annotations', object, { annotations: ['foo*'] }), [
    `{${base},annotation_foo_bar="y"} 1`,
  ]);
});

test('a label of the wrong type costs its sample, and an allow-list may leave it out', () => {
  const object = named({ labels: { good: 'x', bad: 5 } });
  assert.deepEqual(configmap('kube_configmap_labels', object, { labels: ['*'] }), []);
  assert.deepEqual(configmap('kube_configmap_labels', object, { labels: ['good'] }), [
    `{${base},label_good="x"} 1`,
  ]);
});

test('the resource version is printed where it is a number', () => {
  for (const [resourceVersion, lines] of [
    ['123', [`{${base}} 123`]],
    ['10596', [`{${base}} 10596`]],
    ['1234567', [`{${base}} 1.234567e+06`]],
    ['0x1p4', [`{${base}} 16`]],
    ['', []],
    ['v1', []],
    ['1e400', []],
    [7, []],
    [undefined, []],
  ] as const) {
    assert.deepEqual(
      configmap('kube_configmap_metadata_resource_version', named({ resourceVersion })),
      lines,
    );
  }
});

test('owners are listed in order, and one empty sample stands for none', () => {
  const own = 'namespace="ns",secret="c"';
  assert.deepEqual(secret('kube_secret_owner', named({})), [
    `{${own},owner_kind="",owner_name="",owner_is_controller=""} 1`,
  ]);
  const ownerReferences = [
    { kind: 'A', name: 'a', controller: true },
    { kind: 'B', name: 'b', controller: false },
    { kind: 'C', name: 'c', controller: null },
    {},
  ];
  assert.deepEqual(secret('kube_secret_owner', named({ ownerReferences })), [
    `{${own},owner_kind="A",owner_name="a",owner_is_controller="true"} 1`,
    `{${own},owner_kind="B",owner_name="b",owner_is_controller="false"} 1`,
    `{${own},owner_kind="C",owner_name="c",owner_is_controller="false"} 1`,
    `{${own},owner_kind="",owner_name="",owner_is_controller="false"} 1`,
  ]);
});

test('the same owner twice is one series, and counted', () => {
  const reference = { kind: 'A', name: 'a' };
  const { byFamily, dropped } = renderObject('secrets', named({ ownerReferences: [reference, reference] }));
  assert.equal(byFamily.get('kube_secret_owner')?.length, 1);
  assert.equal(dropped.duplicates, 1);
});

test('an object without metadata has empty base labels', () => {
  for (const object of [{}, { metadata: null }, { metadata: 5 }]) {
    assert.deepEqual(configmap('kube_configmap_info', object), ['{namespace="",configmap=""} 1']);
  }
});

test('a name of the wrong type costs all samples of the object', () => {
  const { lines, dropped } = renderObject('configmaps', { metadata: { name: 5, resourceVersion: '1' } });
  assert.deepEqual(lines, []);
  assert.equal(dropped.invalid, 2);
});
