import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Simulator } from '../../bench/simulator/server.ts';
import { ask, named } from './client.ts';

type Stored = {
  kind: string;
  metadata: Record<string, unknown> & { name: string; uid: string; resourceVersion: string };
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
};

const PATH = '/apis/apps/v1/namespaces/default/deployments';
const MERGE = 'application/merge-patch+json';

describe('writing through HTTP', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await new Simulator().start();
  });
  afterEach(() => simulator.stop());

  const post = (body: object, path = PATH) => ask(simulator, path, { method: 'POST', body });
  const put = (path: string, body: object) => ask(simulator, path, { method: 'PUT', body });
  const patch = (path: string, body: object) => ask(simulator, path, { method: 'PATCH', body, type: MERGE });
  const read = async (path = `${PATH}/a`): Promise<Stored> => (await ask(simulator, path)).json<Stored>();

  test('creates with what the server fills in, and without the status of the client', async () => {
    const answer = await post({ ...named('a'), spec: { replicas: 2 }, status: { replicas: 9 } });
    assert.equal(answer.status, 201);
    const object = answer.json<Stored>();
    assert.deepEqual(Object.keys(object), ['kind', 'apiVersion', 'metadata', 'spec']);
    assert.match(object.metadata.uid, /^[0-9a-f-]{36}$/);
    assert.match(object.metadata.resourceVersion, /^\d+$/);
    assert.equal(object.metadata.generation, 1);
    assert.ok(object.metadata.creationTimestamp);
    assert.deepEqual(await read(), object);
  });

  test('takes the namespace from the path, and makes a name when asked', async () => {
    const { metadata } = (await post({ metadata: { generateName: 'job-' } })).json<Stored>();
    assert.match(metadata.name, /^job-[0-9a-z]{5}$/);
    assert.equal(metadata.namespace, 'default');
  });

  test('refuses a second object of a name, one without name, one of another kind, and what is no JSON', async () => {
    await post(named('a'));
    const statuses = [post(named('a')), post({ metadata: {} }), post({ kind: 'Pod', ...named('b') })];
    assert.deepEqual(
      (await Promise.all(statuses)).map(({ status }) => status),
      [409, 422, 400],
    );
    const asXml = await ask(simulator, PATH, { method: 'POST', body: {}, type: 'application/xml' });
    assert.equal(asXml.status, 415);
    assert.equal(asXml.json<{ reason: string }>().reason, 'UnsupportedMediaType');
    const broken = await fetch(simulator.url + PATH, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(broken.status, 400);
  });

  test('replaces the spec and counts it, leaves the status alone, and refuses an old version', async () => {
    await post({ ...named('a'), spec: { replicas: 1 } });
    await patch(`${PATH}/a/status`, { status: { replicas: 1 } });
    const before = await read();
    const changed = (await put(`${PATH}/a`, { ...before, spec: { replicas: 5 }, status: {} })).json<Stored>();
    assert.equal(changed.metadata.generation, 2);
    assert.equal(changed.metadata.uid, before.metadata.uid);
    assert.deepEqual(changed.status, { replicas: 1 });
    const stale = await put(`${PATH}/a`, before);
    assert.equal(stale.status, 409);
    assert.equal(stale.json<{ reason: string }>().reason, 'Conflict');
    assert.equal((await put(`${PATH}/nobody`, named('nobody'))).status, 404);
  });

  test('status is written by PUT and PATCH of the subresource, which leave the spec alone', async () => {
    await post({ ...named('a'), spec: { replicas: 1 } });
    const object = (
      await put(`${PATH}/a/status`, { ...(await read()), spec: { replicas: 9 }, status: { replicas: 3 } })
    ).json<Stored>();
    assert.deepEqual([object.spec, object.status], [{ replicas: 1 }, { replicas: 3 }]);
    const patched = (await patch(`${PATH}/a/status`, { status: { readyReplicas: 2 } })).json<Stored>();
    assert.deepEqual(patched.status, { replicas: 3, readyReplicas: 2 });
    assert.equal(patched.metadata.generation, 1);
    assert.equal((await patch(`${PATH}/a/nosuch`, {})).status, 404);
  });

  test('a change of nothing makes no new version', async () => {
    await post({ ...named('a'), spec: { replicas: 1 } });
    const { metadata } = await read();
    assert.equal(
      (await patch(`${PATH}/a`, { spec: { replicas: 1 } })).json<Stored>().metadata.resourceVersion,
      metadata.resourceVersion,
    );
    assert.equal(
      (await put(`${PATH}/a`, await read())).json<Stored>().metadata.resourceVersion,
      metadata.resourceVersion,
    );
  });

  test('a merge patch adds, replaces and removes; other patches are refused', async () => {
    await post({ ...named('a'), spec: { replicas: 1, paused: true } });
    const patched = (
      await patch(`${PATH}/a`, { metadata: { labels: { x: 'y' } }, spec: { paused: null } })
    ).json<Stored>();
    assert.deepEqual([patched.metadata.labels, patched.spec], [{ x: 'y' }, { replicas: 1 }]);
    const other = await ask(simulator, `${PATH}/a`, {
      method: 'PATCH',
      body: {},
      type: 'application/json-patch+json',
    });
    assert.equal(other.status, 415);
  });

  test('deletes at once, or when the last finalizer has gone', async () => {
    await post(named('a'));
    const gone = await ask(simulator, `${PATH}/a`, { method: 'DELETE' });
    assert.equal(gone.json<{ status: string; details: object }>().status, 'Success');
    const missing = await ask(simulator, `${PATH}/a`);
    assert.equal(missing.status, 404);
    assert.match(missing.text, /deployments\.apps \\"a\\" not found/);
    await post({ metadata: { name: 'held', finalizers: ['example.com/hold'] } });
    await ask(simulator, `${PATH}/held`, { method: 'DELETE' });
    assert.ok((await read(`${PATH}/held`)).metadata.deletionTimestamp);
    await patch(`${PATH}/held`, { metadata: { finalizers: null } });
    assert.equal((await ask(simulator, `${PATH}/held`)).status, 404);
    assert.equal((await ask(simulator, `${PATH}/held`, { method: 'DELETE' })).status, 404);
  });

  test('a custom resource definition brings a resource that can be written and goes with it', async () => {
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const spec = {
      group: 'example.com',
      scope: 'Cluster',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, subresources: { status: {} } }],
    };
    assert.equal((await ask(simulator, '/apis/example.com/v1/widgets')).text, '404 page not found\n');
    await post({ metadata: { name: 'widgets.example.com' }, spec }, definitions);
    const made = (
      await post({ metadata: { name: 'w' }, spec: { size: 1 } }, '/apis/example.com/v1/widgets')
    ).json<Stored>();
    assert.deepEqual(Object.keys(made), ['apiVersion', 'kind', 'metadata', 'spec']);
    await patch('/apis/example.com/v1/widgets/w/status', { status: { ready: true } });
    assert.deepEqual((await read('/apis/example.com/v1/widgets/w')).status, { ready: true });
    await ask(simulator, `${definitions}/widgets.example.com`, { method: 'DELETE' });
    assert.equal((await ask(simulator, '/apis/example.com/v1/widgets')).status, 404);
  });
});
