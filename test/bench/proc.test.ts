import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { cpuByThread, cpuOfStat, memoryOfStatus, sample, sampleOf } from '../../bench/harness/proc.ts';
import { eventually } from '../support/deadline.ts';

test('CPU time is utime and stime, whatever the name in parentheses holds', () => {
  const rest = 'S 1 2 3 0 -1 4194560 70738 0 3 0 293 57 0 0 20 0 13 0 374886 11518164992 59143';
  assert.equal(cpuOfStat(`10989 (MainThread) ${rest}`), 3.5);
  assert.equal(cpuOfStat(`10989 (a) S 9 (b) ${rest}`), 3.5);
});

test('a text that is no stat is an error', () => {
  assert.throws(() => cpuOfStat('10989 (MainThread) S 1 2'), /not the form/);
  assert.throws(() => cpuOfStat(''), /not the form/);
});

test('memory is in bytes, and zero for a process that has ended', () => {
  const text = 'Name:\tnode\nVmHWM:\t  325080 kB\nVmRSS:\t  236700 kB\nThreads:\t13\n';
  assert.deepEqual(memoryOfStatus(text), { peakRss: 325_080 * 1024, rss: 236_700 * 1024, threads: 13 });
  assert.deepEqual(memoryOfStatus('Name:\tnode\nState:\tZ (zombie)\nThreads:\t1\n'), {
    peakRss: 0,
    rss: 0,
    threads: 1,
  });
});

test('this process can be sampled, and its CPU time grows with its work', () => {
  const before = sampleOf(process.pid);
  const end = process.cpuUsage().user + 150_000;
  while (process.cpuUsage().user < end);
  const after = sampleOf(process.pid);
  assert.ok(after.cpuSeconds - before.cpuSeconds >= 0.1, `${after.cpuSeconds - before.cpuSeconds} s`);
  assert.ok(after.rss > 10 * 1024 * 1024 && after.peakRss >= after.rss * 0.9);
  assert.ok(after.fds > 2 && after.sockets <= after.fds && after.threads > 1);
  assert.ok([...cpuByThread(process.pid).values()].some((seconds) => seconds > 0.1));
});

test('a process that is gone gives no sample', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  const { pid } = child;
  assert.ok(pid !== undefined);
  await eventually(() => sample(pid) === undefined, 'the process is gone');
  assert.throws(() => sampleOf(pid), /is gone/);
});
