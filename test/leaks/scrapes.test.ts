import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { eventually, within } from '../support/deadline.ts';
import { DEADLINE_MS, Exposed } from './exposed.ts';

const skip = globalThis.gc === undefined ? 'needs node --expose-gc' : false;

const SCRAPES = 1_000;
/** Under way at the same time. What the kernel takes for stalled ones is some 100 MB then. */
const AT_ONCE = 20;

type Ending = 'whole' | 'leaves' | 'stalls';

interface Kind {
  readonly name: string;
  readonly head: string;
  /** What its client does: reads to the end, resets in the middle of the body, or stops reading. */
  readonly ending: Ending;
  readonly status: number;
  readonly ready?: boolean;
}

const head = (line: string, ...headers: readonly string[]) =>
  [line, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n');
const GZIP = 'Accept-Encoding: gzip';
const LARGE = 'GET /metrics?resources=large HTTP/1.1';
const SMALL = 'GET /metrics?resources=small HTTP/1.1';

const KINDS: readonly Kind[] = [
  { name: 'whole, gzip', head: head(SMALL, GZIP), ending: 'whole', status: 200 },
  { name: 'whole, plain', head: head(SMALL), ending: 'whole', status: 200 },
  {
    name: 'whole, OpenMetrics',
    head: head(SMALL, GZIP, 'Accept: application/openmetrics-text'),
    ending: 'whole',
    status: 200,
  },
  { name: 'HEAD', head: head('HEAD /metrics HTTP/1.1', GZIP), ending: 'whole', status: 200 },
  { name: 'left by the client, gzip', head: head(LARGE, GZIP), ending: 'leaves', status: 200 },
  { name: 'left by the client, plain', head: head(LARGE), ending: 'leaves', status: 200 },
  { name: 'cut at the deadline, gzip', head: head(LARGE, GZIP), ending: 'stalls', status: 200 },
  { name: 'cut at the deadline, plain', head: head(LARGE), ending: 'stalls', status: 200 },
  { name: 'refused: 400', head: head('GET /metrics?resources=none HTTP/1.1'), ending: 'whole', status: 400 },
  { name: 'too early: 503', head: head(SMALL, GZIP), ending: 'whole', status: 503, ready: false },
];

interface Client {
  readonly socket: Socket;
  /** Resolves to the status when the connection is over. */
  readonly over: Promise<number>;
}

/** One scrape on a connection of its own. */
function scrape(port: number, kind: Kind): Client {
  const { promise, resolve } = Promise.withResolvers<number>();
  const socket = connect({ host: '127.0.0.1', port });
  let status = 0;
  // A reset is how some of these are meant to end.
  socket.on('error', () => {});
  socket.once('close', () => resolve(status));
  socket.on('data', (chunk: Buffer) => {
    if (status === 0) status = Number(chunk.toString('latin1', 9, 12));
    if (kind.ending === 'leaves') socket.resetAndDestroy();
    if (kind.ending === 'stalls') socket.pause();
  });
  socket.write(kind.head);
  return { socket, over: promise };
}

/** What keeps the process busy, and listens to it, by kind. */
function busy(): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (name: string, by = 1) => {
    counts[name] = (counts[name] ?? 0) + by;
  };
  for (const name of process.getActiveResourcesInfo()) count(name);
  for (const name of process.eventNames()) count(`process ${String(name)}`, process.listenerCount(name));
  // The wait for all this to be over is made of these itself.
  delete counts.Timeout;
  delete counts.Immediate;
  return counts;
}

/** Lets time pass until the server has cut everybody, who has got some of the body and takes no more. */
async function cut({ clock, ledger, listener }: Exposed): Promise<void> {
  await eventually(() => ledger.inFlight === AT_ONCE, 'all are being answered');
  await eventually(() => ledger.list().every(({ bytes }) => bytes > 0), 'all have got something');
  clock.advance(2 * DEADLINE_MS);
  await eventually(() => listener.connections === 0, 'all are cut');
}

for (const kind of KINDS) {
  test(`a thousand scrapes leave nothing behind: ${kind.name}`, { skip, timeout: 120_000 }, async (t) => {
    const exposed = new Exposed();
    const { clock, ledger, listener } = exposed;
    const port = await exposed.start(t);
    exposed.publish();
    // One of them loads what is loaded late.
    exposed.ready = kind.ready ?? true;
    const before = busy();
    const held: WeakRef<object>[] = [];

    for (let done = 0; done < SCRAPES; done += AT_ONCE) {
      const running = Array.from({ length: AT_ONCE }, () => {
        held.push(...exposed.publish());
        return scrape(port, kind);
      });
      if (kind.ending === 'stalls') {
        await cut(exposed);
        // What a paused client still has to read would keep it from seeing its end.
        for (const { socket } of running) socket.destroy();
      }
      const statuses = await within(Promise.all(running.map(({ over }) => over)), 'the scrapes’ ends');
      assert.deepEqual([...new Set(statuses)], [kind.status]);
    }

    await eventually(() => ledger.inFlight === 0 && listener.connections === 0, 'no connection is left');
    assert.equal(listener.requests, 0);
    assert.equal(clock.pending, 0, 'no timer is left');
    // The newest snapshot is the publisher's own.
    exposed.publish();
    await eventually(() => {
      globalThis.gc?.();
      return held.every((reference) => reference.deref() === undefined);
    }, 'no snapshot is held any more');
    await eventually(
      () => Object.entries(busy()).every(([name, count]) => count <= (before[name] ?? 0)),
      `nothing is left beyond ${JSON.stringify(before)}`,
    );
  });
}
