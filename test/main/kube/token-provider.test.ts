import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryOf, ProviderIdentity } from '../../../src/main/kube/token-provider.ts';
import { FakeClock } from '../../support/clock.ts';
import { coded, jwt } from './support.ts';

test('the expiry of a token is read when it is a JWT', () => {
  assert.equal(expiryOf(`Bearer ${jwt({ exp: 1_700_000_000 })}`), 1_700_000_000_000);
  for (const token of [
    'Bearer opaque',
    'Bearer a.b',
    'Bearer a.bnVsbA.c',
    `Bearer ${jwt({})}`,
    `Bearer ${jwt({ exp: 'x' })}`,
  ]) {
    assert.equal(expiryOf(token), undefined, token);
  }
});

test('a provider is asked once for many, and again a minute before its token expires', async () => {
  const clock = new FakeClock();
  let asked = 0;
  const identity = new ProviderIdentity(
    'oidc',
    async () => {
      asked += 1;
      return `Bearer ${jwt({ exp: clock.now() / 1000 + 3600, n: asked })}`;
    },
    clock,
  );
  const [first] = await Promise.all([identity.current(), identity.current(), identity.current()]);
  clock.advance(3_600_000 - 60_001);
  assert.equal(await identity.current(), first);
  assert.equal(asked, 1);
  clock.advance(1);
  assert.notEqual(await identity.current(), first);
  assert.equal(asked, 2);
});

test('a refused token is dropped, one that was replaced since is not', async () => {
  let asked = 0;
  const ask = async (): Promise<string> => `Bearer ${jwt({ exp: 4_000_000_000, n: ++asked })}`;
  const identity = new ProviderIdentity('oidc', ask, new FakeClock());
  const first = await identity.current();
  const second = await identity.renew(first);
  assert.notEqual(second.authorization, first.authorization);
  assert.equal(await identity.renew(first), second);
  assert.equal(asked, 2);
});

test('a token that shows no expiry is asked for each time: its provider keeps it', async () => {
  let asked = 0;
  const identity = new ProviderIdentity('gcp', async () => `Bearer opaque-${++asked}`, new FakeClock());
  await identity.current();
  assert.equal((await identity.current()).authorization, 'Bearer opaque-2');
});

test('a provider that fails or gives nothing is an error that names it', async () => {
  const failing = new ProviderIdentity(
    'auth-provider oidc',
    () => Promise.reject(new Error('no route')),
    new FakeClock(),
  );
  await assert.rejects(
    failing.current(),
    coded('KSE_API_CREDENTIALS', /^auth-provider oidc gave no token: no route$/),
  );
  const empty = new ProviderIdentity('auth-provider oidc', async () => undefined, new FakeClock());
  await assert.rejects(empty.current(), coded('KSE_API_CREDENTIALS', /^auth-provider oidc gave no token$/));
});
