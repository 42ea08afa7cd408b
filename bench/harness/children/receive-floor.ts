/**
 * The least time in which a client can have the initial state: it asks what the exporter asked, all
 * at once, and throws the bytes away.
 */
import type { IncomingMessage } from 'node:http';
import { type ApiServer, open } from './api-client.ts';
import { given, say } from './entry.ts';

export interface ReceiveFloorOptions {
  readonly server: ApiServer;
  readonly requests: readonly { readonly path: string; readonly accept: string }[];
}

export interface ReceiveFloor {
  readonly seconds: number;
  readonly bytes: number;
  readonly cpuSeconds: number;
}

/** What the bookmark behind the initial objects is annotated with. */
const MARK = Buffer.from('k8s.io/initial-events-end');

const { server, requests } = given<ReceiveFloorOptions>();
let bytes = 0;

async function receive({ path, accept }: ReceiveFloorOptions['requests'][number]): Promise<void> {
  const response = await open(server, path, accept);
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  const streaming = path.includes('sendInitialEvents');
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of response as AsyncIterable<Buffer> & IncomingMessage) {
    bytes += chunk.length;
    if (!streaming) continue;
    // The mark may lie across two chunks.
    if (chunk.includes(MARK) || Buffer.concat([tail, chunk.subarray(0, MARK.length)]).includes(MARK)) return;
    tail = chunk.subarray(-MARK.length);
  }
}

const start = performance.now();
await Promise.all(requests.map(receive));
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage();
say({ seconds, bytes, cpuSeconds: (user + system) / 1e6 } satisfies ReceiveFloor);
process.exit(0);
