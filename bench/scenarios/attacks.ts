import { abandon, destroyAll, drip, stall } from '../harness/attackers.ts';
import type { VanishingOptions } from '../harness/children/vanishing-client.ts';
import { get } from '../harness/client.ts';
import { LineProtocol } from '../harness/line-protocol.ts';
import { moduleFile } from '../harness/modules.ts';
import { median, seeded } from '../harness/statistics.ts';
import { type Attack, hostile } from './hostile.ts';
import type { Scenario } from './scenario.ts';

const STALLED = 200;
const STALLED_AFTER_BYTES = 1024;
const ABANDONED = 2_000;
const ABANDONED_AT_ONCE = 8;
const VANISHED = 100;
const DRIPPING = 200;
const PILED_UP = 500;

function stalling(name: string, gzip: boolean): Attack {
  return {
    name,
    async begin(_scene, subject) {
      const sockets = await stall(subject.port, STALLED, gzip, STALLED_AFTER_BYTES);
      return { end: () => destroyAll(sockets) };
    },
  };
}

const abandoning: Attack = {
  name: 'abandoned',
  async begin({ record }, subject) {
    const { bytes } = await get(subject.port);
    const begun = performance.now();
    await abandon(subject.port, ABANDONED, bytes, ABANDONED_AT_ONCE, seeded(1));
    record.figure('abandoned: all within', (performance.now() - begun) / 1000, 's');
    return { end: async () => undefined };
  },
};

const vanishing: Attack = {
  name: 'half-open',
  async begin({ bench }, subject) {
    const options: VanishingOptions = { port: subject.port, connections: VANISHED };
    const child = await bench.children.node(moduleFile('bench/harness/children/vanishing-client'), [
      JSON.stringify(options),
    ]);
    await new LineProtocol(child).read('the clients that vanish', 60_000);
    child.process.kill('SIGSTOP');
    return {
      async end() {
        child.process.kill('SIGKILL');
        await child.exited;
      },
    };
  },
};

const dripping: Attack = {
  name: 'slowloris',
  async begin({ record, bench }, subject) {
    const drips = await drip(subject.port, DRIPPING);
    return {
      async end() {
        record.figure(`slowloris: still open after ${bench.options.seconds} s`, drips.open(), 'count');
        await drips.stop();
      },
    };
  },
};

const pilingUp: Attack = {
  name: 'pile-up',
  async begin({ record }, subject) {
    const begun = performance.now();
    const replies = await Promise.allSettled(Array.from({ length: PILED_UP }, () => get(subject.port)));
    const answers = replies.flatMap((reply) => (reply.status === 'fulfilled' ? [reply.value] : []));
    const whole = answers.filter(({ status, complete }) => status === 200 && complete);
    const refused = answers.filter(({ status }) => status === 503);
    record.figure('pile-up: all answered within', (performance.now() - begun) / 1000, 's');
    record.figure('pile-up: served', whole.length, 'count');
    record.figure('pile-up: refused with 503', refused.length, 'count');
    record.figure('pile-up: neither', PILED_UP - whole.length - refused.length, 'count');
    record.figure('pile-up: refusal median', median(refused.map(({ totalMs }) => totalMs)), 'ms');
    return { end: async () => undefined };
  },
};

export const attacks: readonly Scenario[] = [
  hostile('stalled', `${STALLED} scrapes that read 1 KB and stop: gzip, then plain.`, [
    stalling('stalled gzip', true),
    stalling('stalled plain', false),
  ]),
  hostile(
    'abandoned',
    `${ABANDONED} scrapes, ${ABANDONED_AT_ONCE} at a time, reset at random points of the body.`,
    [abandoning],
  ),
  hostile('half-open', `${VANISHED} scrapers whose process is paused: sockets stay open, nothing answers.`, [
    vanishing,
  ]),
  hostile('slowloris', `${DRIPPING} clients that send a byte of their headers each second.`, [dripping]),
  hostile('pile-up', `${PILED_UP} scrapers at once.`, [pilingUp]),
];
