import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { partitionOf } from '../../src/main/pool/partition.ts';
import { codeOf } from '../../src/protocol/coded-error.ts';
import { Encoding } from '../../src/protocol/op.ts';
import { eventually, within } from '../support/deadline.ts';
import { startPipeline, type TestPipeline } from '../support/pipeline.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const FAILING = fileURLToPath(new URL(`../support/workers/failing.${extension}`, import.meta.url));

const FAMILIES = ['kube_namespace_status_phase', 'kube_namespace_created'];

function namespace(i: number, phase = 'Active', resourceVersion = '1') {
  return {
    metadata: {
      name: `ns-${i}`,
      uid: `uid-${i}`,
      resourceVersion,
      creationTimestamp: '2024-01-01T00:00:00Z',
    },
    status: { phase },
  };
}

const many = (count: number) => Array.from({ length: count }, (_, i) => namespace(i));
const LINES_EACH = 3;

async function using(
  options: Partial<Parameters<typeof startPipeline>[0]>,
  run: (p: TestPipeline) => Promise<void>,
) {
  const pipeline = await within(
    startPipeline({ resource: 'namespaces', families: FAMILIES, ...options }),
    'the pipeline starts',
  );
  try {
    await run(pipeline);
  } finally {
    await within(pipeline.stop(), 'the pipeline stops');
  }
}

async function list(
  pipeline: TestPipeline,
  objects: readonly object[],
  resourceVersion: string,
): Promise<void> {
  pipeline.stream.begin(Encoding.json);
  await pipeline.put(...objects);
  pipeline.stream.complete(resourceVersion);
}

test('objects go in as bytes and come out as lines, changes and removals included', () =>
  using({}, async (pipeline) => {
    await list(pipeline, many(300), '10');
    await pipeline.until((lines) => lines.length === 300 * LINES_EACH, 'the first list is published');
    await pipeline.put(namespace(7, 'Terminating', '11'));
    await pipeline.remove(namespace(8, 'Active', '12'));
    const terminating = 'kube_namespace_status_phase{namespace="ns-7",phase="Terminating"} 1';
    // The two lie in different partitions, whose patches come in any order.
    const lines = await pipeline.until(
      (now) => now.length === 299 * LINES_EACH && now.includes(terminating),
      'the change and the removal are published',
    );
    assert.ok(!lines.some((line) => line.includes('"ns-8"')));
    await eventually(() => pipeline.stream.resumeVersion === '12', 'the workers have told how far they are');
  }));

test('until a list is complete nothing of it is seen, and what it does not name is dropped with its end', () =>
  using({}, async (pipeline) => {
    await list(pipeline, many(50), '10');
    await pipeline.until((lines) => lines.length === 50 * LINES_EACH, 'the first list');
    pipeline.stream.begin(Encoding.json);
    await pipeline.put(...many(20).map((_, i) => namespace(i + 100)));
    // An answer to a control call comes after the batches that were posted before it.
    await pipeline.pipeline.workers.stats(5_000);
    assert.equal((await pipeline.lines()).length, 50 * LINES_EACH);
    assert.equal(pipeline.stream.resumeVersion, '');
    pipeline.stream.complete('20');
    const lines = await pipeline.until((now) => now.length === 20 * LINES_EACH, 'the second list');
    assert.ok(lines.every((line) => /"ns-1[01]\d"/.test(line)));
    assert.equal(pipeline.stream.resumeVersion, '20');
  }));

test('bytes that are no object cost that object only, and are counted', () =>
  using({}, async (pipeline) => {
    await list(pipeline, many(10), '10');
    await pipeline.until((lines) => lines.length === 10 * LINES_EACH, 'the list');
    const garbage = Buffer.from('uid-3{"metadata":');
    pipeline.stream.object(1, garbage, 5, garbage.length, 0, 5);
    await pipeline.stream.drained();
    await eventually(() => pipeline.losses.length > 0, 'the loss is told');
    assert.equal(pipeline.losses[0]?.malformed, 1);
    assert.ok(!pipeline.losses[0]?.example.includes('metadata'));
    assert.equal((await pipeline.lines()).length, 10 * LINES_EACH);
  }));

test('an object without an uid goes by its name', () =>
  using({}, async (pipeline) => {
    const nameless = { metadata: { name: 'x', resourceVersion: '1' }, status: { phase: 'Active' } };
    await list(pipeline, [nameless], '10');
    await pipeline.until((lines) => lines.length === 2, 'the list');
    await pipeline.remove(nameless);
    await pipeline.until((lines) => lines.length === 0, 'the removal');
  }));

test('an object with an uid longer than any goes by its name, too', () =>
  using({}, async (pipeline) => {
    const long = { metadata: { name: 'x', uid: 'u'.repeat(300) }, status: { phase: 'Active' } };
    await list(pipeline, [long, namespace(1)], '10');
    await pipeline.until((lines) => lines.length === 2 + LINES_EACH, 'the list');
    await pipeline.remove(long);
    await pipeline.until((lines) => lines.length === LINES_EACH, 'the removal');
  }));

test('the limit holds for lists and for later events', () =>
  using({ limit: 5 }, async (pipeline) => {
    await list(pipeline, many(8), '10');
    await pipeline.until((lines) => lines.length === 5 * LINES_EACH, 'five of them');
    assert.deepEqual(pipeline.stream.leftOut, { count: 3, names: ['ns-5', 'ns-6', 'ns-7'] });
    await pipeline.remove(namespace(0));
    await pipeline.put(namespace(99));
    await pipeline.until(
      (lines) => lines.some((line) => line.includes('"ns-99"')) && lines.length === 5 * LINES_EACH,
      'the free place is taken',
    );
  }));

for (const death of ['throw', 'exit', 'heap']) {
  test(`a worker that dies by ${death} is replaced; what it had is served on, and is live again after a list`, () =>
    using({ worker: FAILING, heapMiB: 48 }, async (pipeline) => {
      await list(pipeline, many(100), '10');
      await pipeline.until((lines) => lines.length === 100 * LINES_EACH, 'the list');
      pipeline.pipeline.dispatcher.lanes[0]?.session?.post({
        kind: 'encoding',
        stream: 1,
        encoding: Encoding.json,
        columns: [death],
      });
      await eventually(() => pipeline.replaced.length > 0, 'the worker is replaced');
      assert.deepEqual(pipeline.replaced, [0]);
      assert.equal(codeOf(pipeline.deaths[0]), 'KSE_WORKER_DIED');
      assert.equal((await pipeline.lines()).length, 100 * LINES_EACH);
      assert.equal(pipeline.stream.resumeVersion, '10', 'the living worker needs nothing of before');
      await list(pipeline, [...many(99), namespace(500)], '20');
      const lines = await pipeline.until(
        (now) => now.some((line) => line.includes('"ns-500"')),
        'live again',
      );
      assert.equal(lines.length, 100 * LINES_EACH);
      assert.ok(!lines.some((line) => line.includes('"ns-99"')));
    }));
}

/** The partition that an object of `namespace(i)` lies in. */
function partitionOfNamespace(i: number): number {
  const uid = Buffer.from(`uid-${i}`);
  return partitionOf(uid, 0, uid.length, 2);
}

test('a death in the middle of a list costs its partition only, which is served as it was until the next list', () =>
  using({}, async (pipeline) => {
    await list(pipeline, many(100), '10');
    await pipeline.until((lines) => lines.length === 100 * LINES_EACH, 'the first list');
    pipeline.stream.begin(Encoding.json);
    await pipeline.put(...many(100).map((_, i) => namespace(i, 'Terminating', '20')));
    pipeline.pipeline.workers.kill(1);
    await eventually(() => pipeline.replaced.length > 0, 'the worker is replaced');
    pipeline.stream.complete('20');
    const terminating = (lines: readonly string[]) =>
      lines.flatMap((line) => /"ns-(\d+)",phase="Terminating"} 1/.exec(line)?.[1] ?? []).map(Number);
    const alive = many(100).flatMap((_, i) => (partitionOfNamespace(i) === 0 ? [i] : []));
    const lines = await pipeline.until((now) => terminating(now).length > 0, 'the living worker’s changes');
    assert.deepEqual(
      terminating(lines).sort((a, b) => a - b),
      alive,
    );
    assert.equal(lines.length, 100 * LINES_EACH, 'and the dead one’s series are all there');
    await list(pipeline, many(40), '30');
    await pipeline.until((now) => now.length === 40 * LINES_EACH, 'the next list');
  }));

test('a worker that dies again in the list that refills it keeps nobody else’s changes back', () =>
  using({}, async (pipeline) => {
    const [alive] = many(100).flatMap((_, i) => (partitionOfNamespace(i) === 0 ? [i] : []));
    await list(pipeline, many(100), '10');
    await pipeline.until((lines) => lines.length === 100 * LINES_EACH, 'the first list');
    for (const [round, version] of ['20', '30'].entries()) {
      pipeline.pipeline.workers.kill(1);
      await eventually(() => pipeline.replaced.length > round, 'the worker is replaced');
      pipeline.stream.begin(Encoding.json);
      await pipeline.put(...many(100));
      if (round === 0) continue;
      pipeline.pipeline.workers.kill(1);
      await eventually(() => pipeline.replaced.length > round + 1, 'the worker is replaced again');
      pipeline.stream.complete(version);
    }
    await pipeline.put(namespace(alive ?? 0, 'Terminating', '31'));
    const changed = `kube_namespace_status_phase{namespace="ns-${alive}",phase="Terminating"} 1`;
    const lines = await pipeline.until((now) => now.includes(changed), 'a change of the living worker');
    assert.equal(lines.length, 100 * LINES_EACH);
  }));

test('a module that is no worker fails the start by name instead of hanging it', async () => {
  const starting = startPipeline({
    resource: 'namespaces',
    worker: fileURLToPath(new URL('no-such-worker.js', import.meta.url)),
  });
  await assert.rejects(within(starting, 'the start fails'), (error) => {
    assert.ok(['KSE_WORKER_DIED', 'KSE_WORKER_START'].includes(codeOf(error) ?? ''));
    return true;
  });
});
