import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classify, isHungUp, type Phase } from '../../../src/main/kube/transport-errors.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';

function withCode(code: string): Error {
  return Object.assign(new Error(`native ${code}`), { code });
}

test('each failure of Node and undici becomes the code and the sentence for it', () => {
  const table: readonly [string, Phase, string, RegExp][] = [
    ['ECONNREFUSED', 'connect', 'KSE_API_UNREACHABLE', /^https:\/\/k refused the connection$/],
    ['ENOTFOUND', 'connect', 'KSE_API_UNREACHABLE', /name that does not resolve/],
    ['EAI_AGAIN', 'connect', 'KSE_API_UNREACHABLE', /cannot be resolved now/],
    ['EHOSTUNREACH', 'connect', 'KSE_API_UNREACHABLE', /no route/],
    ['ENETUNREACH', 'connect', 'KSE_API_UNREACHABLE', /no route/],
    ['ETIMEDOUT', 'connect', 'KSE_API_UNREACHABLE', /did not answer at that address/],
    ['ECONNRESET', 'connect', 'KSE_API_UNREACHABLE', /hung up without an answer/],
    ['EPERM', 'connect', 'KSE_API_UNREACHABLE', /may not be connected to/],
    ['EMFILE', 'connect', 'KSE_API_UNREACHABLE', /too many open files/],
    ['ESOMETHING', 'connect', 'KSE_API_UNREACHABLE', /could not be asked/],
    ['CERT_HAS_EXPIRED', 'handshake', 'KSE_API_TLS', /has expired/],
    ['CERT_NOT_YET_VALID', 'handshake', 'KSE_API_TLS', /not valid yet/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'handshake', 'KSE_API_TLS', /for another name/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'handshake', 'KSE_API_TLS', /self-signed/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'handshake', 'KSE_API_TLS', /self-signed/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'handshake', 'KSE_API_TLS', /unknown CA/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'handshake', 'KSE_API_TLS', /unknown CA/],
    ['CERT_SIGNATURE_FAILURE', 'handshake', 'KSE_API_TLS', /its CA did not sign/],
    ['CERT_REVOKED', 'handshake', 'KSE_API_TLS', /not acceptable/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'handshake', 'KSE_API_TLS', /does not speak TLS/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'handshake', 'KSE_API_TLS', /did not agree on TLS/],
    [
      'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'exchange',
      'KSE_API_TLS',
      /refused our client certificate/,
    ],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'exchange', 'KSE_API_TLS', /refused our client certificate/],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'exchange', 'KSE_API_TLS', /refused our client certificate/],
    ['EPROTO', 'handshake', 'KSE_API_TLS', /did not agree on TLS/],
    ['ECONNRESET', 'handshake', 'KSE_API_TLS', /hung up during the TLS handshake/],
    ['ESOMETHING', 'handshake', 'KSE_API_TLS', /could not be asked/],
    ['HPE_INVALID_CONSTANT', 'exchange', 'KSE_API_PROTOCOL', /not answer in proper HTTP/],
    ['UND_ERR_HEADERS_OVERFLOW', 'exchange', 'KSE_API_PROTOCOL', /not answer in proper HTTP/],
    ['UND_ERR_INVALID_ARG', 'exchange', 'KSE_API_PROTOCOL', /cannot be asked this/],
    ['UND_ERR_SOCKET', 'exchange', 'KSE_API_UNREACHABLE', /hung up without an answer/],
    ['ECONNRESET', 'exchange', 'KSE_API_UNREACHABLE', /hung up without an answer/],
    ['UND_ERR_SOCKET', 'body', 'KSE_API_INTERRUPTED', /in the middle of an answer/],
    ['ECONNRESET', 'body', 'KSE_API_INTERRUPTED', /in the middle of an answer/],
    ['ESOMETHING', 'body', 'KSE_API_INTERRUPTED', /in the middle of an answer/],
    ['HPE_INVALID_CHUNK_SIZE', 'body', 'KSE_API_PROTOCOL', /not answer in proper HTTP/],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'body', 'KSE_API_INTERRUPTED', /in the middle of an answer/],
  ];
  for (const [native, phase, code, message] of table) {
    const cause = withCode(native);
    const error = classify(cause, phase, 'https://k');
    assert.equal(error.code, code, `${native} in ${phase}`);
    assert.match(error.message, message);
    assert.equal(error.cause, cause);
  }
});

test('the code is found on a cause, and errors without any are still classified', () => {
  const wrapped = new Error('outer', { cause: withCode('ECONNREFUSED') });
  assert.match(classify(wrapped, 'connect', 'https://k').message, /refused/);
  assert.equal(classify('a string', 'exchange', 'https://k').code, 'KSE_API_UNREACHABLE');
  const loop = new Error('loop');
  assert.equal(classify(loop, 'body', 'https://k').code, 'KSE_API_INTERRUPTED');
});

test('an error that has a code of ours passes as it is', () => {
  const ours = new CodedError('KSE_API_PROXY', 'no');
  assert.equal(classify(ours, 'exchange', 'https://k'), ours);
});

test('a connection that was kept too long is told from other failures', () => {
  for (const code of ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']) assert.ok(isHungUp(withCode(code)), code);
  for (const code of ['ECONNREFUSED', 'HPE_INVALID_CONSTANT', 'CERT_HAS_EXPIRED'])
    assert.ok(!isHungUp(withCode(code)), code);
});
