import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { basic, bearer, TokenFile } from '../../../src/main/kube/token.ts';
import { coded, Folder, refuseWarning } from './support.ts';

test('a token file is trimmed, and read again for every request', async () => {
  using folder = new Folder();
  const file = folder.write('token', 'first\n');
  const token = new TokenFile(file, refuseWarning);
  assert.equal((await token.current()).authorization, 'Bearer first');
  folder.write('token', '  second \r\n');
  assert.equal((await token.current()).authorization, 'Bearer second');
});

test('while a token file is missing or empty the last token stays in use, and one warning says so', async () => {
  using folder = new Folder();
  const file = folder.write('token', 'good');
  const warnings: string[] = [];
  const token = new TokenFile(file, (message) => warnings.push(message));
  await token.current();
  rmSync(file);
  assert.equal((await token.current()).authorization, 'Bearer good');
  assert.equal((await token.renew()).authorization, 'Bearer good');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /token cannot be read.*ENOENT.*going on with the token read before/s);
  folder.write('token', '\n');
  assert.equal((await token.current()).authorization, 'Bearer good');
  assert.equal(warnings.length, 2);
  assert.match(warnings[1] ?? '', /is empty/);
  folder.write('token', 'new');
  assert.equal((await token.current()).authorization, 'Bearer new');
  rmSync(file);
  await token.current();
  assert.equal(warnings.length, 3, 'a new happening is a new warning');
});

test('a token file that was never readable is an error that names it', async () => {
  using folder = new Folder();
  const token = new TokenFile(`${folder.path}/nothing`, refuseWarning);
  await assert.rejects(token.current(), coded('KSE_API_CREDENTIALS', /nothing cannot be read/));
});

test('a token with characters that no header can hold is refused without being quoted', () => {
  for (const text of ['two words', 'line\nbreak', 'caf\u00e9', 'bell\u0007']) {
    assert.throws(
      () => bearer(text, 'token of user "dev"'),
      (error: unknown) =>
        coded('KSE_API_CREDENTIALS', /token of user "dev"/)(error) && !String(error).includes(text),
    );
  }
});

test('basic authentication is UTF-8 in base64', () => {
  assert.equal(basic('jürgen', 'a:b'), `Basic ${Buffer.from('jürgen:a:b').toString('base64')}`);
});
