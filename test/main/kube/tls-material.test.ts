import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { lifetimeProblem, pemFromBase64, TlsFiles } from '../../../src/main/kube/tls-material.ts';
import { Authority } from '../../support/certificates.ts';
import { FakeClock } from '../../support/clock.ts';
import { coded, Folder, inline, refuseWarning } from './support.ts';

const now = (): FakeClock => new FakeClock({ epoch: Date.now() });

test('equal bytes have the same fingerprint, and everything that counts changes it', async () => {
  using ca = new Authority();
  const { cert, key } = ca.issue({ cn: 'client' });
  const load = (sources: ConstructorParameters<typeof TlsFiles>[0]) =>
    new TlsFiles(sources, now(), refuseWarning).load();
  const variants = await Promise.all([
    load({}),
    load({ insecure: true }),
    load({ serverName: 'kube' }),
    load({ ca: inline(ca.pem) }),
    load({ ca: inline(ca.pem), cert: inline(cert), key: inline(key) }),
  ]);
  assert.equal(new Set(variants.map((variant) => variant.fingerprint)).size, variants.length);
  assert.equal((await load({ ca: inline(ca.pem, 'elsewhere') })).fingerprint, variants[3]?.fingerprint);
});

test('a CA file that is replaced is used from the next request on', async () => {
  using first = new Authority('one');
  using second = new Authority('two');
  using folder = new Folder();
  const file = folder.write('ca.crt', first.pem);
  const tls = new TlsFiles({ ca: { name: 'CA', from: { file } } }, now(), refuseWarning);
  const before = await tls.load();
  assert.equal((await tls.load()).fingerprint, before.fingerprint);
  // A bundle of both, as during a rotation.
  writeFileSync(file, first.pem + second.pem);
  const after = await tls.load();
  assert.notEqual(after.fingerprint, before.fingerprint);
  assert.equal(after.ca, first.pem + second.pem);
});

test('files that are out of step during a rotation leave the old pair in use until they agree', async () => {
  using ca = new Authority();
  using folder = new Folder();
  const [old, next] = [ca.issue({ cn: 'old' }), ca.issue({ cn: 'new' })];
  const certFile = folder.write('tls.crt', old.cert);
  const keyFile = folder.write('tls.key', old.key);
  const warnings: string[] = [];
  const tls = new TlsFiles(
    { cert: { name: 'cert', from: { file: certFile } }, key: { name: 'key', from: { file: keyFile } } },
    now(),
    (message) => warnings.push(message),
  );
  const before = await tls.load();
  writeFileSync(certFile, next.cert);
  assert.equal((await tls.load()).fingerprint, before.fingerprint);
  assert.equal((await tls.load()).fingerprint, before.fingerprint);
  assert.deepEqual(warnings, ['key is not the key of cert; going on with what was read before']);
  rmSync(keyFile);
  assert.equal((await tls.load()).fingerprint, before.fingerprint);
  writeFileSync(keyFile, next.key);
  assert.equal((await tls.load()).cert, next.cert);
});

test('an expired client certificate is used, and warned of once', async () => {
  using ca = new Authority();
  const { cert, key } = ca.issue({ cn: 'client' });
  const warnings: string[] = [];
  const clock = now();
  const tls = new TlsFiles(
    { cert: inline(cert, 'client-certificate of "dev"'), key: inline(key) },
    clock,
    (m) => warnings.push(m),
  );
  await tls.load();
  assert.deepEqual(warnings, []);
  clock.advance(31 * 24 * 3600 * 1000);
  assert.equal((await tls.load()).cert, cert);
  await tls.load();
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /^client-certificate of "dev" expired on \d{4}-.*until it is renewed$/);
  assert.match(lifetimeProblem(cert, 'it', 0), /not valid before/);
});

test('what is wrong with a PEM is said with the name of its source', async () => {
  using ca = new Authority();
  using folder = new Folder();
  const pair = ca.issue({ cn: 'client' });
  const other = ca.issue({ cn: 'other' });
  const encrypted = execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:x', '-in', pair.keyFile], {
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();
  const broken = pair.cert.replace(/^(.{40}).{8}/m, '$1AAAAAAAA').replace(/\n.*\n/, '\nAAAA\n');
  const cert = inline(pair.cert, 'the certificate');
  const table: [ConstructorParameters<typeof TlsFiles>[0], RegExp][] = [
    [{ ca: inline('', 'the CA') }, /^the CA holds no PEM certificate$/],
    [{ ca: inline(pair.key, 'the CA') }, /^the CA holds no PEM certificate$/],
    [{ ca: inline(ca.pem + broken, 'the CA') }, /^certificate 2 in the CA cannot be read: /],
    [{ ca: { name: 'the CA', from: { file: folder.path } } }, /^the CA cannot be read: EISDIR/],
    [{ ca: { name: 'the CA', from: { file: `${folder.path}/x` } } }, /^the CA cannot be read: ENOENT/],
    [{ cert, key: inline('rubbish', 'the key') }, /^the key is not a PEM private key: /],
    [{ cert, key: inline(pair.cert, 'the key') }, /^the key is not a PEM private key: /],
    [{ cert, key: inline(encrypted, 'the key') }, /^the key is encrypted with a passphrase$/],
    [{ cert, key: inline(other.key, 'the key') }, /^the key is not the key of the certificate$/],
    [
      { cert: inline('x', 'the certificate'), key: inline(pair.key) },
      /^the certificate holds no PEM certificate$/,
    ],
  ];
  for (const [sources, message] of table) {
    await assert.rejects(
      new TlsFiles(sources, now(), refuseWarning).load(),
      coded('KSE_TLS_MATERIAL', message),
    );
  }
});

test('a PEM where base64 is expected is refused, not decoded into noise', () => {
  assert.throws(
    () => pemFromBase64('-----BEGIN CERTIFICATE-----', 'certificate-authority-data'),
    coded('KSE_TLS_MATERIAL', /^certificate-authority-data is not base64$/),
  );
  assert.equal(pemFromBase64('aGVs\nbG8=\n', 'x'), 'hello');
});
