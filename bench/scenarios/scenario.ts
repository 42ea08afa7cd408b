import type { Bench } from '../harness/bench.ts';
import type { BenchCluster } from '../harness/cluster.ts';
import type { Progress } from '../harness/progress.ts';
import type { Recorder } from '../harness/recorder.ts';
import { Subject, type SubjectKind } from '../harness/subject.ts';

/** What a scenario works with. */
export interface Scene {
  readonly bench: Bench;
  readonly kind: SubjectKind;
  readonly record: Recorder;
  readonly progress: Progress;
}

export interface Scenario {
  readonly name: string;
  /** One sentence, for the report. */
  readonly about: string;
  run(scene: Scene): Promise<void>;
}

/** Starts the subject on a cluster; whoever calls stops it. */
export async function startSubject(
  { bench, kind, progress }: Scene,
  cluster: BenchCluster,
): Promise<Subject> {
  progress.step('starts the process');
  const { peer, args, nodeArgs } = bench.options;
  return Subject.start(bench.children, kind, cluster, { peer, args, nodeArgs });
}

/** Memory that has come to rest: collectors and the kernel take back what a start needed in a few seconds. */
const SETTLE_MS = 6_000;

/** How long a process rests before it is measured; less when the whole is to be short. */
export function settleMs({ bench }: Scene): number {
  return Math.min(SETTLE_MS, bench.options.seconds * 600);
}
