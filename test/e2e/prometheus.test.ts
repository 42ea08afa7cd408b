import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { cleanup } from '../support/cleanup.ts';
import { startCluster, startSimulator } from '../support/cluster.ts';
import { eventually } from '../support/deadline.ts';
import { startExporter } from '../support/exporter-process.ts';
import { freePort } from '../support/free-port.ts';
import { ask } from '../support/http-client.ts';

/** For node:test's `skip`. */
function without(program: string): string | false {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  return error === undefined ? false : `${program} is not installed`;
}

interface QueryResult {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** A real Prometheus that scrapes both listeners once a second; gives a way to query it. */
async function startPrometheus(
  t: TestContext,
  targets: Readonly<Record<string, string>>,
): Promise<(query: string) => Promise<readonly QueryResult[]>> {
  const undo = cleanup(t);
  const folder = mkdtempSync(join(tmpdir(), 'kse-prometheus-'));
  undo(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const jobs = Object.entries(targets).map(([job, url]) => ({
    job_name: job,
    honor_labels: true,
    static_configs: [{ targets: [new URL(url).host] }],
  }));
  const file = join(folder, 'prometheus.yml');
  // JSON is YAML.
  const global = { scrape_interval: '1s', scrape_timeout: '1s' };
  writeFileSync(file, JSON.stringify({ global, scrape_configs: jobs }));
  const address = `127.0.0.1:${await freePort()}`;
  const args = [`--config.file=${file}`, `--storage.tsdb.path=${folder}/data`];
  const child = spawn('prometheus', [...args, `--web.listen-address=${address}`], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  undo(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const up = () =>
    ask(`http://${address}/-/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
    return up();
  }, 'prometheus is up');
  return async (query) => {
    const { status, text } = await ask(`http://${address}/api/v1/query?query=${encodeURIComponent(query)}`);
    assert.equal(status, 200, text);
    return (JSON.parse(text) as { data: { result: QueryResult[] } }).data.result;
  };
}

test('a real Prometheus scrapes both listeners, and answers queries with the series', {
  skip: without('prometheus'),
}, async (t) => {
  const cluster = await startCluster(t);
  const { client, namespace } = cluster;
  const metadata = { namespace, name: 'observed' };
  await client.create('services', { metadata, spec: { type: 'ExternalName', externalName: 'a.example' } });
  const exporter = await startExporter(t, {
    args: ['--resources=services', `--namespaces=${namespace}`],
    env: cluster.env,
  });
  await exporter.ready();
  const query = await startPrometheus(t, { state: exporter.url, exporter: exporter.telemetryUrl });
  const value = async (expression: string) => (await query(expression))[0]?.value[1];

  const info = `kube_service_info{namespace="${namespace}",service="observed"}`;
  const [found] = await eventually(async () => {
    const result = await query(info);
    return result.length > 0 ? result : undefined;
  }, 'the series is there');
  assert.equal(found?.metric.external_name, 'a.example');
  assert.equal(await value('up{job="state"}'), '1');
  await eventually(async () => (await value('up{job="exporter"}')) === '1', 'the self-metrics are scraped');

  const samples = (await exporter.metrics()).split('\n').filter((line) => /^[^#]/.test(line)).length;
  assert.equal(await value('scrape_samples_scraped{job="state"}'), String(samples), 'none is dropped');

  await client.patch('services', metadata, { spec: { externalName: 'b.example' } });
  await eventually(
    async () => (await query(`${info} == 1`)).some(({ metric }) => metric.external_name === 'b.example'),
    'the change is there',
  );
  await client.delete('services', metadata);
  await eventually(async () => (await query(info)).length === 0, 'the series is stale');
  const objects = 'kube_state_exporter_resource_objects{resource="services"}';
  await eventually(async () => (await value(objects)) === '0', 'the self-metrics say so too');
});

/** `promtool check metrics`: nothing wrong, or lint findings only. */
const CLEAN = 0;
const LINT = 3;

/** Findings about names of the library that tells of the Node process, which are not ours to change. */
const INHERENT = /^nodejs_\S+ non-counter metrics should not have "_total" suffix$/;

test('promtool check metrics finds nothing but names of a library', {
  skip: without('promtool'),
}, async (t) => {
  const { simulator, env } = await startSimulator(t);
  simulator.populate({ pods: 200, nodes: 5, seed: 3 });
  const exporter = await startExporter(t, { env });
  await exporter.ready();
  for (const text of [await exporter.metrics(), await exporter.selfMetrics()]) {
    const options = { input: text, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], options);
    assert.ok(status === CLEAN || status === LINT, `exit ${status}: ${stderr}`);
    const findings = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
    assert.deepEqual(
      findings.filter((line) => !INHERENT.test(line)),
      [],
    );
  }
});
