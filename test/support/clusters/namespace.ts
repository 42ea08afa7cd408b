import { randomBytes } from 'node:crypto';
import type { KubeClient } from '../kube-client.ts';

/** Makes a namespace that nobody else has; gives its name. */
export async function ownNamespace(client: KubeClient): Promise<string> {
  const name = `kse-e2e-${randomBytes(5).toString('hex')}`;
  await client.create('namespaces', { metadata: { name } });
  return name;
}
