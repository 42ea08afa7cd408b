import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { Cluster } from '../../../src/main/kube/cluster.ts';
import { loadCluster } from '../../../src/main/kube/credentials.ts';
import { Authority } from '../../support/certificates.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually } from '../../support/deadline.ts';
import { coded, Folder, jwt, refuseWarning, TestServer } from './support.ts';

const HOUR_MS = 3_600_000;

/** An issuer on loopback whose token endpoint is `token`; `clock` is everybody's. */
class Issuer {
  readonly clock = new FakeClock();
  readonly folder = new Folder();
  readonly ca = new Authority();
  readonly forms: Record<string, string>[] = [];
  readonly authorizations: (string | undefined)[] = [];
  /** What the token endpoint answers: status and body. */
  token: () => readonly [number, object] = () => [
    200,
    { id_token: this.freshToken(), refresh_token: `r${this.forms.length + 1}` },
  ];
  #server: TestServer | undefined;

  static async start(): Promise<Issuer> {
    const self = new Issuer();
    const pair = self.ca.issue({ cn: 'issuer', hosts: ['127.0.0.1'] });
    self.#server = await TestServer.start((request, response) => self.#answer(request, response), pair);
    return self;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#server?.port}`;
  }

  get requests(): number {
    return this.#server?.requests.length ?? 0;
  }

  freshToken(): string {
    return jwt({ exp: (this.clock.now() + HOUR_MS) / 1000, n: this.forms.length });
  }

  /** A cluster whose user logs in here. */
  login(settings: Record<string, string | undefined>): Promise<Cluster> {
    const config = {
      'client-id': 'kse',
      'idp-issuer-url': this.url,
      'idp-certificate-authority': this.ca.file,
      ...settings,
    };
    const file = this.folder.write(
      'config',
      JSON.stringify({
        'current-context': 'a',
        contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
        clusters: [{ name: 'a', cluster: { server: 'https://kube.test' } }],
        users: [{ name: 'a', user: { 'auth-provider': { name: 'oidc', config } } }],
      }),
    );
    return loadCluster({ kubeconfig: file, clock: this.clock, warn: refuseWarning }, {});
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === '/.well-known/openid-configuration') {
      response.end(JSON.stringify({ issuer: this.url, token_endpoint: `${this.url}/token` }));
      return;
    }
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      this.authorizations.push(request.headers.authorization);
      const [status, body] = this.token();
      this.forms.push(Object.fromEntries(new URLSearchParams(text)));
      response.writeHead(status).end(JSON.stringify(body));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
    this.ca[Symbol.dispose]();
  }
}

async function tokenOf(cluster: Cluster): Promise<string> {
  return String((await cluster.credentials.access()).headers.authorization).replace('Bearer ', '');
}

test('an ID token is used while it lasts, and nobody is asked', async () => {
  await using issuer = await Issuer.start();
  const token = issuer.freshToken();
  const cluster = await issuer.login({ 'id-token': token });
  assert.equal(await tokenOf(cluster), token);
  assert.equal(issuer.requests, 0);
});

test('an expired ID token is refreshed, once for its whole life, and the next time with the new refresh token', async () => {
  await using issuer = await Issuer.start();
  const cluster = await issuer.login({ 'id-token': jwt({ exp: 1 }), 'refresh-token': 'r0' });
  const tokens = await Promise.all([tokenOf(cluster), tokenOf(cluster)]);
  assert.equal(new Set(tokens).size, 1);
  issuer.clock.advance(HOUR_MS / 2);
  assert.equal(await tokenOf(cluster), tokens[0]);
  issuer.clock.advance(HOUR_MS / 2);
  assert.notEqual(await tokenOf(cluster), tokens[0]);
  assert.deepEqual(issuer.forms, [
    { grant_type: 'refresh_token', refresh_token: 'r0', client_id: 'kse' },
    { grant_type: 'refresh_token', refresh_token: 'r1', client_id: 'kse' },
  ]);
});

test('a client secret goes into the header, and into the form for issuers that want it there', async () => {
  await using issuer = await Issuer.start();
  const good = issuer.token;
  issuer.token = () => (issuer.forms.length === 0 ? [401, { error: 'invalid_client' }] : good());
  const cluster = await issuer.login({ 'refresh-token': 'r0', 'client-secret': 's' });
  await tokenOf(cluster);
  assert.deepEqual(issuer.authorizations, [`Basic ${Buffer.from('kse:s').toString('base64')}`, undefined]);
  assert.deepEqual(issuer.forms, [
    { grant_type: 'refresh_token', refresh_token: 'r0' },
    { grant_type: 'refresh_token', refresh_token: 'r0', client_id: 'kse', client_secret: 's' },
  ]);
});

test('what keeps a login from going on is said', async () => {
  await using issuer = await Issuer.start();
  const expired = await issuer.login({ 'id-token': jwt({ exp: 1 }) });
  await assert.rejects(
    tokenOf(expired),
    coded('KSE_API_CREDENTIALS', /^auth-provider oidc of user "a" in .* gave no token$/),
  );
  const revoked = await issuer.login({ 'refresh-token': 'r0' });
  issuer.token = () => [400, { error: 'invalid_grant' }];
  await assert.rejects(
    tokenOf(revoked),
    coded('KSE_API_CREDENTIALS', /gave no id_token: invalid_grant \(status 400\)/),
  );
  const distrusted = await issuer.login({ 'refresh-token': 'r0', 'idp-certificate-authority': undefined });
  await assert.rejects(tokenOf(distrusted), coded('KSE_API_CREDENTIALS', /certificate/));
  await assert.rejects(
    issuer.login({ 'client-id': '' }),
    coded('KSE_KUBECONFIG', /has no idp-issuer-url or no client-id/),
  );
});

test('an issuer that does not answer is given up', async () => {
  await using issuer = await Issuer.start();
  using ca = new Authority();
  await using silent = await TestServer.start(() => {}, ca.issue({ cn: 'x', hosts: ['127.0.0.1'] }));
  const url = `https://127.0.0.1:${silent.port}`;
  const cluster = await issuer.login({
    'refresh-token': 'r',
    'idp-issuer-url': url,
    'idp-certificate-authority': ca.file,
  });
  const asking = assert.rejects(tokenOf(cluster), coded('KSE_API_CREDENTIALS', /no answer within 30000 ms/));
  await eventually(() => silent.requests.length === 1, 'the request');
  issuer.clock.advance(30_000);
  await asking;
});
