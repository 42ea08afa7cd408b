import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('mutatingwebhookconfigurations');
const base = 'namespace="",mutatingwebhookconfiguration="gate"';
const family = 'kube_mutatingwebhookconfiguration_webhook_clientconfig_service';

test('a configuration without webhooks has its info, creation time and resource version', () => {
  const metadata = { name: 'gate', creationTimestamp: '2017-07-14T02:40:00Z', resourceVersion: '123456' };
  for (const webhooks of [undefined, null, []]) {
    assert.deepEqual(renderLines('mutatingwebhookconfigurations', { metadata, webhooks }), [
      `kube_mutatingwebhookconfiguration_info{${base}} 1`,
      `kube_mutatingwebhookconfiguration_created{${base}} 1.5e+09`,
      `kube_mutatingwebhookconfiguration_metadata_resource_version{${base}} 123456`,
    ]);
  }
});

test('a webhook names the service behind it', () => {
  const webhooks = [
    { name: 'a.example.com', clientConfig: { service: { namespace: 'ops', name: 'gate', port: 8443 } } },
  ];
  assert.deepEqual(lines(family, { metadata: { name: 'gate' }, webhooks }), [
    `{${base},webhook_name="a.example.com",service_name="gate",service_namespace="ops"} 1`,
  ]);
});

test('a webhook that is called by URL, or not configured, has empty labels for the service', () => {
  for (const clientConfig of [{ url: 'https://example.com' }, { service: null }, {}, null, undefined]) {
    assert.deepEqual(lines(family, { metadata: { name: 'gate' }, webhooks: [{ name: 'u', clientConfig }] }), [
      `{${base},webhook_name="u",service_name="",service_namespace=""} 1`,
    ]);
  }
});

test('webhooks keep their order', () => {
  const webhooks = ['b', 'a', 'c'].map((name) => ({ name, clientConfig: { url: name } }));
  const names = lines(family, { metadata: { name: 'gate' }, webhooks }).map(
    (line) => /webhook_name="(.*?)"/.exec(line)?.[1],
  );
  assert.deepEqual(names, ['b', 'a', 'c']);
});
