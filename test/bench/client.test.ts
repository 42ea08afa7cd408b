import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { get } from '../../bench/harness/client.ts';
import { joinChunks, parseHead } from '../../bench/harness/http-head.ts';
import { textOf } from '../../bench/harness/subject.ts';

async function withServer<T>(handle: RequestListener, use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

const TEXT = Buffer.from('a 1\n'.repeat(50_000));

test('a response with a length is read to its end', async () => {
  await withServer(
    (request, response) => {
      assert.equal(request.headers['accept-encoding'], 'gzip');
      const body = gzipSync(TEXT);
      response.writeHead(200, { 'Content-Length': body.length, 'Content-Encoding': 'gzip' }).end(body);
    },
    async (port) => {
      const reply = await get(port, { collect: true });
      assert.equal(reply.status, 200);
      assert.equal(reply.complete, true);
      assert.equal(reply.bytes, gzipSync(TEXT).length);
      assert.ok(reply.totalMs >= reply.firstByteMs && reply.firstByteMs > 0);
      assert.ok(textOf(reply).equals(TEXT));
    },
  );
});

test('a chunked response is complete with its last chunk, and can be put together', async () => {
  await withServer(
    (request, response) => {
      assert.equal(request.headers['accept-encoding'], undefined);
      for (let at = 0; at < TEXT.length; at += 30_000) response.write(TEXT.subarray(at, at + 30_000));
      response.end();
    },
    async (port) => {
      const reply = await get(port, { collect: true, gzip: false });
      assert.equal(reply.chunked, true);
      assert.equal(reply.complete, true);
      assert.ok(textOf(reply).equals(TEXT));
    },
  );
});

test('a response that is cut is not complete', async () => {
  for (const head of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
    const server = createTcpServer((socket) => {
      socket.resume();
      socket.end(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n5\r\nabcde\r\n`);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const reply = await get((server.address() as AddressInfo).port);
    assert.equal(reply.complete, false, head);
    server.close();
    await once(server, 'close');
  }
});

test('a body is counted without being kept', async () => {
  await withServer(
    (_request, response) => response.writeHead(200, { 'Content-Length': TEXT.length }).end(TEXT),
    async (port) => {
      const reply = await get(port);
      assert.equal(reply.bytes, TEXT.length);
      assert.equal(reply.body.length, 0);
    },
  );
});

test('a server that answers nothing in time, or closes, is an error', async () => {
  await withServer(
    () => undefined,
    (port) => assert.rejects(get(port, { timeoutMs: 50 }), /no whole response within 50 ms/),
  );
  const server = createTcpServer((socket) => socket.resume().end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await assert.rejects(get((server.address() as AddressInfo).port), /without a response/);
  server.close();
  await once(server, 'close');
});

test('what is not HTTP and what is no chunk is refused', () => {
  assert.throws(() => parseHead('SSH-2.0-x\r\n'), /no HTTP response/);
  assert.throws(() => joinChunks(Buffer.from('zz\r\n')), /chunk/);
  assert.throws(() => joinChunks(Buffer.from('5')), /chunk/);
});
