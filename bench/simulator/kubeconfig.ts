/** How a client gets in. Certificates and keys are PEM. */
export interface KubeconfigOptions {
  readonly ca?: string;
  readonly token?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A kubeconfig with one context; JSON, which is YAML. */
export function kubeconfig(server: string, options: KubeconfigOptions): string {
  const { ca, token, clientCertificate, clientKey } = options;
  const cluster = { server, ...(ca !== undefined && { 'certificate-authority-data': base64(ca) }) };
  const user = {
    ...(token !== undefined && { token }),
    ...(clientCertificate !== undefined && { 'client-certificate-data': base64(clientCertificate) }),
    ...(clientKey !== undefined && { 'client-key-data': base64(clientKey) }),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'simulator', cluster }],
    users: [{ name: 'simulator', user }],
    contexts: [{ name: 'simulator', context: { cluster: 'simulator', user: 'simulator' } }],
    'current-context': 'simulator',
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
