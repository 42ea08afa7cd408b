import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ExecIdentity } from '../../../src/main/kube/exec-identity.ts';
import { type ExecStatus, runExecPlugin } from '../../../src/main/kube/exec-plugin.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';
import { Authority } from '../../support/certificates.ts';
import { FakeClock } from '../../support/clock.ts';
import { eventually } from '../../support/deadline.ts';
import { coded, Folder, refuseWarning } from './support.ts';

/** A plugin in memory: counts runs, gives token-1, token-2, ... with the life it is set to. */
class Plugin {
  readonly clock = new FakeClock();
  readonly warnings: string[] = [];
  readonly identity = new ExecIdentity(
    'login',
    async () => this.#run(),
    this.clock,
    (message) => this.warnings.push(message),
  );
  lifeMs: number | undefined = 900_000;
  broken = false;
  runs = 0;

  #run(): ExecStatus {
    this.runs += 1;
    if (this.broken) throw new CodedError('KSE_EXEC_PLUGIN', 'exec plugin login failed');
    const expiresAt = this.lifeMs === undefined ? undefined : this.clock.now() + this.lifeMs;
    return { token: `token-${this.runs}`, certificate: undefined, expiresAt };
  }

  async token(): Promise<string | undefined> {
    return (await this.identity.current()).authorization;
  }
}

test('however many ask at once, one process runs', async () => {
  using folder = new Folder();
  const script = folder.write(
    'plugin',
    `#!/bin/sh
echo run >> '${folder.path}/runs'
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"abc"}}'
`,
    0o700,
  );
  const plugin = {
    command: script,
    args: [],
    env: {},
    apiVersion: 'client.authentication.k8s.io/v1',
    installHint: undefined,
    clusterInfo: undefined,
  } as const;
  const clock = new FakeClock();
  const identity = new ExecIdentity(
    script,
    (signal) => runExecPlugin(plugin, clock, signal),
    clock,
    refuseWarning,
  );
  const all = await Promise.all(Array.from({ length: 20 }, () => identity.current()));
  assert.ok(all.every(({ authorization }) => authorization === 'Bearer abc'));
  await identity.current();
  assert.equal(readFileSync(`${folder.path}/runs`, 'utf8'), 'run\n');
});

test('a credential is renewed a minute before it expires, while the old one goes on being used', async () => {
  const plugin = new Plugin();
  assert.equal(await plugin.token(), 'Bearer token-1');
  plugin.clock.advance(900_000 - 60_001);
  assert.equal(await plugin.token(), 'Bearer token-1');
  assert.equal(plugin.runs, 1);
  plugin.clock.advance(1);
  assert.equal(await plugin.token(), 'Bearer token-1', 'nobody waits for the renewal');
  assert.equal(plugin.runs, 2);
  assert.equal(
    await eventually(async () => (await plugin.token()) === 'Bearer token-2', 'the renewed one'),
    true,
  );
  assert.equal(plugin.runs, 2);
});

test('a short-lived credential is renewed at 80 % of its life', async () => {
  const plugin = new Plugin();
  plugin.lifeMs = 100_000;
  await plugin.token();
  plugin.clock.advance(79_999);
  await plugin.token();
  assert.equal(plugin.runs, 1);
  plugin.clock.advance(1);
  await plugin.token();
  assert.equal(plugin.runs, 2);
});

test('an expired credential is waited for', async () => {
  const plugin = new Plugin();
  await plugin.token();
  plugin.clock.advance(900_000);
  assert.equal(await plugin.token(), 'Bearer token-2');
});

test('a credential without an expiry stays until it is refused', async () => {
  const plugin = new Plugin();
  plugin.lifeMs = undefined;
  const first = await plugin.identity.current();
  plugin.clock.advance(10 * 365 * 24 * 3600 * 1000);
  assert.equal(await plugin.identity.current(), first);
  assert.equal((await plugin.identity.renew(first)).authorization, 'Bearer token-2');
});

test('many refusals of one credential start one process, and those who come late get its result', async () => {
  const plugin = new Plugin();
  const refused = await plugin.identity.current();
  plugin.clock.advance(10_000);
  const renewed = await Promise.all(Array.from({ length: 10 }, () => plugin.identity.renew(refused)));
  const late = await plugin.identity.renew(refused);
  assert.ok([...renewed, late].every(({ authorization }) => authorization === 'Bearer token-2'));
  assert.equal(plugin.runs, 2);
});

test('a credential that is refused as soon as it is fresh does not start processes in a loop', async () => {
  const plugin = new Plugin();
  const first = await plugin.identity.current();
  assert.equal(await plugin.identity.renew(first), first, 'too soon to ask again');
  plugin.clock.advance(9_999);
  await plugin.identity.renew(first);
  assert.equal(plugin.runs, 1);
  plugin.clock.advance(1);
  await plugin.identity.renew(first);
  assert.equal(plugin.runs, 2);
});

test('a plugin that fails is not run again for ten seconds; meanwhile the failure is repeated', async () => {
  const plugin = new Plugin();
  plugin.broken = true;
  for (let i = 0; i < 5; i++) await assert.rejects(plugin.token(), coded('KSE_EXEC_PLUGIN', /login failed/));
  assert.equal(plugin.runs, 1);
  plugin.clock.advance(10_000);
  plugin.broken = false;
  assert.equal(await plugin.token(), 'Bearer token-2');
});

test('an early renewal that fails is warned of and repeated, and hurts only once the credential expires', async () => {
  const plugin = new Plugin();
  await plugin.token();
  plugin.broken = true;
  plugin.clock.advance(840_000);
  assert.equal(await plugin.token(), 'Bearer token-1');
  await eventually(() => plugin.warnings.length === 1, 'a warning');
  assert.match(plugin.warnings[0] ?? '', /login failed; going on with the credential until it expires/);
  assert.equal(await plugin.token(), 'Bearer token-1');
  assert.equal(plugin.runs, 2);
  plugin.clock.advance(10_000);
  assert.equal(await plugin.token(), 'Bearer token-1');
  assert.equal(plugin.runs, 3);
  plugin.clock.advance(50_000);
  await assert.rejects(plugin.token(), coded('KSE_EXEC_PLUGIN', /login failed/));
});

test('a plugin can give a certificate, which must fit its key', async () => {
  using ca = new Authority();
  const [good, other] = [ca.issue({ cn: 'me' }), ca.issue({ cn: 'you' })];
  let key = other.key;
  const clock = new FakeClock();
  const identity = new ExecIdentity(
    'login',
    async () => ({ token: undefined, certificate: { cert: good.cert, key }, expiresAt: undefined }),
    clock,
    refuseWarning,
  );
  await assert.rejects(
    identity.current(),
    coded('KSE_EXEC_PLUGIN', /^key from exec plugin login is not the key of certificate/),
  );
  clock.advance(10_000);
  key = good.key;
  assert.deepEqual(await identity.current(), {
    authorization: undefined,
    certificate: { cert: good.cert, key: good.key },
  });
});
