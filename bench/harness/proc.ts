import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One look at a process from outside. */
export interface ProcessSample {
  /** User and system time of all its threads since it began, seconds; in steps of a tick, 10 ms. */
  readonly cpuSeconds: number;
  /** Resident memory, bytes. */
  readonly rss: number;
  /** The highest resident memory so far, bytes. */
  readonly peakRss: number;
  readonly threads: number;
  readonly fds: number;
  /** Those of the fds that are sockets. */
  readonly sockets: number;
}

/** USER_HZ: the unit of `/proc/<pid>/stat` on every Linux that Node runs on. */
export const TICKS_PER_SECOND = 100;

/**
 * User and system time in seconds from the text of `/proc/<pid>/stat`. The name in parentheses may
 * hold blanks and parentheses itself, so fields count from the last one.
 */
export function cpuOfStat(text: string): number {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // proc(5): utime and stime are fields 14 and 15; the state behind the name is field 3.
  const ticks = Number(fields[11]) + Number(fields[12]);
  if (!Number.isFinite(ticks)) throw new Error(`not the form of /proc/<pid>/stat: ${text.slice(0, 80)}`);
  return ticks / TICKS_PER_SECOND;
}

/** RSS, its peak and the number of threads from the text of `/proc/<pid>/status`. */
export function memoryOfStatus(text: string): Pick<ProcessSample, 'rss' | 'peakRss' | 'threads'> {
  const field = (name: string): number => {
    const match = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text);
    // A process that has ended but was not waited for has no memory lines.
    return match === null ? 0 : Number(match[1]);
  };
  return { rss: field('VmRSS') * 1024, peakRss: field('VmHWM') * 1024, threads: field('Threads') };
}

/** Samples a process; `undefined` when it is gone. */
export function sample(pid: number): ProcessSample | undefined {
  try {
    const folder = `/proc/${pid}`;
    const cpuSeconds = cpuOfStat(readFileSync(`${folder}/stat`, 'latin1'));
    const memory = memoryOfStatus(readFileSync(`${folder}/status`, 'latin1'));
    return { cpuSeconds, ...memory, ...descriptors(folder) };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Like `sample`, for who knows that the process runs. */
export function sampleOf(pid: number): ProcessSample {
  const found = sample(pid);
  if (found === undefined) throw new Error(`process ${pid} is gone`);
  return found;
}

function descriptors(folder: string): Pick<ProcessSample, 'fds' | 'sockets'> {
  const names = readdirSync(`${folder}/fd`);
  let sockets = 0;
  for (const name of names) {
    try {
      if (readlinkSync(`${folder}/fd/${name}`).startsWith('socket:')) sockets++;
    } catch (error) {
      // Closed since the folder was read.
      if (!isGone(error)) throw error;
    }
  }
  return { fds: names.length, sockets };
}

/** CPU seconds by the threads' names, from the scheduler's own counters: who works, not how much in all. */
export function cpuByThread(pid: number): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const tasks = `/proc/${pid}/task`;
  for (const task of readdirSync(tasks)) {
    try {
      const name = readFileSync(`${tasks}/${task}/comm`, 'utf8').trim();
      const nanoseconds = Number(readFileSync(`${tasks}/${task}/schedstat`, 'latin1').split(' ')[0]);
      times.set(name, (times.get(name) ?? 0) + nanoseconds / 1e9);
    } catch (error) {
      // A thread that ended, or a kernel without these counters.
      if (!isGone(error)) throw error;
    }
  }
  return times;
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ESRCH';
}
