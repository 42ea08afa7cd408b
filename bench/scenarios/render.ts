import { moduleFile } from '../harness/modules.ts';
import type { Scenario } from './scenario.ts';

/** The micro benchmarks of one thread, each in a process of its own. */
const MODULES = ['bench/render/decode', 'bench/render/render'] as const;
const ROW = /^(.+?)\s{2,}([\d.]+) µs\/pod\s+([\d.]+) of JSON\.parse$/;

export const render: Scenario = {
  name: 'render',
  about: 'Decoding and rendering of pods in one thread, next to JSON.parse of the same pods.',
  async run({ bench, kind, record, progress }) {
    if (kind === 'peer') {
      record.note('measures functions of the exporter, which the peer does not have');
      return;
    }
    for (const module of MODULES) {
      const name = module.slice(module.lastIndexOf('/') + 1);
      progress.step(name);
      const child = await bench.children.node(moduleFile(module), [`${bench.options.pods}`]);
      let output = '';
      child.process.stdout?.on('data', (bytes: Buffer) => {
        output += bytes.toString('utf8');
      });
      await child.exited;
      if (child.process.exitCode !== 0) throw new Error(`${name}: ${child.stderr}`);
      for (const line of output.split('\n')) {
        const [, what = '', time = '', ratio = ''] = ROW.exec(line) ?? [];
        if (what === '') {
          if (line !== '') record.note(`${name}: ${line}`);
          continue;
        }
        record.figure(`${name}: ${what}`, Number(time), 'us');
        record.figure(`${name}: ${what} / JSON.parse`, Number(ratio), 'ratio');
      }
    }
  },
};
