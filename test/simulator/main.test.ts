import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { test } from 'node:test';
import { within } from '../support/deadline.ts';
import { moduleFile } from '../support/paths.ts';

const MAIN = moduleFile('bench/simulator/main');

class Child {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(...args: readonly string[]) {
    this.process = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  async line<T>(): Promise<T> {
    const { value, done } = await within(this.#lines.next(), 'a line of output');
    assert.ok(done !== true);
    return JSON.parse(value) as T;
  }

  tell<T>(command: object): Promise<T> {
    this.process.stdin.write(`${JSON.stringify(command)}\n`);
    return this.line<T>();
  }

  async exit(): Promise<unknown> {
    const [code] = await within(once(this.process, 'exit'), 'the exit');
    return code;
  }
}

type Answer = {
  ok: boolean;
  id?: unknown;
  error?: string;
  result?: { objects: Record<string, number>; watches: number };
};

test('the process fills itself, says where it is, takes commands and ends on SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  const file = join(folder, 'kubeconfig');
  const child = new Child(
    '--pods',
    '50',
    '--nodes',
    '2',
    '--seed',
    '3',
    '--token',
    'secret',
    '--kubeconfig',
    file,
  );
  try {
    const { url } = await child.line<{ url: string }>();
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).clusters[0].cluster.server, url);
    const headers = { authorization: 'Bearer secret' };
    const status = async (): Promise<number> => (await fetch(`${url}/api/v1/pods`, { headers })).status;
    assert.equal(await status(), 200);
    const stats = await child.tell<Answer>({ op: 'stats', id: 7 });
    assert.deepEqual([stats.ok, stats.id, stats.result?.objects.pods], [true, 7, 50]);
    await child.tell({ op: 'fault', fault: { resource: 'pods', effect: { kind: 'status', code: 500 } } });
    assert.equal(await status(), 500);
    await child.tell({
      op: 'create',
      resource: 'pods',
      object: { metadata: { name: 'x', namespace: 'default' } },
    });
    assert.equal((await child.tell<Answer>({ op: 'stats' })).result?.objects.pods, 51);
    await child.tell({ op: 'close' });
    await assert.rejects(status());
    await child.tell({ op: 'open' });
    assert.equal(await status(), 200);
    assert.equal((await child.tell<Answer>({ op: 'churn', eventsPerSecond: 10 })).ok, true);
    assert.match((await child.tell<Answer>({ op: 'unheard' })).error ?? '', /unknown op "unheard"/);
    child.process.stdin.write('no json\n');
    assert.equal((await child.line<Answer>()).ok, false);
    child.process.kill('SIGTERM');
    assert.equal(await child.exit(), 0);
  } finally {
    child.process.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
});

test('the process ends with its input, and refuses a number that is none', async () => {
  const child = new Child('--pods', '1', '--nodes', '1');
  await child.line();
  child.process.stdin.end();
  assert.equal(await child.exit(), 0);
  const wrong = new Child('--pods', 'many');
  assert.equal(await wrong.exit(), 2);
});
