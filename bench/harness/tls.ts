import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TlsFiles {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * A certificate for the loopback address that signs itself, made with the `openssl` program.
 * `undefined` where there is none: the measurements then go without TLS, and say so.
 */
export function makeTls(folder: string): TlsFiles | undefined {
  const certFile = join(folder, 'server.crt');
  const keyFile = join(folder, 'server.key');
  const extensions = join(folder, 'openssl.cnf');
  writeFileSync(
    extensions,
    [
      '[req]',
      'distinguished_name = name',
      'x509_extensions = server',
      'prompt = no',
      '[name]',
      'CN = simulator',
      '[server]',
      'subjectAltName = IP:127.0.0.1',
      'basicConstraints = critical, CA:TRUE',
    ].join('\n'),
  );
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  const args = ['req', '-x509', '-days', '7', '-config', extensions, ...key, '-out', certFile];
  try {
    execFileSync('openssl', args, { stdio: 'ignore' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { caFile: certFile, certFile, keyFile };
}
