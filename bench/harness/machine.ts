import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** What the figures depend on. No names of hosts or paths: results are published. */
export interface MachineInfo {
  readonly cpus: number;
  readonly model: string;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  /** Load average of the last minute when the run began: others at work make absolute figures worse. */
  readonly load: number;
}

export function describeMachine(): MachineInfo {
  return {
    cpus: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? 'unknown',
    memoryBytes: totalmem(),
    kernel: `${process.platform} ${/^\d+\.\d+/.exec(release())?.[0] ?? ''}`.trim(),
    node: process.version,
    load: loadavg()[0] ?? 0,
  };
}
