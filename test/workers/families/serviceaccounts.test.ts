import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('serviceaccounts');
const metadata = { name: 'builder', namespace: 'ci', uid: 'u-1' };
const base = 'namespace="ci",serviceaccount="builder",uid="u-1"';

test('a service account has its token setting, its times and its secrets', () => {
  const object = {
    metadata: {
      ...metadata,
      creationTimestamp: '2017-07-14T02:40:00Z',
      deletionTimestamp: '2033-05-18T03:33:20Z',
    },
    automountServiceAccountToken: true,
    secrets: [{ kind: 'Secret', namespace: 'elsewhere', name: 'token' }, { name: 'more' }, {}],
    imagePullSecrets: [{ name: 'registry' }, { name: '' }],
  };
  assert.deepEqual(renderLines('serviceaccounts', object), [
    `kube_serviceaccount_info{${base},automount_token="true"} 1`,
    `kube_serviceaccount_created{${base}} 1.5e+09`,
    `kube_serviceaccount_deleted{${base}} 2e+09`,
    `kube_serviceaccount_secret{${base},name="token"} 1`,
    `kube_serviceaccount_secret{${base},name="more"} 1`,
    `kube_serviceaccount_secret{${base},name=""} 1`,
    `kube_serviceaccount_image_pull_secret{${base},name="registry"} 1`,
    `kube_serviceaccount_image_pull_secret{${base},name=""} 1`,
  ]);
});

test('a bare service account has its info alone', () => {
  for (const nothing of [undefined, null]) {
    const object = {
      metadata,
      automountServiceAccountToken: nothing,
      secrets: nothing,
      imagePullSecrets: nothing,
    };
    assert.deepEqual(renderLines('serviceaccounts', object), [
      `kube_serviceaccount_info{${base},automount_token=""} 1`,
    ]);
  }
});

test('a token that is not mounted is told from one that nobody decided about', () => {
  assert.deepEqual(lines('kube_serviceaccount_info', { metadata, automountServiceAccountToken: false }), [
    `{${base},automount_token="false"} 1`,
  ]);
});

test('a secret that is named twice stands once', () => {
  const twice = [{ name: 'a' }, { name: 'a' }];
  const object = { metadata, secrets: twice, imagePullSecrets: twice };
  assert.equal(lines('kube_serviceaccount_secret', object).length, 1);
  assert.equal(lines('kube_serviceaccount_image_pull_secret', object).length, 1);
});

test('a missing uid is an empty label', () => {
  assert.deepEqual(lines('kube_serviceaccount_info', { metadata: { name: 'builder', namespace: 'ci' } }), [
    '{namespace="ci",serviceaccount="builder",uid="",automount_token=""} 1',
  ]);
});

test('allow-listed labels and annotations are named', () => {
  const object = { metadata: { ...metadata, labels: { app: 'web' }, annotations: { note: 'n' } } };
  assert.deepEqual(lines('kube_serviceaccount_labels', object, { labels: ['*'] }), [
    `{${base},label_app="web"} 1`,
  ]);
  assert.deepEqual(lines('kube_serviceaccount_annotations', object, { annotations: ['*'] }), [
    `{${base},annotation_note="n"} 1`,
  ]);
});
