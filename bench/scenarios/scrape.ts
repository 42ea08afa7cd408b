import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../harness/bench.ts';
import type { BodyFloorOptions } from '../harness/children/body-floor.ts';
import type { Child } from '../harness/children.ts';
import { get } from '../harness/client.ts';
import { joinChunks } from '../harness/http-head.ts';
import { LineProtocol } from '../harness/line-protocol.ts';
import { moduleFile } from '../harness/modules.ts';
import { sampleOf } from '../harness/proc.ts';
import { median } from '../harness/statistics.ts';
import { pause } from '../harness/wait.ts';
import { type Scenario, type Scene, settleMs, startSubject } from './scenario.ts';

/** A server that a round of scrapes goes to. */
interface Target {
  readonly pid: number;
  readonly port: number;
}

/** Rounds of each kind, the server and its floor taking turns, so that a slow moment hits both. */
const ROUNDS = { gzip: 12, plain: 4 } as const;
/** Scrapes of a round: CPU time comes in steps of 10 ms, so that there must be some of them. */
const SCRAPES = { gzip: 8, plain: 1 } as const;
const SCRAPERS = [1, 8] as const;

/** The same scrape from a bare server, in the same minute. */
export const scrape: Scenario = {
  name: 'scrape',
  about:
    'One and eight scrapers at a time, gzip and plain, next to a bare node:http server that sends one prebuilt buffer of the same bytes (for plain: inflates it).',
  async run(scene) {
    const { bench, record, progress } = scene;
    progress.step('fills the simulated cluster');
    const cluster = await bench.cluster();
    const subject = await startSubject(scene, cluster);
    const floors: Child[] = [];
    try {
      await pause(settleMs(scene));
      const timeline = record.timeline('scrapes and their floors in turn', subject.pid);
      const whole = await get(subject.port, { collect: true });
      const file = join(bench.folder, 'body.gz');
      writeFileSync(file, whole.chunked ? joinChunks(whole.body) : whole.body);
      for (const encoding of ['gzip', 'plain'] as const) {
        progress.step(`scrapes, ${encoding}`);
        const [child, floor] = await startFloor(bench, { file, inflate: encoding === 'plain' });
        floors.push(child);
        for (const scrapers of SCRAPERS) {
          timeline.phase(`${encoding}, ${scrapers} at a time`);
          await compare(scene, encoding, scrapers, subject, floor, (ms) => timeline.scraped(ms));
        }
        await child.stop();
      }
      record.figure('peak RSS', subject.sample().peakRss, 'bytes');
    } finally {
      await Promise.all([subject.stop(), ...floors.map((floor) => floor.stop())]);
    }
  },
};

async function startFloor(bench: Bench, options: BodyFloorOptions): Promise<[Child, Target]> {
  const child = await bench.children.node(moduleFile('bench/harness/children/body-floor'), [
    JSON.stringify(options),
  ]);
  const { port } = (await new LineProtocol(child).read('the bare server', 60_000)) as { port: number };
  return [child, { pid: child.pid, port }];
}

async function compare(
  { record }: Scene,
  encoding: 'gzip' | 'plain',
  scrapers: number,
  subject: Target,
  floor: Target,
  scraped: (ms: number) => void,
): Promise<void> {
  const rounds = Math.max(2, Math.ceil(ROUNDS[encoding] / scrapers));
  const name = `${encoding}, ${scrapers} ${scrapers === 1 ? 'scraper' : 'scrapers'}`;
  const ours: Round[] = [];
  const bare: Round[] = [];
  for (let i = 0; i <= rounds; i++) {
    const first = await round(subject, encoding, scrapers);
    const second = await round(floor, encoding, scrapers);
    // The first ones compile code and grow buffers, on both sides.
    if (i === 0) continue;
    ours.push(first);
    bare.push(second);
    for (const ms of first.walls) scraped(ms);
  }
  const [wall, bareWall] = [ours, bare].map((all) => median(all.flatMap(({ walls }) => walls)));
  const [cpu, bareCpu] = [ours, bare].map(cpuOf);
  const firstByte = median(ours.flatMap(({ firstBytes }) => firstBytes));
  record.figure(`${name}: bytes`, ours[0]?.bytes ?? 0, 'bytes');
  record.figure(`${name}: first byte`, firstByte, 'ms');
  record.figure(`${name}: wall`, wall ?? Number.NaN, 'ms');
  record.figure(`${name}: wall of the floor`, bareWall ?? Number.NaN, 'ms');
  record.figure(`${name}: wall / floor`, (wall ?? Number.NaN) / (bareWall ?? Number.NaN), 'ratio');
  record.figure(`${name}: CPU a scrape`, (cpu ?? Number.NaN) * 1000, 'cpu-ms');
  record.figure(`${name}: CPU of the floor`, (bareCpu ?? Number.NaN) * 1000, 'cpu-ms');
  record.figure(`${name}: CPU / floor`, (cpu ?? Number.NaN) / (bareCpu ?? Number.NaN), 'ratio');
}

interface Round {
  readonly walls: readonly number[];
  readonly firstBytes: readonly number[];
  readonly cpuSeconds: number;
  readonly bytes: number;
}

async function round({ pid, port }: Target, encoding: 'gzip' | 'plain', scrapers: number): Promise<Round> {
  const before = sampleOf(pid).cpuSeconds;
  const each = async () => {
    const replies = [];
    for (let i = 0; i < SCRAPES[encoding]; i++) {
      const reply = await get(port, { gzip: encoding === 'gzip' });
      if (reply.status !== 200 || !reply.complete) throw new Error(`a scrape failed with ${reply.status}`);
      replies.push(reply);
    }
    return replies;
  };
  const replies = (await Promise.all(Array.from({ length: scrapers }, each))).flat();
  return {
    walls: replies.map(({ totalMs }) => totalMs),
    firstBytes: replies.map(({ firstByteMs }) => firstByteMs),
    cpuSeconds: sampleOf(pid).cpuSeconds - before,
    bytes: replies[0]?.bytes ?? 0,
  };
}

/** CPU seconds a scrape, over all rounds. */
function cpuOf(rounds: readonly Round[]): number {
  const scrapes = rounds.reduce((sum, { walls }) => sum + walls.length, 0);
  return rounds.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / scrapes;
}
