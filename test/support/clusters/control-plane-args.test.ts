import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiServerArgs, etcdArgs, tokenFile } from './control-plane-args.ts';

const FILES = {
  dataDir: '/t/etcd',
  certDir: '/t/certificates',
  servingCert: '/t/serving.crt',
  servingKey: '/t/serving.key',
  serviceAccountKey: '/t/sa.key',
  tokens: '/t/tokens.csv',
};

/** What a flag is set to; fails when it is set twice. */
function flag(args: readonly string[], name: string): string | undefined {
  const found = args.filter((arg) => arg.startsWith(`--${name}=`));
  assert.ok(found.length <= 1, `--${name} twice`);
  return found[0]?.slice(name.length + 3);
}

test('etcd listens on the address that it tells to clients, and keeps its data where it is told', () => {
  const args = etcdArgs('http://127.0.0.1:4001', '/t/etcd');
  assert.equal(flag(args, 'listen-client-urls'), 'http://127.0.0.1:4001');
  assert.equal(flag(args, 'advertise-client-urls'), 'http://127.0.0.1:4001');
  assert.equal(flag(args, 'data-dir'), '/t/etcd');
});

test('the API server listens on the loopback address only, with the certificate and tokens that are given', () => {
  const args = apiServerArgs('http://127.0.0.1:4001', 6443, FILES);
  assert.equal(flag(args, 'bind-address'), '127.0.0.1');
  assert.equal(flag(args, 'secure-port'), '6443');
  assert.equal(flag(args, 'etcd-servers'), 'http://127.0.0.1:4001');
  assert.equal(flag(args, 'tls-cert-file'), FILES.servingCert);
  assert.equal(flag(args, 'tls-private-key-file'), FILES.servingKey);
  assert.equal(flag(args, 'token-auth-file'), FILES.tokens);
  assert.equal(flag(args, 'authorization-mode'), 'RBAC');
});

test('the three flags without which the server does not issue service account tokens, or start, are there', () => {
  const args = apiServerArgs('http://127.0.0.1:4001', 6443, FILES);
  for (const end of ['issuer', 'key-file', 'signing-key-file']) {
    assert.ok(flag(args, `service-account-${end}`), end);
  }
});

test('each line of the token file is token, user, uid and quoted groups', () => {
  const users = [
    { token: 'a1', name: 'admin', groups: ['system:masters', 'others'] },
    { token: 'b2', name: 'restricted', groups: [] },
  ];
  assert.equal(tokenFile(users), 'a1,admin,admin,"system:masters,others"\nb2,restricted,restricted\n');
});
