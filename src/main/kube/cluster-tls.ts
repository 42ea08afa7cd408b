import { resolve } from 'node:path';
import { CodedError } from '../../protocol/coded-error.ts';
import { isRecord, listOf } from './cluster-kubeconfig.ts';
import { type Entry, textField } from './cluster-user.ts';
import { type PemSource, pemFromBase64, type TlsSources } from './tls-material.ts';

/** Where the TLS material of a kubeconfig context is. Throws `KSE_KUBECONFIG` for what contradicts itself. */
export function tlsSourcesOf(cluster: Entry, user: Entry): TlsSources {
  const ca = pemSource(cluster, 'certificate-authority');
  const cert = pemSource(user, 'client-certificate');
  const key = pemSource(user, 'client-key');
  const insecure = cluster.body['insecure-skip-tls-verify'] === true;
  if (insecure && ca !== undefined) {
    // client-go refuses it too: one of the two is a mistake, and guessing wrong is a hole.
    throw new CodedError(
      'KSE_KUBECONFIG',
      `${cluster.name} has a CA and insecure-skip-tls-verify; remove one`,
    );
  }
  if ((cert === undefined) !== (key === undefined)) {
    const [has, lacks] =
      cert === undefined ? ['client-key', 'client-certificate'] : ['client-certificate', 'client-key'];
    throw new CodedError('KSE_KUBECONFIG', `${user.name} has a ${has} and no ${lacks}`);
  }
  return { ca, cert, key, serverName: textField(cluster, 'tls-server-name'), insecure };
}

/** Inline data goes before the file, as in client-go. */
export function pemSource(entry: Entry, field: string): PemSource | undefined {
  const data = textField(entry, `${field}-data`);
  if (data !== undefined) {
    const name = `${field}-data of ${entry.name}`;
    return { name, from: { pem: pemFromBase64(data, name) } };
  }
  const path = textField(entry, field);
  if (path === undefined) return undefined;
  const file = resolve(entry.folder, path);
  return { name: `${field} ${file} of ${entry.name}`, from: { file } };
}

/** `spec.cluster` of an ExecCredential, for plugins that ask for it. */
export function clusterInfo(cluster: Entry, server: URL, ca: string | undefined): Record<string, unknown> {
  const extension = listOf(cluster.body.extensions).find(
    (item) => isRecord(item) && item.name === 'client.authentication.k8s.io/exec',
  );
  return {
    server: server.href.replace(/\/$/, ''),
    'tls-server-name': textField(cluster, 'tls-server-name'),
    'insecure-skip-tls-verify': cluster.body['insecure-skip-tls-verify'] === true || undefined,
    'certificate-authority-data': ca === undefined ? undefined : Buffer.from(ca, 'utf8').toString('base64'),
    'proxy-url': textField(cluster, 'proxy-url'),
    config: isRecord(extension) ? extension.extension : undefined,
  };
}
