/** The benchmarks: `npm run bench -- [scenario ...]`. See `USAGE` for all options. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Bench } from './harness/bench.ts';
import { check } from './harness/bounds.ts';
import type { Finding } from './harness/figures.ts';
import { describeMachine } from './harness/machine.ts';
import { type BenchOptions, parseOptions, USAGE, UsageError } from './harness/options.ts';
import { Progress } from './harness/progress.ts';
import { Recorder } from './harness/recorder.ts';
import { type Result, readResult, stringifyResult } from './harness/result.ts';
import { writeDocs } from './report/docs.ts';
import { htmlReport } from './report/html.ts';
import { scenarioTable, verdictLine } from './report/terminal.ts';
import { scenarios } from './scenarios/index.ts';

/** By convention of shells: 128 and the signal's number. */
const EXIT_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(
    args,
    scenarios.map(({ name }) => name),
  );
  const result = options.from === undefined ? await measure(options) : readResult(options.from);
  const verdicts = check(result.findings);
  if (options.from !== undefined) {
    for (const name of new Set(result.findings.map(({ scenario }) => scenario)))
      console.log(scenarioTable(result, name, verdicts));
  }
  console.log(verdictLine(verdicts));
  if (options.json !== undefined) writeFileSync(options.json, stringifyResult(result));
  if (options.html !== undefined) writeFileSync(options.html, htmlReport(result, verdicts, scenarios));
  if (options.docs) console.log(`written: ${writeDocs(result, verdicts, scenarios).join(', ')}`);
  const failed = result.findings.some(({ error }) => error !== undefined);
  return failed || (options.check && verdicts.some(({ holds }) => !holds)) ? 1 : 0;
}

/** Runs the scenarios one after the other, each on our exporter and then on the peer. */
async function measure(options: BenchOptions): Promise<Result> {
  const bench = new Bench(options);
  const leave = (signal: keyof typeof EXIT_SIGNAL) => () => {
    bench.kill();
    process.exit(EXIT_SIGNAL[signal]);
  };
  process.once('SIGINT', leave('SIGINT'));
  process.once('SIGTERM', leave('SIGTERM'));
  // Whatever ends this process, none of its children stays.
  process.once('exit', () => bench.kill());

  const progress = new Progress(process.stderr);
  const findings: Finding[] = [];
  const base = {
    version: 1 as const,
    date: new Date().toISOString(),
    machine: describeMachine(),
    pods: options.pods,
    nodes: options.nodes,
    seconds: options.seconds,
    tls: bench.tls !== undefined,
    ...(options.peer !== undefined && { peer: basename(options.peer.path) }),
  };
  const chosen = options.scenarios.flatMap((name) => scenarios.filter((scenario) => scenario.name === name));
  const kinds = options.peer === undefined ? (['exporter'] as const) : (['exporter', 'peer'] as const);
  try {
    for (const [i, scenario] of chosen.entries()) {
      for (const kind of kinds) {
        progress.begin(`${i + 1}/${chosen.length} ${scenario.name} (${kind})`);
        const record = new Recorder(scenario.name, kind);
        try {
          await scenario.run({ bench, kind, record, progress });
          findings.push(record.finish());
        } catch (error) {
          findings.push(record.finish(error));
        }
      }
      progress.clear();
      const result = { ...base, findings };
      console.log(scenarioTable(result, scenario.name, check(findings)));
      // What was found so far survives whatever comes next.
      if (options.json !== undefined) writeFileSync(options.json, stringifyResult(result));
    }
  } finally {
    await bench.close();
  }
  return { ...base, findings };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
