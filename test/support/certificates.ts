import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate with its private key, as PEM and as files. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface LeafOptions {
  /** CN of the subject: for a client certificate, the user. */
  readonly cn: string;
  /** O of the subject: for a client certificate, the groups. */
  readonly groups?: readonly string[];
  /** Names and addresses that a server certificate is good for. */
  readonly hosts?: readonly string[];
  /** Makes one whose last day was yesterday. */
  readonly expired?: boolean;
}

/**
 * A certificate authority in a temporary folder, made with the `openssl` program. P-256 keys take
 * milliseconds, so every test can have its own. `using` removes the folder.
 */
export class Authority {
  readonly folder: string;
  /** PEM of the authority's own certificate. */
  readonly pem: string;
  readonly file: string;
  #issued = 0;

  constructor(name = 'test CA') {
    this.folder = mkdtempSync(join(tmpdir(), 'certificates-'));
    this.file = join(this.folder, 'ca.crt');
    this.#openssl(
      [
        'req',
        '-x509',
        ...NEW_KEY,
        '-keyout',
        'ca.key',
        '-out',
        'ca.crt',
        '-days',
        '30',
        '-subj',
        `/CN=${name}`,
      ],
      ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    );
    this.pem = readFileSync(this.file, 'utf8');
  }

  /** A certificate for a server or a client (both uses are allowed), signed by this authority. */
  issue({ cn, groups = [], hosts = [], expired = false }: LeafOptions): KeyPair {
    const base = `leaf-${this.#issued++}`;
    const subject = [...groups.map((group) => `/O=${group}`), `/CN=${cn}`].join('');
    const names = hosts.map((host) => (/^[\d.]+$|:/.test(host) ? `IP:${host}` : `DNS:${host}`));
    const extensions = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth,clientAuth'];
    if (names.length > 0) extensions.push(`subjectAltName=${names.join(',')}`);
    writeFileSync(join(this.folder, `${base}.ext`), extensions.join('\n'));
    this.#openssl([
      'req',
      '-new',
      ...NEW_KEY,
      '-keyout',
      `${base}.key`,
      '-out',
      `${base}.csr`,
      '-subj',
      subject,
    ]);
    this.#openssl(
      ['x509', '-req', '-in', `${base}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
      ['-out', `${base}.crt`, '-days', expired ? '-1' : '30', '-extfile', `${base}.ext`],
    );
    const certFile = join(this.folder, `${base}.crt`);
    const keyFile = join(this.folder, `${base}.key`);
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certFile, keyFile };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #openssl(...args: readonly (readonly string[])[]): void {
    execFileSync('openssl', args.flat(), { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;
