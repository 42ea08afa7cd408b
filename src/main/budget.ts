import { availableParallelism, totalmem } from 'node:os';

/** What the machine or the container gives to this process. */
export interface Machine {
  /** CPUs that may be used at the same time, the cgroup's quota included. */
  readonly cpus: number;
  /** Memory limit of the cgroup, or all memory there is, bytes. */
  readonly memoryBytes: number;
}

/** What it is divided into. */
export interface Budget {
  readonly workers: number;
  /** V8's old generation of one worker, MiB. */
  readonly workerHeapMiB: number;
}

const MIB = 1024 * 1024;

/**
 * Main frames bytes for several workers: its 2 us an object stand against 40 us of a worker's. More
 * than four leave main the bottleneck and each cost 10 MiB at rest.
 */
const MOST_WORKERS = 4;

/** A worker's heap holds indexes and garbage, not pages: 100,000 pods need about 100 MiB. */
const LEAST_HEAP_MIB = 64;
const MOST_HEAP_MIB = 2048;

/** Of the memory, the share for all workers' heaps. Pages, which lie outside of heaps, and main have the rest. */
const HEAP_SHARE = 0.4;

/** The machine as this process sees it. */
export function thisMachine(): Machine {
  // 0 without a limit, and a number beyond all memory where the cgroup says "max".
  const limit = process.constrainedMemory();
  const memoryBytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return { cpus: availableParallelism(), memoryBytes };
}

/** Divides the machine; `workers` 0 leaves their number to us. */
export function budgetOf(machine: Machine, workers: number): Budget {
  const threads = workers > 0 ? workers : Math.max(1, Math.min(MOST_WORKERS, Math.floor(machine.cpus)));
  const heap = Math.floor((machine.memoryBytes * HEAP_SHARE) / MIB / threads);
  return { workers: threads, workerHeapMiB: Math.max(LEAST_HEAP_MIB, Math.min(MOST_HEAP_MIB, heap)) };
}
