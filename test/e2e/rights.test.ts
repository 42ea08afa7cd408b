import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterKind, skipOnExistingCluster, startCluster, startSimulator } from '../support/cluster.ts';
import { eventually } from '../support/deadline.ts';
import { startExporter } from '../support/exporter-process.ts';
import { findValue } from '../support/find-samples.ts';

const RESOURCES = '--resources=configmaps,secrets,services';

test('what one resource refuses costs that resource only, and it is visible which', {
  skip: skipOnExistingCluster,
}, async (t) => {
  const cluster = await startCluster(t);
  const { client, namespace } = cluster;
  const metadata = { namespace, name: 'mine' };
  await client.create('configmaps', { metadata });
  await client.create('secrets', { metadata });
  const kubeconfig = await cluster.withoutRightTo?.('secrets');
  const exporter = await startExporter(t, { args: [RESOURCES, `--kubeconfig=${kubeconfig}`] });
  await exporter.ready();

  const text = await exporter.metrics();
  assert.ok(text.includes(`kube_configmap_info{namespace="${namespace}",configmap="mine"} 1`));
  assert.ok(!text.includes('kube_secret_info{'));
  const { text: checks } = await exporter.ask('/readyz?verbose');
  assert.match(checks, /^\[\+\]secrets ok: refused: .*403 Forbidden.*secrets.*is forbidden/m);
  assert.match(checks, /^\[\+\]configmaps ok$/m);
  const self = await exporter.selfMetrics();
  assert.equal(findValue(self, 'kube_state_exporter_resource_synced', { resource: 'secrets' }), 0);
  assert.equal(findValue(self, 'kube_state_exporter_resource_synced', { resource: 'configmaps' }), 1);
  const errors = { result: 'error', resource: '*v1.Secret' };
  assert.ok((findValue(self, 'kube_state_metrics_list_total', errors) ?? 0) > 0);
  const line = exporter.log.find(({ message }) => message === 'refused by the API server');
  assert.equal(line?.resource, 'secrets');
  assert.equal(line?.code, 'KSE_API_STATUS');

  await client.create('services', {
    metadata: { namespace, name: 'later' },
    spec: { type: 'ExternalName', externalName: 'x.example.com' },
  });
  await eventually(
    async () => (await exporter.metrics()).includes('service="later"'),
    'the other resources are live',
  );
});

test('a right that is taken away later costs no series', {
  skip: clusterKind() !== 'simulator' && 'takes rights away from open watches',
}, async (t) => {
  const { simulator, env, namespace } = await startSimulator(t);
  simulator.create('secrets', { metadata: { namespace, name: 'mine' }, type: 'Opaque' });
  const exporter = await startExporter(t, { args: [RESOURCES], env });
  await exporter.ready();
  const refusal = { kind: 'status', code: 403, message: 'not any more' } as const;
  simulator.fault({ resource: 'secrets', times: Number.POSITIVE_INFINITY, effect: refusal });
  simulator.expireWatches('secrets');
  await exporter.logged(({ message }) => message === 'refused by the API server', 'the refusal');
  assert.ok((await exporter.metrics()).includes('secret="mine"'));
  assert.match((await exporter.ask('/readyz?verbose')).text, /^\[\+\]secrets ok: refused: .*not any more/m);
});
