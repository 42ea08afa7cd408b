import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseBody } from '../../../src/main/kube/transport-body.ts';

class Socket {
  readonly calls: string[] = [];
  readonly body = new ResponseBody(
    { pause: () => this.calls.push('pause'), resume: () => this.calls.push('resume') },
    () => this.calls.push('abandon'),
  );
}

const KIB = 1024;
const chunk = (bytes: number, fill = 0): Uint8Array => new Uint8Array(bytes).fill(fill);

async function sizes(body: ResponseBody): Promise<number[]> {
  const result: number[] = [];
  for await (const part of body) result.push(part.byteLength);
  return result;
}

test('chunks come out in order, whether they were there before the reader or not', async () => {
  const { body, calls } = new Socket();
  body.push(chunk(1));
  const reading = sizes(body);
  body.push(chunk(2));
  await Promise.resolve();
  body.push(chunk(3));
  body.end();
  assert.deepEqual(await reading, [1, 2, 3]);
  assert.deepEqual(calls, [], 'a body that is read to its end leaves the connection alone');
});

test('the socket stops at 256 KiB unread and goes on below half of that', async () => {
  const { body, calls } = new Socket();
  for (let i = 0; i < 3; i++) body.push(chunk(64 * KIB));
  assert.deepEqual(calls, []);
  body.push(chunk(64 * KIB));
  assert.deepEqual(calls, ['pause']);
  await body.next();
  await body.next();
  assert.deepEqual(calls, ['pause'], '128 KiB is not below the mark');
  await body.next();
  assert.deepEqual(calls, ['pause', 'resume']);
  for (let i = 0; i < 3; i++) body.push(chunk(64 * KIB));
  assert.deepEqual(calls, ['pause', 'resume', 'pause'], 'again and again');
});

test('leaving early ends the connection, once', async () => {
  const { body, calls } = new Socket();
  body.push(chunk(1));
  body.push(chunk(1));
  for await (const _ of body) break;
  await body.return();
  body.push(chunk(1));
  assert.deepEqual(calls, ['abandon']);
  assert.deepEqual(await body.next(), { value: undefined, done: true });
});

test('a reader that waits is released when the body is left from elsewhere', async () => {
  const { body } = new Socket();
  const waiting = body.next();
  await body.return();
  assert.equal((await waiting).done, true);
});

test('a body that breaks gives what came before, then the error, then nothing', async () => {
  const { body, calls } = new Socket();
  body.push(chunk(7));
  body.fail(new Error('broken'), false);
  assert.equal((await body.next()).value?.byteLength, 7);
  await assert.rejects(body.next(), /broken/);
  assert.equal((await body.next()).done, true);
  assert.deepEqual(calls, []);
});

test('a body that is aborted gives the error at once, to a waiting reader too', async () => {
  const first = new Socket();
  first.body.push(chunk(7));
  first.body.fail(new Error('aborted'), true);
  await assert.rejects(first.body.next(), /aborted/);
  const second = new Socket();
  const waiting = second.body.next();
  second.body.fail(new Error('aborted'), true);
  await assert.rejects(waiting, /aborted/);
});

test('what comes after the end is ignored', async () => {
  const { body } = new Socket();
  body.end();
  body.fail(new Error('late'), true);
  body.push(chunk(1));
  assert.equal((await body.next()).done, true);
});

test('whoever wants to know when it is over is told once, however it ended', () => {
  const endings: ((body: ResponseBody) => void)[] = [
    (body) => body.end(),
    (body) => body.fail(new Error('x'), false),
    (body) => void body.return(),
  ];
  for (const ending of endings) {
    const { body } = new Socket();
    let told = 0;
    body.whenOver(() => told++);
    ending(body);
    body.end();
    assert.equal(told, 1);
    body.whenOver(() => told++);
    assert.equal(told, 2, 'at once when it is over already');
  }
});
