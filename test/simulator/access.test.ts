import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { User } from '../../bench/simulator/http/access.ts';
import { Simulator } from '../../bench/simulator/server.ts';
import { Authority } from '../support/certificates.ts';
import { ask, named } from './client.ts';

const limited: User = {
  name: 'limited',
  deny: [
    { resource: 'secrets', verbs: ['list', 'watch'] },
    { resource: 'pods', namespace: 'closed' },
    { path: '/metrics' },
  ],
};

describe('rights', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await new Simulator({ tokens: new Map([['good', limited]]) }).start();
    simulator.create('secrets', named('s'));
  });
  afterEach(() => simulator.stop());

  const statusOf = async (path: string, token = 'good'): Promise<number> =>
    (await ask(simulator, path, { token })).status;

  test('a token that is unknown or taken back is 401; a new one is good at once', async () => {
    assert.equal(await statusOf('/api/v1/pods', 'bad'), 401);
    simulator.access.addToken('bad', limited);
    assert.equal(await statusOf('/api/v1/pods', 'bad'), 200);
    simulator.access.removeToken('bad');
    assert.equal(await statusOf('/api/v1/pods', 'bad'), 401);
  });

  test('denials are by verb, resource and namespace', async () => {
    assert.equal(await statusOf('/api/v1/secrets'), 403);
    assert.equal(await statusOf('/api/v1/namespaces/default/secrets/s'), 200);
    assert.equal(await statusOf('/api/v1/namespaces/closed/pods'), 403);
    assert.equal(await statusOf('/api/v1/namespaces/open/pods'), 200);
    const { text } = await ask(simulator, '/api/v1/namespaces/closed/pods/p', { token: 'good' });
    assert.match(
      text,
      /pods \\"p\\" is forbidden: User \\"limited\\" cannot get resource \\"pods\\" in API group \\"\\" in the namespace \\"closed\\"/,
    );
  });

  test('reviews answer by the same rules', async () => {
    const review = async (path: string, spec: object) =>
      (await ask(simulator, path, { method: 'POST', token: 'good', body: { spec } })).json<{
        status: { allowed?: boolean; authenticated?: boolean };
      }>().status;
    const access = (verb: string, resource: string) =>
      review('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        resourceAttributes: { verb, resource },
      });
    assert.equal((await access('list', 'secrets')).allowed, false);
    assert.equal((await access('list', 'nodes')).allowed, true);
    const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
    const metrics = { verb: 'get', path: '/metrics' };
    assert.equal((await review(path, { user: 'limited', nonResourceAttributes: metrics })).allowed, false);
    assert.equal(
      (await review(path, { user: 'limited', nonResourceAttributes: { ...metrics, path: '/other' } }))
        .allowed,
      true,
    );
    assert.equal((await review(path, { user: 'nobody', nonResourceAttributes: metrics })).allowed, false);
    assert.equal(
      (await review('/apis/authentication.k8s.io/v1/tokenreviews', { token: 'good' })).authenticated,
      true,
    );
  });

  test('what goes over the wire can be seen: a secret does when it is read, not when its metadata is', async () => {
    const secret = Buffer.from('very secret').toString('base64');
    simulator.create('secrets', named('t', 'default', { data: { password: secret } }));
    let seen = '';
    const untap = simulator.traffic.tap('secrets', (bytes) => {
      seen += bytes.toString();
    });
    simulator.access.addToken('admin', { name: 'admin' });
    for (const form of ['Table', 'PartialObjectMetadataList']) {
      await ask(simulator, '/api/v1/secrets', {
        token: 'admin',
        accept: `application/json;as=${form};g=meta.k8s.io;v=v1`,
      });
    }
    assert.ok(seen.includes('"name":"t"') && !seen.includes(secret));
    await ask(simulator, '/api/v1/secrets', { token: 'admin' });
    assert.ok(seen.includes(secret));
    untap();
    const { length } = seen;
    await ask(simulator, '/api/v1/secrets', { token: 'admin' });
    assert.equal(seen.length, length);
    assert.ok(simulator.traffic.bytesSent('secrets') > length);
    const last = simulator.traffic.requests.at(-1);
    assert.deepEqual(
      [last?.user, last?.resource, last?.verb, last?.status],
      ['admin', 'secrets', 'list', 200],
    );
  });
});

function withoutOpenssl(): string | false {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'openssl is not installed';
  }
}

test('over HTTPS, client certificates are users; others and expired ones are not', {
  skip: withoutOpenssl(),
}, async () => {
  using authority = new Authority();
  using strangers = new Authority('other CA');
  const server = authority.issue({ cn: 'simulator', hosts: ['127.0.0.1'] });
  const certificates = new Map([['alice', limited]]);
  const simulator = await new Simulator({
    certificates,
    tls: { cert: server.cert, key: server.key, ca: authority.pem },
  }).start();
  const statusWith = (pair: { cert?: string; key?: string }) =>
    new Promise<number | undefined>((resolve, reject) => {
      const options: RequestOptions = { ca: authority.pem, agent: false, ...pair };
      request(`${simulator.url}/api/v1/pods`, options, (message) => {
        message.resume();
        resolve(message.statusCode);
      })
        .on('error', reject)
        .end();
    });
  const alice = authority.issue({ cn: 'alice' });
  assert.equal(await statusWith({ cert: alice.cert, key: alice.key }), 200);
  assert.equal(await statusWith({}), 401);
  for (const other of [
    authority.issue({ cn: 'bob' }),
    authority.issue({ cn: 'alice', expired: true }),
    strangers.issue({ cn: 'alice' }),
  ])
    assert.equal(await statusWith({ cert: other.cert, key: other.key }), 401);
  const file = join(authority.folder, 'kubeconfig');
  simulator.writeKubeconfig(file, { ca: authority.pem, clientCertificate: alice.cert, clientKey: alice.key });
  const config = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(config.clusters[0].cluster.server, simulator.url);
  assert.equal(Buffer.from(config.users[0].user['client-key-data'], 'base64').toString(), alice.key);
  await simulator.stop();
});
