/**
 * What JSON.parse of the exporter's objects costs, in JSON form: of the lists once, or (`watch`) of
 * the events of a stretch of time, which ends with a line of input. Only the parsing is counted.
 */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type ApiServer, open, readAll } from './api-client.ts';
import { given, say } from './entry.ts';

export interface ParseFloorOptions {
  readonly server: ApiServer;
  /** Collections, without a query: `/api/v1/pods`. */
  readonly paths: readonly string[];
  readonly watch: boolean;
}

export interface ParseFloor {
  readonly objects: number;
  readonly bytes: number;
  readonly cpuSeconds: number;
}

/** As client-go pages: a list of a large cluster is longer than a JavaScript string may be. */
const PAGE_LIMIT = 500;

const { server, paths, watch } = given<ParseFloorOptions>();
let objects = 0;
let bytes = 0;
let cpuMicroseconds = 0;

/** Parses with the clock of this process's CPU time running: its collector's threads count too. */
function parse(text: string): unknown {
  const before = process.cpuUsage();
  const value: unknown = JSON.parse(text);
  const { user, system } = process.cpuUsage(before);
  cpuMicroseconds += user + system;
  bytes += text.length;
  return value;
}

interface List {
  readonly metadata: { readonly continue?: string; readonly resourceVersion: string };
  readonly items: readonly unknown[];
}

async function page(path: string, query: string): Promise<List> {
  const response = await open(server, `${path}?${query}`, 'application/json');
  const body = await readAll(response);
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  const text = body.toString('utf8');
  return (watch ? JSON.parse(text) : parse(text)) as List;
}

async function list(path: string): Promise<void> {
  let next: string | undefined = '';
  while (next !== undefined) {
    const from: string = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const { metadata, items } = await page(path, `limit=${PAGE_LIMIT}${from}`);
    objects += items.length;
    next = metadata.continue === '' ? undefined : metadata.continue;
  }
}

async function follow(path: string, received: Buffer[]): Promise<void> {
  const { metadata } = await page(path, 'limit=1');
  const query = `watch=1&resourceVersion=${metadata.resourceVersion}`;
  const response: IncomingMessage = await open(server, `${path}?${query}`, 'application/json');
  response.on('data', (chunk: Buffer) => received.push(chunk));
  // The stretch ends this process, and its watches with it.
  response.on('error', () => undefined);
}

if (watch) {
  const streams = paths.map((): Buffer[] => []);
  await Promise.all(paths.map((path, i) => follow(path, streams[i] ?? [])));
  say({ following: paths.length });
  await once(process.stdin, 'data');
  for (const stream of streams) {
    // The last line may be half of one.
    const lines = Buffer.concat(stream).toString('utf8').split('\n').slice(0, -1);
    for (const line of lines) parse(line);
    objects += lines.length;
  }
} else {
  for (const path of paths) await list(path);
}
say({ objects, bytes, cpuSeconds: cpuMicroseconds / 1e6 } satisfies ParseFloor);
process.exit(0);
