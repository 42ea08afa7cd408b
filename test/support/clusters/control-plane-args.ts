/** Where the parts of a control plane find each other and what they are started with. */
export interface ControlPlaneFiles {
  /** Of etcd. */
  readonly dataDir: string;
  /** For what the API server makes itself. */
  readonly certDir: string;
  readonly servingCert: string;
  readonly servingKey: string;
  /** PEM of an RSA private key, which signs service account tokens. */
  readonly serviceAccountKey: string;
  readonly tokens: string;
}

/** As envtest starts it. Nothing of it outlives the test, so nothing has to reach the disk. */
export function etcdArgs(clientUrl: string, dataDir: string): readonly string[] {
  return [
    `--data-dir=${dataDir}`,
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    // It has no peers; any free port will do.
    '--listen-peer-urls=http://localhost:0',
    '--unsafe-no-fsync',
  ];
}

/**
 * As envtest starts it, with users of a token file. ServiceAccount admission would wait for a
 * controller that isn't there.
 */
export function apiServerArgs(etcdUrl: string, port: number, files: ControlPlaneFiles): readonly string[] {
  return [
    `--etcd-servers=${etcdUrl}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${files.certDir}`,
    `--tls-cert-file=${files.servingCert}`,
    `--tls-private-key-file=${files.servingKey}`,
    '--authorization-mode=RBAC',
    `--token-auth-file=${files.tokens}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${files.serviceAccountKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
    '--allow-privileged=true',
  ];
}

export interface TokenUser {
  readonly token: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** The lines of `--token-auth-file`: token, user, uid, and the groups in one quoted column. */
export function tokenFile(users: readonly TokenUser[]): string {
  return users
    .map(({ token, name, groups }) => {
      const columns = [token, name, name];
      if (groups.length > 0) columns.push(`"${groups.join(',')}"`);
      return `${columns.join(',')}\n`;
    })
    .join('');
}
