import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Simulator } from '../../bench/simulator/server.ts';
import { clusterKind, startSimulator } from '../support/cluster.ts';
import { startExporter } from '../support/exporter-process.ts';
import { findValue } from '../support/find-samples.ts';

const skip =
  clusterKind() === 'simulator' ? false : 'reads the log of requests, which only the simulator has';

const PODS = 60;

/** The Accept headers for a resource, in the order of the requests. */
const accepts = (simulator: Simulator, resource: string): readonly string[] =>
  simulator.traffic.requests.filter((request) => request.resource === resource).map(({ accept }) => accept);

async function run(
  t: Parameters<typeof startSimulator>[0],
  options: { args?: readonly string[]; arrange?: (simulator: Simulator) => void } = {},
) {
  const { simulator, env } = await startSimulator(t);
  simulator.populate({ pods: PODS, nodes: 3, seed: 7 });
  options.arrange?.(simulator);
  simulator.traffic.reset();
  const exporter = await startExporter(t, { args: [...(options.args ?? [])], env });
  await exporter.ready();
  return { simulator, exporter, text: await exporter.metrics() };
}

test('protobuf, JSON that is asked for, and JSON that is fallen back to give the same metrics', {
  skip,
  timeout: 60_000,
}, async (t) => {
  const protobuf = await run(t);
  const asked = await run(t, { args: ['--kube-api-content-type=json'] });
  const fallback = await run(t, {
    arrange: (simulator) =>
      simulator.fault({ times: Number.POSITIVE_INFINITY, effect: { kind: 'no-protobuf' } }),
  });
  const comparable = (text: string) =>
    text
      .split('\n')
      // The namespace of the test has a random name and is made now.
      .filter((line) => !line.includes('kse-e2e-'))
      .sort()
      .join('\n');
  assert.ok(comparable(protobuf.text).split('\n').length > 50 * PODS, 'there is something to compare');
  assert.ok(comparable(asked.text) === comparable(protobuf.text), 'JSON gives what protobuf gives');
  assert.ok(
    comparable(fallback.text) === comparable(protobuf.text),
    'the fallback gives what protobuf gives',
  );

  await t.test('protobuf is asked for first, and nothing else is', () => {
    const all = accepts(protobuf.simulator, 'pods');
    assert.ok(all.length > 0);
    for (const accept of all) assert.match(accept, /^application\/vnd\.kubernetes\.protobuf/);
  });
  await t.test(
    'a server that refuses protobuf is asked for JSON once and for all, and it is said',
    async () => {
      const [first, ...rest] = accepts(fallback.simulator, 'pods');
      assert.match(first ?? '', /^application\/vnd\.kubernetes\.protobuf;stream=watch$/);
      assert.ok(rest.length > 0);
      for (const accept of rest) assert.equal(accept, 'application/json');
      const line = fallback.exporter.log.find(
        ({ message, resource }) => /would not send protobuf/.test(message) && resource === 'pods',
      );
      assert.equal(line?.level, 'warn');
      const self = await fallback.exporter.selfMetrics();
      const name = 'kube_state_exporter_api_content_type_fallbacks_total';
      assert.equal(findValue(self, name, { resource: 'pods' }), 1);
      assert.equal(findValue(await protobuf.exporter.selfMetrics(), name, { resource: 'pods' }), undefined);
    },
  );
  await t.test('with --kube-api-content-type=json nothing is ever asked for in protobuf', () => {
    const all = asked.simulator.traffic.requests.map(({ accept }) => accept);
    assert.ok(all.length > 0);
    for (const accept of all) assert.match(accept, /^application\/json/);
  });
});
