import { resources } from '../workers/families/index.ts';
import { systemClock } from './clock.ts';
import { exitCodeOf, explain } from './errors.ts';
import { loadOptions } from './options/load.ts';
import type { Options } from './options/table.ts';
import { usage } from './options/usage.ts';
import { createLog, logLevelOf } from './telemetry/log.ts';
import { VERSION } from './version.ts';

/** Of the process, what a run needs; tests give their own. */
export interface RunContext {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): never;
}

/** By convention of shells: 128 and the signal's number. */
const EXIT_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

/** Runs the command line to its end, and gives the exit status. */
export async function run(args: readonly string[], context: RunContext): Promise<number> {
  try {
    if (args[0] === 'render') {
      const { render } = await import('./render/render.ts');
      return await render(args.slice(1), context);
    }
    const words = args[0] === 'version' ? ['--version'] : args[0] === 'help' ? ['--help'] : args;
    const command = loadOptions(words, resources);
    if (command.kind === 'help') {
      context.stdout.write(usage());
      return 0;
    }
    if (command.kind === 'version') {
      context.stdout.write(
        `kube-state-exporter, version ${VERSION} (node ${process.version}, ${process.platform}/${process.arch})\n`,
      );
      return 0;
    }
    return await serve(command.options, command.warnings, context);
  } catch (error) {
    context.stderr.write(`kube-state-exporter: ${explain(error)}\n`);
    return exitCodeOf(error);
  }
}

/** Exports until a signal comes. */
async function serve(options: Options, warnings: readonly string[], context: RunContext): Promise<number> {
  const log = createLog({ level: logLevelOf(options), format: options.logFormat });
  for (const warning of warnings) log.warn(warning);
  const clock = systemClock;
  // Loaded here so that help, version and render don't pay for them.
  const [{ loadCluster }, { createTransport }, { createSelfMetrics }, { Exporter }] = await Promise.all([
    import('./kube/credentials.ts'),
    import('./kube/transport.ts'),
    import('./telemetry/registry.ts'),
    import('./exporter.ts'),
  ]);
  const { kubeconfig, apiserver } = options;
  const cluster = await loadCluster(
    { kubeconfig, apiserver, clock, warn: (message) => log.warn(message) },
    context.env,
  );
  const transport = createTransport({ cluster, clock, version: VERSION, env: context.env });
  const selfMetrics = createSelfMetrics({ nodeMetrics: true });
  const exporter = new Exporter({ options, cluster, transport, clock, log, selfMetrics });

  const signal = Promise.withResolvers<keyof typeof EXIT_SIGNAL>();
  const first = { SIGTERM: () => signal.resolve('SIGTERM'), SIGINT: () => signal.resolve('SIGINT') };
  const again = {
    SIGTERM: () => context.exit(EXIT_SIGNAL.SIGTERM),
    SIGINT: () => context.exit(EXIT_SIGNAL.SIGINT),
  };
  const names = ['SIGTERM', 'SIGINT'] as const;
  for (const name of names) context.on(name, first[name]);
  try {
    // A start may take as long as its workers do; a signal does not wait for it.
    const name = await Promise.race([signal.promise, exporter.start().then(() => signal.promise)]);
    log.info('stopping: running scrapes may finish', { signal: name, graceMs: options.shutdownTimeout });
    for (const second of names) context.on(second, again[second]);
    await exporter.stop(options.shutdownTimeout);
    log.info('stopped');
    return 0;
  } catch (error) {
    await exporter.stop(0);
    throw error;
  } finally {
    for (const name of names) {
      context.off(name, first[name]);
      context.off(name, again[name]);
    }
  }
}
