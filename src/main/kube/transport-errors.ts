import { CodedError } from '../../protocol/coded-error.ts';

/** Where an exchange was when it failed; the same errno means other things in other places. */
export type Phase = 'connect' | 'handshake' | 'exchange' | 'body';

interface Rule {
  /** The whole of the error's `code`, or a test of it. */
  readonly when: string | RegExp;
  readonly phases?: readonly Phase[];
  readonly code: `KSE_API_${string}`;
  /** What happened, after the name of the server: `https://10.0.0.1:443 refused the connection`. */
  readonly says: string;
  readonly hint?: string;
}

const TLS_TRUST_HINT =
  'Set certificate-authority in the kubeconfig to the CA that signed it; for one that the system trusts, NODE_OPTIONS=--use-system-ca.';
const CLIENT_CERT_HINT =
  'Check the client certificate of the kubeconfig user: its CA, its dates, and that there is one.';
const NOT_TLS_HINT =
  'Is the address right? An http:// server was asked for https://, or a proxy stands in between.';

/** Read from the top; the first rule that fits speaks. */
const RULES: readonly Rule[] = [
  // The name or the address.
  { when: 'ENOTFOUND', code: 'KSE_API_UNREACHABLE', says: 'has a name that does not resolve' },
  {
    when: 'EAI_AGAIN',
    code: 'KSE_API_UNREACHABLE',
    says: 'has a name that cannot be resolved now',
    hint: 'The DNS server did not answer. It is tried again.',
  },
  {
    when: 'ECONNREFUSED',
    code: 'KSE_API_UNREACHABLE',
    says: 'refused the connection',
    hint: 'Nothing listens there: is the API server up, and the port right? It is tried again.',
  },
  {
    when: /^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/,
    code: 'KSE_API_UNREACHABLE',
    says: 'has no route to it',
  },
  {
    when: /^(EACCES|EPERM)$/,
    phases: ['connect'],
    code: 'KSE_API_UNREACHABLE',
    says: 'may not be connected to',
    hint: 'A firewall or network policy of this host forbids it.',
  },
  {
    when: /^(EMFILE|ENFILE)$/,
    code: 'KSE_API_UNREACHABLE',
    says: 'cannot be connected to: too many open files',
    hint: 'Raise the limit of open files (ulimit -n).',
  },
  {
    when: 'ETIMEDOUT',
    code: 'KSE_API_UNREACHABLE',
    says: 'did not answer at that address',
    hint: 'Packets are dropped on the way: check the address, firewalls and network policies. It is tried again.',
  },

  // The server's certificate.
  {
    when: 'CERT_HAS_EXPIRED',
    code: 'KSE_API_TLS',
    says: 'shows a certificate that has expired',
    hint: 'Renew the certificate of the API server; if it was renewed, check the clock of this machine.',
  },
  {
    when: 'CERT_NOT_YET_VALID',
    code: 'KSE_API_TLS',
    says: 'shows a certificate that is not valid yet',
    hint: 'Check the clocks of this machine and of the API server.',
  },
  {
    when: /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    code: 'KSE_API_TLS',
    says: 'shows a certificate for another name',
    hint: 'Use a name of that certificate as server, or set tls-server-name in the kubeconfig to one.',
  },
  {
    when: /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/,
    code: 'KSE_API_TLS',
    says: 'shows a self-signed certificate that is not trusted',
    hint: TLS_TRUST_HINT,
  },
  {
    when: /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_UNTRUSTED|INVALID_CA)$/,
    code: 'KSE_API_TLS',
    says: 'shows a certificate of an unknown CA',
    hint: TLS_TRUST_HINT,
  },
  {
    when: 'CERT_SIGNATURE_FAILURE',
    code: 'KSE_API_TLS',
    says: 'shows a certificate that its CA did not sign',
    hint: 'The CA was replaced by one of the same name: set certificate-authority to the new one.',
  },
  {
    when: /^(CERT_REVOKED|CERT_REJECTED|INVALID_PURPOSE|CERT_CHAIN_TOO_LONG|PATH_LENGTH_EXCEEDED)$/,
    code: 'KSE_API_TLS',
    says: 'shows a certificate that is not acceptable',
  },

  // The handshake. With TLS 1.3 a server refuses the client's certificate after the client thinks it is done.
  {
    when: /ALERT.*CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_ACCESS_DENIED/,
    code: 'KSE_API_TLS',
    says: 'refused our client certificate',
    hint: CLIENT_CERT_HINT,
  },
  {
    when: /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE)$/,
    code: 'KSE_API_TLS',
    says: 'does not speak TLS',
    hint: NOT_TLS_HINT,
  },
  { when: /^(ERR_SSL_|ERR_TLS_|EPROTO|ERR_OSSL_)/, code: 'KSE_API_TLS', says: 'did not agree on TLS' },
  {
    when: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    phases: ['handshake'],
    code: 'KSE_API_TLS',
    says: 'hung up during the TLS handshake',
    hint: NOT_TLS_HINT,
  },

  // What is not HTTP, and what we may not send.
  {
    when: /^(HPE_|UND_ERR_HEADERS_OVERFLOW)/,
    code: 'KSE_API_PROTOCOL',
    says: 'does not answer in proper HTTP',
    hint: 'Is this the address of an API server? https:// servers asked for http:// answer like this.',
  },
  { when: 'UND_ERR_INVALID_ARG', code: 'KSE_API_PROTOCOL', says: 'cannot be asked this' },
  {
    when: /./,
    phases: ['body'],
    code: 'KSE_API_INTERRUPTED',
    says: 'broke off in the middle of an answer',
    hint: 'The connection was lost, or the API server or a proxy restarted. It is tried again.',
  },
  {
    when: /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    code: 'KSE_API_UNREACHABLE',
    says: 'hung up without an answer',
    hint: 'It may be starting or stopping; a server that refuses our client certificate can look like this too. It is tried again.',
  },
];

/**
 * The error that leaves the transport for what Node or undici reported: a code that says what kind
 * of failure it is, a sentence about `where`, and the original as its cause. Coded errors pass as
 * they are.
 */
export function classify(error: unknown, phase: Phase, where: string): CodedError {
  if (error instanceof CodedError) return error;
  const code = networkCode(error);
  const rule = RULES.find((row) => fits(row, code, phase));
  if (rule === undefined) {
    const kse = phase === 'handshake' ? 'KSE_API_TLS' : 'KSE_API_UNREACHABLE';
    return new CodedError(kse, `${where} could not be asked`, { cause: error });
  }
  const hint = rule.hint === undefined ? {} : { hint: rule.hint };
  return new CodedError(rule.code, `${where} ${rule.says}`, { cause: error, ...hint });
}

/** True for an error of a connection that was kept for reuse and turned out to be gone. */
export function isHungUp(error: unknown): boolean {
  return /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED|UND_ERR_DESTROYED)$/.test(networkCode(error));
}

function fits(rule: Rule, code: string, phase: Phase): boolean {
  if (rule.phases !== undefined && !rule.phases.includes(phase)) return false;
  return typeof rule.when === 'string' ? rule.when === code : rule.when.test(code);
}

/** The code of an error, or of the first cause that has one. Errors without any count as `UNKNOWN`. */
function networkCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    // undici fills in a code for some of llhttp's complaints only.
    if (at.name === 'HTTPParserError') return 'HPE_UNKNOWN';
  }
  return 'UNKNOWN';
}
