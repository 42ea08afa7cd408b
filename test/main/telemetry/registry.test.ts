import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SelfMetricRow } from '../../../src/main/telemetry/metric-row.ts';
import { createSelfMetrics } from '../../../src/main/telemetry/registry.ts';
import { SELF_METRICS } from '../../../src/main/telemetry/self-metrics.ts';
import { goTypeOf } from '../../../src/main/telemetry/self-state.ts';
import { someState } from './support/state.ts';

const ROWS: readonly SelfMetricRow[] = Object.values(SELF_METRICS);

/** The sample lines of a metric. */
function samplesOf(text: string, name: string): string[] {
  return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
}

describe('the table of self-metrics', () => {
  it('keeps to the rules for names', () => {
    for (const row of ROWS) {
      assert.match(row.name, /^[a-z][a-z0-9_]*$/);
      assert.equal(row.name.endsWith('_total'), row.type === 'counter', row.name);
      if (row.type === 'histogram') assert.ok(row.name.endsWith('_seconds'), row.name);
      assert.match(row.help, /\.$/, row.name);
      for (const label of Object.keys(row.values ?? {})) assert.ok(row.labels.includes(label), row.name);
    }
    assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
  });
});

describe('the self-metrics', () => {
  it('are rendered with HELP and TYPE from the table, all of them', async () => {
    const text = await createSelfMetrics().render();
    for (const row of ROWS) {
      assert.ok(text.includes(`# HELP ${row.name} ${row.help}\n# TYPE ${row.name} ${row.type}\n`), row.name);
    }
  });

  it('have no samples of a state that is not there yet, and all series that are known', async () => {
    const text = await createSelfMetrics().render();
    for (const row of ROWS.filter(({ from }) => from === 'state')) {
      assert.deepEqual(samplesOf(text, row.name), [], row.name);
    }
    assert.equal(samplesOf(text, 'kube_state_exporter_scrapes_cut_total').length, 7);
    assert.deepEqual(samplesOf(text, 'kube_state_exporter_events_total'), []);
    assert.ok(text.includes('http_request_duration_seconds_count{handler="metrics",method="head"} 0'));
  });

  it('read the state each time', async () => {
    const metrics = createSelfMetrics();
    let generation = 1;
    metrics.attach(someState({ snapshot: () => ({ generation: generation++, ageMs: 2500 }) }));
    const first = await metrics.render();
    assert.deepEqual(samplesOf(first, 'kube_state_exporter_resource_synced'), [
      'kube_state_exporter_resource_synced{resource="pods"} 1',
      'kube_state_exporter_resource_synced{resource="nodes"} 0',
    ]);
    assert.deepEqual(samplesOf(first, 'kube_state_exporter_resource_last_event_age_seconds'), [
      'kube_state_exporter_resource_last_event_age_seconds{resource="pods"} 1.5',
    ]);
    assert.deepEqual(samplesOf(first, 'kube_state_exporter_worker_credit_stalls_total'), [
      'kube_state_exporter_worker_credit_stalls_total{worker="0"} 3',
    ]);
    assert.deepEqual(samplesOf(first, 'kube_state_exporter_worker_heap_bytes'), []);
    assert.deepEqual(samplesOf(first, 'kube_state_metrics_list_objects_limit'), []);
    assert.deepEqual(samplesOf(first, 'kube_state_metrics_shard_ordinal'), [
      'kube_state_metrics_shard_ordinal{shard_ordinal="0"} 0',
    ]);
    assert.match(first, /kube_state_metrics_build_info\{branch="main",.*revision="abc",version="1.2.3"\} 1/);
    const before = samplesOf(first, 'kube_state_exporter_snapshot_generation');
    const after = samplesOf(await metrics.render(), 'kube_state_exporter_snapshot_generation');
    assert.notDeepEqual(after, before);
    assert.deepEqual(samplesOf(await metrics.render(), 'kube_state_exporter_worker_credit_stalls_total'), [
      'kube_state_exporter_worker_credit_stalls_total{worker="0"} 3',
    ]);
  });

  it('drop the series of what has gone', async () => {
    const metrics = createSelfMetrics();
    metrics.attach(someState());
    await metrics.render();
    metrics.attach(someState({ resources: () => [], snapshot: () => undefined }));
    const text = await metrics.render();
    assert.deepEqual(samplesOf(text, 'kube_state_exporter_resource_objects'), []);
    assert.deepEqual(samplesOf(text, 'kube_state_exporter_snapshot_generation'), []);
  });

  it('have the reference’s object gauges only with an object limit', async () => {
    const metrics = createSelfMetrics();
    metrics.attach(someState({ objectLimit: 500 }));
    const text = await metrics.render();
    assert.deepEqual(samplesOf(text, 'kube_state_metrics_list_objects'), [
      'kube_state_metrics_list_objects{resource="*v1.Pod"} 10',
      'kube_state_metrics_list_objects{resource="*v1.Node"} 0',
    ]);
    assert.equal(samplesOf(text, 'kube_state_metrics_list_objects_limit').length, 2);
  });

  it('count what they are told', async () => {
    const metrics = createSelfMetrics();
    const { instruments } = metrics;
    instruments.watches({
      result: 'success',
      resource: goTypeOf({ version: 'v2', kind: 'HorizontalPodAutoscaler' }),
    });
    instruments.events({ resource: 'pods', type: 'upsert' }, 20);
    instruments.events({ resource: 'pods', type: 'upsert' });
    instruments.scrapesCut({ reason: 'slow' });
    instruments.publishSeconds(0.0002);
    instruments.requestSeconds(0.2, { handler: 'metrics', method: 'get' });
    const text = await metrics.render();
    assert.ok(
      text.includes(
        'kube_state_metrics_watch_total{result="success",resource="*v2.HorizontalPodAutoscaler"} 1',
      ),
    );
    assert.ok(text.includes('kube_state_exporter_events_total{resource="pods",type="upsert"} 21'));
    assert.ok(text.includes('kube_state_exporter_scrapes_cut_total{reason="slow"} 1'));
    assert.ok(text.includes('kube_state_exporter_publish_duration_seconds_bucket{le="0.00025"} 1'));
    assert.ok(text.includes('http_request_duration_seconds_sum{handler="metrics",method="get"} 0.2'));
  });

  it('come with those of Node when asked for', async () => {
    assert.match(
      await createSelfMetrics({ nodeMetrics: true }).render(),
      /^process_resident_memory_bytes \d/m,
    );
    assert.doesNotMatch(await createSelfMetrics().render(), /^process_/m);
  });
});
