import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { requestText } from './client.ts';
import { pause } from './wait.ts';

/** Ends sockets without a word, and waits until they are gone. */
export async function destroyAll(sockets: Iterable<Socket>): Promise<void> {
  await Promise.all(
    [...sockets].map(async (socket) => {
      if (socket.closed) return;
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    }),
  );
}

/** Resolves when the socket was closed from the other side, or is connected. Never rejects. */
function settled(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve());
    socket.once('close', () => resolve());
  });
}

function client(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  // Being cut is what these clients are for.
  socket.on('error', () => undefined);
  return socket;
}

/** Scrapers that read so many bytes and then no more. */
export async function stall(
  port: number,
  connections: number,
  gzip: boolean,
  bytes: number,
): Promise<Socket[]> {
  const sockets = Array.from({ length: connections }, () => {
    const socket = client(port);
    let read = 0;
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read >= bytes) socket.pause();
    });
    socket.write(requestText('/metrics', gzip));
    return socket;
  });
  await Promise.all(sockets.map(settled));
  return sockets;
}

/** Scrapes that are reset at some point of the body; `random` gives 0 to 1. Resolves when all are done. */
export async function abandon(
  port: number,
  scrapes: number,
  bodyBytes: number,
  atOnce: number,
  random: () => number,
): Promise<void> {
  let left = scrapes;
  const one = () =>
    new Promise<void>((resolve) => {
      // As many at 1 KB to 10 KB as at 1 MB to 10 MB: the interesting points are at the beginning too.
      const until = bodyBytes ** random();
      const socket = client(port);
      let read = 0;
      socket.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read >= until) socket.resetAndDestroy();
      });
      socket.on('close', () => resolve());
      socket.write(requestText('/metrics', true));
    });
  const worker = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Clients that send a byte of their headers each second. `stop` ends them. */
export async function drip(
  port: number,
  connections: number,
): Promise<{ stop(): Promise<void>; open(): number }> {
  const sockets = Array.from({ length: connections }, () => client(port));
  await Promise.all(sockets.map(settled));
  let stopping = false;
  const text = requestText('/metrics', true);
  const dripping = (async () => {
    for (let i = 0; i < text.length && !stopping; i++) {
      for (const socket of sockets) if (socket.writable) socket.write(text.charAt(i));
      for (let waited = 0; waited < 10 && !stopping; waited++) await pause(100);
    }
  })();
  return {
    open: () => sockets.filter((socket) => !socket.closed).length,
    async stop() {
      stopping = true;
      await dripping;
      await destroyAll(sockets);
    },
  };
}
