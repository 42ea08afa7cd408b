import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Simulator } from '../../bench/simulator/server.ts';
import { ask, type List, named, PROTOBUF_ACCEPT } from './client.ts';
import { decodeMessage, openBody, wireFields } from './decode.ts';

describe('pages of a list', () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await new Simulator().start();
    for (let i = 0; i < 7; i++)
      simulator.create(
        'pods',
        named(`p${i}`, i < 4 ? 'a' : 'a-b', { spec: { nodeName: i % 2 ? 'n1' : 'n0' } }),
      );
  });
  afterEach(() => simulator.stop());

  const page = async (query: string, path = '/api/v1/pods'): Promise<List> =>
    (await ask(simulator, `${path}?${query}`)).json();
  const names = (list: List): string[] => list.items.map(({ metadata }) => metadata.name);

  test('follow one another in the order of keys and tell what remains', async () => {
    const first = await page('limit=3');
    // In etcd's order `a-b/…` comes before `a/…`: a hyphen is less than a slash.
    assert.deepEqual(names(first), ['p4', 'p5', 'p6']);
    assert.equal(first.metadata.remainingItemCount, 4);
    const second = await page(`limit=3&continue=${first.metadata.continue}`);
    assert.deepEqual(names(second), ['p0', 'p1', 'p2']);
    const last = await page(`limit=3&continue=${second.metadata.continue}`);
    assert.deepEqual(names(last), ['p3']);
    assert.equal(last.metadata.continue, undefined);
    assert.equal(last.metadata.remainingItemCount, undefined);
  });

  test('all show the version of the first, whatever has changed since', async () => {
    const first = await page('limit=3');
    simulator.remove('pods', 'a', 'p0');
    simulator.create('pods', named('p00', 'a'));
    simulator.patch('pods', 'a', 'p1', { metadata: { labels: { changed: 'yes' } } });
    const second = await page(`limit=10&continue=${first.metadata.continue}`);
    assert.deepEqual(names(second), ['p0', 'p1', 'p2', 'p3']);
    assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
    assert.ok(second.items.every(({ metadata }) => !('labels' in metadata)));
    assert.deepEqual(names(await page('', '/api/v1/namespaces/a/pods')), ['p00', 'p1', 'p2', 'p3']);
  });

  test('are refused with 410 when their version is gone, with a token that goes on at the newest', async () => {
    const first = await page('limit=3');
    simulator.remove('pods', 'a', 'p0');
    simulator.compact('pods');
    const answer = await ask(simulator, `/api/v1/pods?limit=3&continue=${first.metadata.continue}`);
    assert.equal(answer.status, 410);
    const status = answer.json<{ reason: string; metadata: { continue: string } }>();
    assert.equal(status.reason, 'Expired');
    assert.deepEqual(names(await page(`limit=3&continue=${status.metadata.continue}`)), ['p1', 'p2', 'p3']);
  });

  test('do not exist for version 0, which the watch cache answers', async () => {
    assert.equal((await page('limit=3&resourceVersion=0')).items.length, 7);
  });

  test('tell no remaining count with a field selector', async () => {
    const first = await page('limit=2&fieldSelector=spec.nodeName%3Dn0');
    assert.deepEqual(names(first), ['p4', 'p6']);
    assert.equal(first.metadata.remainingItemCount, undefined);
    const second = await page(`limit=2&fieldSelector=spec.nodeName%3Dn0&continue=${first.metadata.continue}`);
    assert.deepEqual(names(second), ['p0', 'p2']);
    assert.equal(second.metadata.continue, undefined);
  });

  test('come in protobuf with the same items and metadata', async () => {
    const answer = await fetch(`${simulator.url}/api/v1/pods?limit=3`, {
      headers: { accept: PROTOBUF_ACCEPT },
    });
    const body = openBody(Buffer.from(await answer.arrayBuffer()));
    const [meta, ...items] = wireFields(body.raw).map(({ value }) => value as Buffer);
    assert.equal(body.kind, 'PodList');
    assert.equal(decodeMessage('meta.v1.ListMeta', meta ?? Buffer.alloc(0)).remainingItemCount, 4);
    assert.equal(items.length, 3);
  });

  test('at an exact version show that version, and 410 when it is gone', async () => {
    const version = simulator.store.resourceVersion;
    simulator.remove('pods', 'a', 'p0');
    const query = `resourceVersion=${version}&resourceVersionMatch=Exact`;
    assert.equal((await page(query)).items.length, 7);
    assert.equal(
      (await page(`resourceVersion=${version}&resourceVersionMatch=NotOlderThan`)).items.length,
      6,
    );
    simulator.compact();
    assert.equal((await ask(simulator, `/api/v1/pods?${query}`)).status, 410);
  });
});
