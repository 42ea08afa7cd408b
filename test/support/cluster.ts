import type { TestContext } from 'node:test';
import type { Simulator, SimulatorOptions } from '../../bench/simulator/server.ts';
import { controlPlaneCluster } from './clusters/control-plane.ts';
import { existingCluster } from './clusters/existing.ts';
import { simulatorCluster } from './clusters/simulator.ts';
import type { KubeClient } from './kube-client.ts';

/** A cluster to test against: whatever its kind, objects go in through the API, over HTTP. */
export interface TestCluster {
  readonly kind: ClusterKind;
  /** What leads a process to it: `KUBECONFIG`. */
  readonly env: Readonly<Record<string, string>>;
  readonly client: KubeClient;
  /** A namespace that is the test's own, of a random name. */
  readonly namespace: string;
  /** Ends a namespace that was deleted, as the namespace controller does in a whole cluster. */
  finalize(namespace: string): Promise<void>;
  /** A kubeconfig of a user who may do everything but list and watch `resource`; only where users can be made. */
  readonly withoutRightTo: ((resource: string) => Promise<string>) | undefined;
  /** For faults and taps; tests that need them are for the simulator alone. */
  readonly simulator: Simulator | undefined;
}

export type ClusterKind = 'simulator' | 'control plane' | 'existing';

/**
 * Which cluster the suite runs against: the binaries in `KUBEBUILDER_ASSETS` (`etcd` and
 * `kube-apiserver`, as envtest installs them), else the cluster that `KUBECONFIG` leads to, else
 * the simulator.
 */
export function clusterKind(env: NodeJS.ProcessEnv = process.env): ClusterKind {
  if (env.KUBEBUILDER_ASSETS) return 'control plane';
  return env.KUBECONFIG ? 'existing' : 'simulator';
}

/** For node:test's `skip`: what is not the test's own must not be changed. */
export const skipOnExistingCluster: string | false =
  clusterKind() === 'existing' ? 'changes what belongs to the whole of an existing cluster' : false;

/** Starts, or finds, the cluster; what was made in it is gone when the test is over. */
export function startCluster(test: TestContext): Promise<TestCluster> {
  switch (clusterKind()) {
    case 'control plane':
      return controlPlaneCluster(test, process.env.KUBEBUILDER_ASSETS ?? '');
    case 'existing':
      return existingCluster(test, process.env);
    case 'simulator':
      return simulatorCluster(test);
  }
}

/** A simulated cluster, for tests of what no real one does when asked: faults, a look at the wire. */
export async function startSimulator(
  test: TestContext,
  options: SimulatorOptions = {},
): Promise<TestCluster & { readonly simulator: Simulator }> {
  return simulatorCluster(test, options);
}
