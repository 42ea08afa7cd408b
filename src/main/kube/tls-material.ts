import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CodedError, describe } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { TlsMaterial, Warn } from './cluster.ts';

/** One PEM, and the words for it in messages: `client-certificate /etc/kube/tls.crt of user "dev"`. */
export interface PemSource {
  readonly name: string;
  /** The PEM itself, or the file to read it from. */
  readonly from: { readonly pem: string } | { readonly file: string };
}

export interface TlsSources {
  readonly ca?: PemSource | undefined;
  readonly cert?: PemSource | undefined;
  readonly key?: PemSource | undefined;
  readonly serverName?: string | undefined;
  readonly insecure?: boolean | undefined;
}

/**
 * TLS material that follows its files. `load()` is called before each request: reading a few
 * kilobytes is nothing beside a request, and needs no watcher that could go deaf. Bytes that have
 * changed are validated before they are used. Once there is something good, it stays in use while
 * the files are missing, half written or out of step (a new certificate with the old key): they
 * are being rotated, and the next `load()` looks again.
 */
export class TlsFiles {
  readonly #sources: TlsSources;
  readonly #clock: Clock;
  readonly #warn: Warn;
  #good: TlsMaterial | undefined;
  #complaint = '';

  constructor(sources: TlsSources, clock: Clock, warn: Warn) {
    this.#sources = sources;
    this.#clock = clock;
    this.#warn = warn;
  }

  /** Rejects with `KSE_TLS_MATERIAL` only while nothing good was ever loaded. */
  async load(): Promise<TlsMaterial> {
    let material: TlsMaterial;
    try {
      material = await this.#read();
    } catch (error) {
      if (this.#good === undefined) throw error;
      this.#complain(`${describe(error)}; going on with what was read before`);
      return this.#good;
    }
    this.#good = material;
    this.#complain(this.#lifetimeProblem(material));
    return material;
  }

  async #read(): Promise<TlsMaterial> {
    const { ca, cert, key, serverName, insecure = false } = this.#sources;
    const [caPem, certPem, keyPem] = await Promise.all([pemOf(ca), pemOf(cert), pemOf(key)]);
    const material = tlsMaterial({ ca: caPem, cert: certPem, key: keyPem, serverName, insecure });
    if (material.fingerprint === this.#good?.fingerprint) return this.#good;
    if (ca !== undefined && caPem !== undefined) checkCertificates(caPem, ca.name);
    if (cert !== undefined && certPem !== undefined && key !== undefined && keyPem !== undefined) {
      checkPair({ pem: certPem, name: cert.name }, { pem: keyPem, name: key.name });
    }
    return material;
  }

  #lifetimeProblem(material: TlsMaterial): string {
    const { cert: source } = this.#sources;
    if (material.cert === undefined || source === undefined) return '';
    return lifetimeProblem(material.cert, source.name, this.#clock.now());
  }

  /** Says each thing once, until it is over. */
  #complain(message: string): void {
    if (message !== '' && message !== this.#complaint) this.#warn(message);
    this.#complaint = message;
  }
}

/** Puts the parts together with their fingerprint. */
export function tlsMaterial(parts: Omit<TlsMaterial, 'fingerprint'>): TlsMaterial {
  const { ca, cert, key, serverName, insecure } = parts;
  const hash = createHash('sha256').update(JSON.stringify([ca, cert, key, serverName, insecure]));
  return { ...parts, fingerprint: hash.digest('base64') };
}

/** Decodes a `…-data` field of a kubeconfig. Throws `KSE_TLS_MATERIAL` when it is not base64. */
export function pemFromBase64(data: string, name: string): string {
  // Buffer.from() skips over what is not base64, and would turn a PEM pasted as it is into noise.
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data)) {
    throw new CodedError('KSE_TLS_MATERIAL', `${name} is not base64`, {
      hint: 'The fields that end in -data hold the whole PEM file in base64: base64 -w0 < file.pem',
    });
  }
  return Buffer.from(data, 'base64').toString('utf8');
}

/** Throws `KSE_TLS_MATERIAL` when certificate and key are unreadable or not of one pair. */
export function checkPair(
  cert: { readonly pem: string; readonly name: string },
  key: { readonly pem: string; readonly name: string },
): void {
  const leaf = checkCertificates(cert.pem, cert.name);
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(key.pem)) {
    throw new CodedError('KSE_TLS_MATERIAL', `${key.name} is encrypted with a passphrase`, {
      hint: 'A kubeconfig cannot hold a passphrase; store the key decrypted, readable by this process only.',
    });
  }
  let matches: boolean;
  try {
    matches = leaf.checkPrivateKey(createPrivateKey(key.pem));
  } catch (cause) {
    throw new CodedError('KSE_TLS_MATERIAL', `${key.name} is not a PEM private key`, { cause });
  }
  if (!matches) {
    throw new CodedError('KSE_TLS_MATERIAL', `${key.name} is not the key of ${cert.name}`);
  }
}

/** A sentence when a client certificate is outside its lifetime at `now` (epoch milliseconds), else ''. */
export function lifetimeProblem(pem: string, name: string, now: number): string {
  const { validFrom, validTo } = new X509Certificate(pem);
  if (now > Date.parse(validTo)) {
    return `${name} expired on ${iso(validTo)}: the API server will refuse it until it is renewed`;
  }
  if (now < Date.parse(validFrom)) {
    return `${name} is not valid before ${iso(validFrom)}: is the clock of this machine right?`;
  }
  return '';
}

function iso(date: string): string {
  return new Date(date).toISOString();
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** All certificates must be readable; gives the first, which is the leaf of a chain. */
function checkCertificates(pem: string, name: string): X509Certificate {
  let first: X509Certificate | undefined;
  for (const [index, block] of (pem.match(PEM_CERTIFICATE) ?? []).entries()) {
    try {
      const certificate = new X509Certificate(block);
      first ??= certificate;
    } catch (cause) {
      const which = `certificate ${index + 1} in ${name}`;
      throw new CodedError('KSE_TLS_MATERIAL', `${which} cannot be read`, { cause });
    }
  }
  if (first === undefined) {
    throw new CodedError('KSE_TLS_MATERIAL', `${name} holds no PEM certificate`);
  }
  return first;
}

/** The PEM itself. Rejects with `KSE_TLS_MATERIAL` when its file cannot be read. */
export async function pemOf(source: PemSource | undefined): Promise<string | undefined> {
  if (source === undefined) return undefined;
  if ('pem' in source.from) return source.from.pem;
  try {
    return await readFile(source.from.file, 'utf8');
  } catch (cause) {
    throw new CodedError('KSE_TLS_MATERIAL', `${source.name} cannot be read`, { cause });
  }
}
