import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { systemClock } from '../../../src/main/clock.ts';
import type { ApiRequest, ApiTransport } from '../../../src/main/kube/api.ts';
import type { Cluster } from '../../../src/main/kube/cluster.ts';
import { loadCluster } from '../../../src/main/kube/credentials.ts';
import { createTransport } from '../../../src/main/kube/transport.ts';
import { Authority, type KeyPair } from '../../support/certificates.ts';
import { eventually } from '../../support/deadline.ts';
import {
  type ClusterParts,
  clusterAt,
  coded,
  Folder,
  inline,
  RawServer,
  TestServer,
  textOf,
} from './support.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

function transportTo(cluster: Cluster): AsyncDisposable & Pick<ApiTransport, 'request'> {
  const transport = createTransport({ cluster, clock: systemClock, version: '1', env: {} });
  return { request: (request) => transport.request(request), [Symbol.asyncDispose]: () => transport.close() };
}

const get = (path = '/'): ApiRequest => ({ path, accept: '*/*', signal: new AbortController().signal });
const ok: Handler = (_request, response) => void response.end('ok');
/** Answers with the user of the client certificate, and holds `/watch` open. */
const whoami: Handler = (request, response) => {
  const { CN = 'nobody' } = (request.socket as TLSSocket).getPeerCertificate().subject ?? {};
  if (request.url === '/watch') response.write(`${CN}\n`);
  else response.end(CN);
};

/** An HTTPS server that asks for client certificates of `clients`, and refuses others. */
function secured(pair: KeyPair, handler: Handler, clients?: string): Promise<TestServer> {
  const mutual = clients === undefined ? {} : { ca: clients, requestCert: true, rejectUnauthorized: true };
  return TestServer.start(handler, { cert: pair.cert, key: pair.key, ...mutual });
}

async function ask(server: TestServer, tls: ClusterParts['tls'] = {}): Promise<string> {
  await using transport = transportTo(clusterAt(`https://127.0.0.1:${server.port}`, { tls, warn: () => {} }));
  return textOf(await transport.request(get()));
}

test('a server is trusted by the CA of the cluster and by nothing else', async () => {
  using ca = new Authority('ours');
  using other = new Authority('theirs');
  await using server = await secured(ca.issue({ cn: 'kube', hosts: ['127.0.0.1'] }), ok);
  assert.equal(await ask(server, { ca: inline(ca.pem) }), 'ok');
  assert.equal(await ask(server, { ca: inline(other.pem + ca.pem) }), 'ok', 'bundles count whole');
  assert.equal(await ask(server, { insecure: true }), 'ok');
  await assert.rejects(
    ask(server, { ca: inline(other.pem) }),
    coded('KSE_API_TLS', /shows a certificate of an unknown CA/),
  );
  await assert.rejects(ask(server), coded('KSE_API_TLS', /shows a certificate of an unknown CA/));
  await eventually(() => server.sockets.size === 0, 'no connection is left behind');
});

test('a certificate that is expired, or for another name, is said to be so', async () => {
  using ca = new Authority();
  const tls = { ca: inline(ca.pem) };
  await using expired = await secured(ca.issue({ cn: 'kube', hosts: ['127.0.0.1'], expired: true }), ok);
  await assert.rejects(ask(expired, tls), coded('KSE_API_TLS', /shows a certificate that has expired/));
  await using renamed = await secured(ca.issue({ cn: 'kube', hosts: ['kubernetes', '10.0.0.1'] }), ok);
  await assert.rejects(ask(renamed, tls), coded('KSE_API_TLS', /shows a certificate for another name/));
  assert.equal(
    await ask(renamed, { ...tls, serverName: 'kubernetes' }),
    'ok',
    'tls-server-name says which to expect',
  );
  assert.equal(await ask(renamed, { ...tls, serverName: '10.0.0.1' }), 'ok', 'an address will do');
  await assert.rejects(
    ask(renamed, { ...tls, serverName: 'other' }),
    coded('KSE_API_TLS', /for another name/),
  );
  await eventually(() => expired.sockets.size + renamed.sockets.size === 0, 'no connection is left behind');
});

test('the server is asked for the name of tls-server-name, and for none when it is an address', async () => {
  using ca = new Authority();
  const seen: (string | false | null)[] = [];
  await using server = await secured(
    ca.issue({ cn: 'kube', hosts: ['kubernetes', '127.0.0.1'] }),
    (request, response) => {
      seen.push((request.socket as TLSSocket & { servername: string | false }).servername);
      response.end('ok');
    },
  );
  await ask(server, { ca: inline(ca.pem), serverName: 'kubernetes' });
  await ask(server, { ca: inline(ca.pem) });
  assert.deepEqual(seen, ['kubernetes', false]);
});

test('a client certificate says who we are', async () => {
  using ca = new Authority();
  await using server = await secured(ca.issue({ cn: 'kube', hosts: ['127.0.0.1'] }), whoami, ca.pem);
  const { cert, key } = ca.issue({ cn: 'exporter' });
  assert.equal(await ask(server, { ca: inline(ca.pem), cert: inline(cert), key: inline(key) }), 'exporter');
});

test('a server that refuses our client certificate, or the lack of one, is understood', async () => {
  using ca = new Authority();
  using strangers = new Authority('strangers');
  const pair = ca.issue({ cn: 'kube', hosts: ['127.0.0.1'] });
  // Node's server hangs up where others, Go's too, say why; openssl does. By TLS 1.2, since by 1.3
  // the reason travels against our request, and what the server's hanging up does to that may win.
  const args = ['-accept', '0', '-cert', pair.certFile, '-key', pair.keyFile, '-CAfile', ca.file, '-tls1_2'];
  const server = spawn('openssl', ['s_server', ...args, '-Verify', '1', '-verify_return_error', '-www'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    let output = '';
    server.stdout.on('data', (chunk) => {
      output += chunk;
    });
    const port = await eventually(() => /ACCEPT .*:(\d+)/.exec(output)?.[1], 'openssl to listen');
    const attempt = async (client?: KeyPair): Promise<number> => {
      const pems = client === undefined ? {} : { cert: inline(client.cert), key: inline(client.key) };
      const cluster = clusterAt(`https://127.0.0.1:${port}`, {
        tls: { ca: inline(ca.pem), ...pems },
        warn: () => {},
      });
      await using transport = transportTo(cluster);
      return (await transport.request(get())).status;
    };
    assert.equal(await attempt(ca.issue({ cn: 'exporter' })), 200);
    await assert.rejects(
      attempt(strangers.issue({ cn: 'exporter' })),
      coded('KSE_API_TLS', /refused our client certificate/),
    );
    await assert.rejects(
      attempt(ca.issue({ cn: 'me', expired: true })),
      coded('KSE_API_TLS', /refused our client certificate/),
    );
    // TLS 1.2 has no word of its own for "no certificate".
    await assert.rejects(
      attempt(),
      coded('KSE_API_TLS', /did not agree on TLS|refused our client certificate/),
    );
  } finally {
    server.kill();
  }
});

test('a server that does not speak TLS, or hangs up on it, is told from one with a bad certificate', async () => {
  await using plain = await TestServer.start(ok);
  await assert.rejects(ask(plain), coded('KSE_API_TLS', /does not speak TLS/));
  await using curt = await RawServer.start((socket) => void socket.once('data', () => socket.destroy()));
  await using transport = transportTo(clusterAt(`https://127.0.0.1:${curt.port}`));
  await assert.rejects(transport.request(get()), coded('KSE_API_TLS', /hung up during the TLS handshake/));
  await using other = transportTo(clusterAt('https://127.0.0.1:1'));
  await assert.rejects(other.request(get()), coded('KSE_API_UNREACHABLE', /refused the connection/));
});

test('a CA that rotates while running: new requests use new connections, a watch ends on its old one', async () => {
  using before = new Authority('before');
  using after = new Authority('after');
  using folder = new Folder();
  const file = folder.write('ca.crt', before.pem);
  const held: ServerResponse[] = [];
  const handler: Handler = (request, response) => {
    if (request.url !== '/watch') return void response.end('ok');
    response.write('first\n');
    held.push(response);
  };
  await using server = await secured(before.issue({ cn: 'kube', hosts: ['127.0.0.1'] }), handler);
  const tls = { ca: { name: 'the CA', from: { file } } };
  await using transport = transportTo(clusterAt(`https://127.0.0.1:${server.port}`, { tls }));
  const watch = await transport.request(get('/watch'));
  assert.equal(await textOf(await transport.request(get())), 'ok');
  assert.equal(server.connections, 2);

  const renewed = after.issue({ cn: 'kube', hosts: ['127.0.0.1'] });
  (server.raw as import('node:https').Server).setSecureContext({ cert: renewed.cert, key: renewed.key });
  writeFileSync(file, after.pem);
  assert.equal(await textOf(await transport.request(get())), 'ok');
  assert.equal(server.connections, 3, 'made with the new CA');
  await eventually(() => server.sockets.size === 2, 'the idle connection of before is closed');

  held[0]?.end('last\n');
  assert.equal(await textOf(watch), 'first\nlast\n');
  assert.equal(await textOf(await transport.request(get())), 'ok');
  assert.equal(server.connections, 3, 'the connection of the watch is not used again');
});

test('a client certificate that rotates while running is shown from the next request on', async () => {
  using ca = new Authority();
  using folder = new Folder();
  const [old, next] = [ca.issue({ cn: 'old' }), ca.issue({ cn: 'new' })];
  const cert = folder.write('tls.crt', old.cert);
  const key = folder.write('tls.key', old.key);
  await using server = await secured(ca.issue({ cn: 'kube', hosts: ['127.0.0.1'] }), whoami, ca.pem);
  const config = folder.write(
    'config',
    JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      clusters: [
        {
          name: 'a',
          cluster: { server: `https://127.0.0.1:${server.port}`, 'certificate-authority': ca.file },
        },
      ],
      users: [{ name: 'a', user: { 'client-certificate': 'tls.crt', 'client-key': 'tls.key' } }],
    }),
  );
  const warnings: string[] = [];
  const cluster = await loadCluster(
    { kubeconfig: config, clock: systemClock, warn: (m) => warnings.push(m) },
    {},
  );
  await using transport = transportTo(cluster);
  assert.equal(await textOf(await transport.request(get())), 'old');
  writeFileSync(cert, next.cert);
  assert.equal(await textOf(await transport.request(get())), 'old', 'until its key is there too');
  writeFileSync(key, next.key);
  assert.equal(await textOf(await transport.request(get())), 'new');
  assert.equal(warnings.length, 1);
  assert.match(
    warnings[0] ?? '',
    /client-key .*tls.key of user "a" in .* is not the key of client-certificate/,
  );
});

test('an exec plugin that gives certificates is run again when its certificate is refused by a 401', async () => {
  using ca = new Authority();
  using folder = new Folder();
  const [old, next] = [ca.issue({ cn: 'old' }), ca.issue({ cn: 'new' })];
  const credential = ({ cert, key }: KeyPair): string =>
    JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { clientCertificateData: cert, clientKeyData: key },
    });
  folder.write('1', credential(old));
  folder.write('2', credential(next));
  folder.write('plugin', `#!/bin/sh\ncd '${folder.path}'\necho run >> runs\ncat $(wc -l < runs)\n`, 0o700);
  const handler: Handler = (request, response) => {
    response.statusCode = (request.socket as TLSSocket).getPeerCertificate().subject.CN === 'new' ? 200 : 401;
    response.end();
  };
  await using server = await secured(ca.issue({ cn: 'kube', hosts: ['127.0.0.1'] }), handler, ca.pem);
  const config = folder.write(
    'config',
    JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      clusters: [
        {
          name: 'a',
          cluster: { server: `https://127.0.0.1:${server.port}`, 'certificate-authority': ca.file },
        },
      ],
      users: [
        { name: 'a', user: { exec: { command: './plugin', apiVersion: 'client.authentication.k8s.io/v1' } } },
      ],
    }),
  );
  // Time goes eleven seconds a look, so that the second run is not too soon after the first.
  let looks = 0;
  const clock = { ...systemClock, monotonic: () => 11_000 * looks++ };
  await using transport = transportTo(
    await loadCluster({ kubeconfig: config, clock, warn: assert.fail }, {}),
  );
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => (await transport.request(get())).status),
  );
  assert.deepEqual(answers, [200, 200, 200, 200, 200]);
  assert.equal(
    readFileSync(`${folder.path}/runs`, 'utf8'),
    'run\nrun\n',
    'one run for all at first, one for all refusals',
  );
});
