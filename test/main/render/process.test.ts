import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { within } from '../../support/deadline.ts';
import { configMap, infoLine, json, withFiles } from './support.ts';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const MAIN = fileURLToPath(new URL(`main.${extension}`, import.meta.url));

function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN, ...args]);
}

const ended = (child: ChildProcessWithoutNullStreams) =>
  within(once(child, 'close'), 'the process ends', 60_000);

test('as a process: metrics on one output, the rest on the other, and an exit status', () =>
  withFiles({ 'a.json': json(configMap('a'), { kind: 'X', apiVersion: 'y/v1' }) }, async (path) => {
    const child = start('-f', path('a.json'), '-f', path('none'));
    child.stdin.end();
    const [out, err, [code, signal]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended(child),
    ]);
    assert.deepEqual([code, signal], [1, null]);
    assert.ok(out.includes(`${infoLine('a')}\n`));
    assert.ok(
      out.split('\n').every((line) => line === '' || line.startsWith('#') || line.startsWith('kube_')),
    );
    assert.match(err, /none: no such file or folder\n.*unknown kind X/s);
  }));

test('a reader that goes away, as head does, ends it without a complaint', async () => {
  const child = start();
  const objects = Array.from({ length: 20_000 }, (_, i) => configMap(`c${i}`));
  const stderr = text(child.stderr);
  const done = ended(child);
  await pipeline(Readable.from([json(...objects)]), child.stdin);
  await within(once(child.stdout, 'data'), 'output comes', 60_000);
  child.stdout.destroy();
  const [code, signal] = await done;
  assert.deepEqual([code, signal, await stderr], [0, null, '']);
});

/** An object of 50 KiB, nearly all of which no family reads, as `managedFields` are. */
function heavy(i: number): string {
  return `${JSON.stringify(configMap(`c${i}`, { uid: `u${i}`, managedFields: [{ x: 'é"\\'.repeat(7_000) }] }))}\n`;
}

async function peakKiB(count: number): Promise<number> {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, REPORT_PEAK: '1' } });
  const input = Readable.from(
    (function* () {
      for (let i = 0; i < count; i++) yield heavy(i);
    })(),
  );
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended(child),
    pipeline(input, child.stdin),
  ]);
  assert.equal(out.match(/^kube_configmap_info\{/gm)?.length, count);
  return Number(err);
}

test('memory grows with what is kept of the objects, not with the input', async () => {
  const [little, much] = [await peakKiB(400), await peakKiB(4_000)];
  // 180 MiB more of input; what is kept of 3,600 objects is less than 1 MiB.
  assert.ok(much - little < 90 * 1024, `${little} KiB for 20 MiB of input, ${much} KiB for 200 MiB`);
});
