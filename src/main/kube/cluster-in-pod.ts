import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { CodedError } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { Cluster, Warn } from './cluster.ts';
import { ClusterAccess } from './cluster-access.ts';
import { TlsFiles } from './tls-material.ts';
import { TokenFile } from './token.ts';

/** Where the kubelet mounts a pod's token and the cluster's certificate authority. */
export const SERVICE_ACCOUNT_DIR = '/var/run/secrets/kubernetes.io/serviceaccount';

/** True when the environment says that this process runs in a pod. */
export function runsInPod(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.KUBERNETES_SERVICE_HOST) && Boolean(env.KUBERNETES_SERVICE_PORT);
}

/**
 * The cluster that this pod runs in, by its service account. Needs no kubeconfig library: two
 * files and two variables are all there is. Rejects with `KSE_NO_CLUSTER` when no token is mounted.
 */
export async function clusterOfPod(
  env: NodeJS.ProcessEnv,
  options: { readonly serviceAccountDir?: string | undefined; readonly clock: Clock; readonly warn: Warn },
): Promise<Cluster> {
  const folder = options.serviceAccountDir ?? SERVICE_ACCOUNT_DIR;
  const host = env.KUBERNETES_SERVICE_HOST ?? '';
  const port = env.KUBERNETES_SERVICE_PORT ?? '';
  const caFile = join(folder, 'ca.crt');
  const ca = { name: `service account CA ${caFile}`, from: { file: caFile } };
  const token = new TokenFile(join(folder, 'token'), options.warn);
  const credentials = new ClusterAccess(token, new TlsFiles({ ca }, options.clock, options.warn));
  try {
    await token.current();
  } catch (cause) {
    throw new CodedError('KSE_NO_CLUSTER', 'this pod has no service account token', {
      cause,
      hint: 'Set automountServiceAccountToken: true and a serviceAccountName, or give --kubeconfig.',
    });
  }
  await credentials.access();
  return {
    source: "the pod's service account",
    server: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
    proxyUrl: undefined,
    credentials,
  };
}
