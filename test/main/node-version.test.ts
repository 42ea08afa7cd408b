import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { moduleUrl } from '../support/paths.ts';

/** Loads the check in a process that takes itself for another Node. */
function under(version: string) {
  const script = `
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
    await import('${moduleUrl('src/main/node-version')}');
    console.log('went on');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
}

test('a Node that is too old is told so, and nothing is begun', () => {
  const { status, stdout, stderr } = under('22.19.0');
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /Node 24 or newer is needed/);
});

test('the oldest that will do, and those to come, go on', () => {
  for (const version of ['24.0.0', '26.10.0', '100.1.2']) {
    const { status, stdout } = under(version);
    assert.equal(status, 0);
    assert.equal(stdout, 'went on\n');
  }
});
