import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Simulator, type SimulatorOptions } from '../../../bench/simulator/server.ts';
import type { TestCluster } from '../cluster.ts';
import { KubeClient } from '../kube-client.ts';
import { ownNamespace } from './namespace.ts';

const ADMIN = 'simulated-admin-token';

/** The simulated API server in this process, on a socket of its own. */
export async function simulatorCluster(
  test: TestContext,
  options: SimulatorOptions = {},
): Promise<TestCluster & { readonly simulator: Simulator }> {
  const folder = mkdtempSync(join(tmpdir(), 'kse-e2e-'));
  const tokens = new Map([[ADMIN, { name: 'admin', groups: ['system:masters'] }], ...(options.tokens ?? [])]);
  const simulator = await new Simulator({ ...options, tokens }).start();
  const { tls } = options;
  const kubeconfig = (token: string): string => {
    const file = join(folder, `${token}.kubeconfig`);
    simulator.writeKubeconfig(file, { token, ...(tls?.ca !== undefined && { ca: tls.ca }) });
    return file;
  };
  const env = { KUBECONFIG: kubeconfig(ADMIN) };
  const client = await KubeClient.of(env);
  test.after(async () => {
    client.close();
    await simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    kind: 'simulator',
    env,
    client,
    namespace: await ownNamespace(client),
    simulator,
    finalize: async () => {},
    withoutRightTo: async (resource) => {
      const token = `all-but-${resource}`;
      simulator.access.addToken(token, { name: token, deny: [{ resource, verbs: ['list', 'watch'] }] });
      return kubeconfig(token);
    },
  };
}
