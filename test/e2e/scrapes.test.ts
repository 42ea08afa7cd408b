import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCluster, type TestCluster } from '../support/cluster.ts';
import { startExporter } from '../support/exporter-process.ts';
import { parseExposition, seriesOf } from '../support/exposition.ts';
import { findSamples, findValue } from '../support/find-samples.ts';
import { ask, scrape } from '../support/http-client.ts';

/** Quiet resources: what they say must not change between two scrapes. */
const RESOURCES = ['configmaps', 'secrets', 'services'];

async function fill({ client, namespace }: TestCluster): Promise<void> {
  for (let i = 0; i < 20; i++) {
    const metadata = { namespace, name: `object-${i}` };
    await client.create('configmaps', { metadata });
    await client.create('secrets', { metadata });
    await client.create('services', { metadata, spec: { type: 'ExternalName', externalName: 'x.example' } });
  }
}

test('scrapes over real sockets', async (t) => {
  const cluster = await startCluster(t);
  await fill(cluster);
  const exporter = await startExporter(t, {
    args: [`--resources=${RESOURCES.join(',')}`, `--namespaces=${cluster.namespace}`],
    env: cluster.env,
  });
  await exporter.ready();
  const plain = await exporter.scrape({ encoding: 'identity' });

  await t.test('the plain text is valid, has every object, and says how long it is', () => {
    assert.equal(plain.status, 200);
    assert.equal(plain.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(Number(plain.headers['content-length']), plain.wire.length);
    const names = new Set(parseExposition(plain.text, 'text').map(({ name }) => name));
    for (const name of ['kube_configmap_info', 'kube_secret_type', 'kube_service_info']) {
      assert.ok(names.has(name), name);
      const mine = findSamples(plain.text, name, { namespace: cluster.namespace });
      assert.ok(
        mine.filter(({ labels }) => [...labels.values()].some((v) => /^object-\d+$/.test(v))).length >= 20,
      );
    }
  });

  await t.test('gzip is the same text, in fewer bytes, and says how long it is', async () => {
    const zipped = await exporter.scrape({ encoding: 'gzip' });
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.equal(Number(zipped.headers['content-length']), zipped.wire.length);
    assert.ok(zipped.wire.length < plain.wire.length / 2);
    assert.equal(zipped.text, plain.text);
  });

  await t.test('OpenMetrics has the same series in its own frame, in both encodings', async () => {
    const open = await exporter.scrape({ format: 'openmetrics', encoding: 'identity' });
    assert.match(open.headers['content-type'] ?? '', /^application\/openmetrics-text; version=1\.0\.0/);
    const series = (text: string, format: 'text' | 'openmetrics') =>
      parseExposition(text, format).flatMap(({ samples }) =>
        samples.map((sample) => `${seriesOf(sample)} ${sample.value}`),
      );
    assert.deepEqual(series(open.text, 'openmetrics').sort(), series(plain.text, 'text').sort());
    assert.equal((await exporter.scrape({ format: 'openmetrics' })).text, open.text);
  });

  await t.test(
    '?resources= and ?exclude_resources= select; what they select is the whole in pieces',
    async () => {
      const pieces = await Promise.all(RESOURCES.map((name) => exporter.metrics(`resources=${name}`)));
      for (const [i, piece] of pieces.entries()) {
        const others = ['kube_configmap_', 'kube_secret_', 'kube_service_'].filter((_, j) => i !== j);
        for (const prefix of others) assert.ok(!piece.includes(prefix), `${RESOURCES[i]} without ${prefix}`);
      }
      const sorted = (text: string) => text.split('\n').sort().join('\n').trimStart();
      assert.ok(sorted(pieces.join('')) === sorted(plain.text), 'no line is lost or twice');
      const rest = await exporter.metrics('exclude_resources=secrets');
      assert.ok(rest.includes('kube_configmap_info{') && !rest.includes('kube_secret_'));
      const unknown = await exporter.scrape({ query: 'resources=nothing' });
      assert.equal(unknown.status, 400);
      assert.match(unknown.text, /"nothing".*configmaps/);
    },
  );

  await t.test('HEAD has the head of GET and no body; other methods are refused', async () => {
    const head = await exporter.ask('/metrics', { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.headers['content-length'], plain.headers['content-length']);
    assert.equal(head.wire.length, 0);
    const post = await exporter.ask('/metrics', { method: 'POST' });
    assert.equal(post.status, 405);
    assert.equal(post.headers.allow, 'GET, HEAD');
  });

  await t.test('both listeners answer probes, and say what they checked', async () => {
    for (const base of [exporter.url, exporter.telemetryUrl]) {
      for (const path of ['/healthz', '/livez', '/readyz']) {
        const { status, text } = await ask(`${base}${path}`);
        assert.equal(`${status} ${text}`, '200 OK', `${base}${path}`);
      }
      const { text } = await ask(`${base}/readyz?verbose`);
      for (const name of RESOURCES) assert.match(text, new RegExp(`^\\[\\+\\]${name}\\b.* ok`, 'm'));
      assert.match(text, /readyz check passed\n$/);
      assert.match((await ask(`${base}/livez?verbose`)).text, /^\[\+\]workers ok$/m);
    }
  });

  await t.test(
    'the telemetry listener tells of the exporter, under the names of the reference too',
    async () => {
      const { text, headers } = await scrape(exporter.telemetryUrl, { encoding: 'identity' });
      assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
      parseExposition(text.replace(/\n{2,}/g, '\n'), 'text');
      for (const resource of RESOURCES) {
        assert.equal(findValue(text, 'kube_state_exporter_resource_synced', { resource }), 1, resource);
        assert.ok(
          (findValue(text, 'kube_state_exporter_resource_objects', { resource }) ?? 0) >= 20,
          resource,
        );
      }
      const watches = findSamples(text, 'kube_state_metrics_watch_total', { result: 'success' });
      assert.deepEqual(watches.map(({ labels }) => labels.get('resource')).sort(), [
        '*v1.ConfigMap',
        '*v1.Secret',
        '*v1.Service',
      ]);
      assert.equal(findValue(text, 'kube_state_metrics_total_shards'), 1);
      assert.ok((findValue(text, 'kube_state_exporter_snapshot_generation') ?? 0) > 0);
      const scrapes = findValue(text, 'http_request_duration_seconds_count', {
        handler: 'metrics',
        method: 'get',
      });
      assert.ok((scrapes ?? 0) >= 5, 'the scrapes of this test are counted');
    },
  );
});
