import type { TestContext } from 'node:test';
import type { TestCluster } from '../cluster.ts';
import { eventually } from '../deadline.ts';
import { ignoreNotFound, KubeClient } from '../kube-client.ts';
import { ownNamespace } from './namespace.ts';

/**
 * The cluster that `KUBECONFIG` leads to. It belongs to somebody: nothing is touched outside of a
 * namespace that is made here, and deleted with all that is in it when the test is over.
 */
export async function existingCluster(test: TestContext, env: NodeJS.ProcessEnv): Promise<TestCluster> {
  const client = await KubeClient.of(env);
  const namespace = await ownNamespace(client);
  test.after(async () => {
    await client.delete('namespaces', { name: namespace }).catch(ignoreNotFound);
    client.close();
  });
  const defaultAccount = { namespace, name: 'default' };
  await eventually(
    () => client.find('serviceaccounts', defaultAccount),
    'the namespace has the service account that pods need',
  );
  return {
    kind: 'existing',
    env: { KUBECONFIG: env.KUBECONFIG ?? '' },
    client,
    namespace,
    finalize: async () => {},
    withoutRightTo: undefined,
    simulator: undefined,
  };
}
