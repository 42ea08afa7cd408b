import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as questions from '../../../src/main/kube/api-error.ts';
import { ApiError, retryAfterHeader, retryAfterOf } from '../../../src/main/kube/api-error.ts';
import {
  type Status,
  statusFromBody,
  statusFromJson,
  statusFromProtobuf,
} from '../../../src/main/kube/status.ts';
import { CodedError } from '../../../src/protocol/coded-error.ts';
import { envelope, field, intField } from './frames/protobuf.ts';

const status = (code: number, more: Partial<Status> = {}): ApiError =>
  new ApiError('list pods', { code, reason: '', message: '', causes: [], retryAfterSeconds: 0, ...more });

const tooLarge = [{ reason: 'ResourceVersionTooLarge', message: '', field: '' }];

const errors: Readonly<Record<string, unknown>> = {
  '400': status(400),
  '401': status(401),
  '403': status(403),
  '404': status(404),
  '405': status(405),
  '406': status(406),
  '410': status(410),
  'Expired without a code': status(0, { reason: 'Expired' }),
  'Gone without a code': status(0, { reason: 'Gone' }),
  '415': status(415),
  '422': status(422),
  '429': status(429),
  '500': status(500),
  '501': status(501),
  '503': status(503),
  '504': status(504),
  '504 too large': status(504, { causes: tooLarge }),
  '504 too large, said in words': status(504, {
    message: 'Timeout: Too large resource version: 9, current: 1',
  }),
  '400 with the cause of too large': status(400, { causes: tooLarge }),
  unreachable: new CodedError('KSE_API_UNREACHABLE', ''),
  tls: new CodedError('KSE_API_TLS', ''),
  credentials: new CodedError('KSE_API_CREDENTIALS', ''),
  timeout: new CodedError('KSE_API_TIMEOUT', ''),
  proxy: new CodedError('KSE_API_PROXY', ''),
  plugin: new CodedError('KSE_EXEC_PLUGIN', ''),
  interrupted: new CodedError('KSE_API_INTERRUPTED', ''),
  'not ours': new Error('x'),
  nothing: undefined,
};

const table: Readonly<Record<string, readonly string[]>> = {
  isExpired: ['410', 'Expired without a code', 'Gone without a code'],
  isTooLargeResourceVersion: ['504 too large', '504 too large, said in words'],
  isUnauthorized: ['401'],
  isForbidden: ['403'],
  isNotFound: ['404'],
  isNotAcceptable: ['406', '415'],
  isInvalidRequest: ['400', '405', '422', '501', '400 with the cause of too large'],
  isTooManyRequests: ['429'],
  isServerError: ['500', '501', '503', '504', '504 too large', '504 too large, said in words'],
  isUnanswered: ['unreachable', 'tls', 'credentials', 'timeout', 'proxy', 'plugin'],
  isRetriable: ['429', 'unreachable', 'tls', 'credentials', 'timeout', 'proxy', 'plugin'],
  isRefused: ['401', '403', '404', '406', '415'],
};

for (const [question, yes] of Object.entries(table)) {
  test(`${question} says yes to just: ${yes.join(', ')}`, () => {
    const [, ask] = Object.entries(questions).find(([name]) => name === question) as [
      string,
      (error: unknown) => boolean,
    ];
    const said = Object.keys(errors).filter((name) => ask(errors[name]));
    assert.deepEqual(said.sort(), [...yes].sort());
  });
}

test('every question has its table', () => {
  const asked = Object.keys(questions).filter((name) => name.startsWith('is'));
  assert.deepEqual(asked.sort(), Object.keys(table).sort());
});

test('the longer of header and details is how long to wait', () => {
  const error = (header: number, details: number): ApiError =>
    new ApiError('list', { ...status(429).status, retryAfterSeconds: details }, { retryAfterMs: header });
  assert.equal(retryAfterOf(error(1000, 0)), 1000);
  assert.equal(retryAfterOf(error(0, 3)), 3000);
  assert.equal(retryAfterOf(error(5000, 3)), 5000);
  assert.equal(retryAfterOf(new Error('x')), 0);
});

test('Retry-After is read in seconds and as a date, and anything else is no wait', () => {
  const now = Date.UTC(2026, 0, 1);
  const cases: readonly (readonly [string | undefined, number])[] = [
    [undefined, 0],
    ['', 0],
    ['7', 7000],
    [' 7 ', 7000],
    ['-7', 0],
    ['1.5', 0],
    ['soon', 0],
    ['Thu, 01 Jan 2026 00:00:09 GMT', 9000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ];
  for (const [value, ms] of cases) assert.equal(retryAfterHeader(value, now), ms, String(value));
});

test('the message says what was asked, the code, the reason and the message, and a refusal has a hint', () => {
  const error = status(403, { reason: 'Forbidden', message: 'no' });
  assert.equal(error.message, 'list pods: 403 Forbidden: no');
  assert.match(error.hint ?? '', /grant/);
  assert.equal(error.code, 'KSE_API_STATUS');
  assert.equal(status(500).message, 'list pods: 500');
});

test('a Status is read alike from JSON and protobuf', () => {
  const expected: Status = {
    code: 504,
    reason: 'Timeout',
    message: 'Too large',
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'm', field: 'f' }],
    retryAfterSeconds: 2,
  };
  const json = {
    kind: 'Status',
    code: 504,
    reason: 'Timeout',
    message: 'Too large',
    details: {
      retryAfterSeconds: 2,
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'm', field: 'f' }],
    },
  };
  const cause = Buffer.concat([field(1, 'ResourceVersionTooLarge'), field(2, 'm'), field(3, 'f')]);
  const details = Buffer.concat([field(1, ''), field(4, cause), intField(5, 2)]);
  const proto = Buffer.concat([
    field(1, ''),
    field(2, 'Failure'),
    field(3, 'Too large'),
    field(4, 'Timeout'),
    field(5, details),
    intField(6, 504),
  ]);
  assert.deepEqual(statusFromJson(JSON.stringify(json)), expected);
  assert.deepEqual(statusFromProtobuf(proto, 0, proto.length), expected);
  assert.deepEqual(
    statusFromBody(504, 'application/vnd.kubernetes.protobuf', envelope(proto, 'Status')),
    expected,
  );
});

test('a body that is no Status becomes one that quotes its start', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['text/plain', '404 page not found\n', '404 page not found'],
    ['application/json', '', ''],
    ['application/json', '{"kind":', '{"kind":'],
    ['application/vnd.kubernetes.protobuf', 'k8s\0\x12\xff', 'k8s\0\x12\xc3\xbf'],
    ['text/html', `<html>${'x'.repeat(500)}`, `<html>${'x'.repeat(194)}`],
  ];
  for (const [type, body, message] of cases) {
    const read = statusFromBody(404, type, Buffer.from(body));
    assert.equal(read.code, 404);
    assert.equal(Buffer.from(read.message).toString('latin1'), message);
  }
});

test('odd fields of a Status are as if they were absent', () => {
  for (const text of [
    '{"code":"410","reason":7,"message":null,"details":[]}',
    '{"details":{"causes":{},"retryAfterSeconds":-1}}',
  ]) {
    assert.deepEqual(statusFromJson(text), {
      code: 0,
      reason: '',
      message: '',
      causes: [],
      retryAfterSeconds: 0,
    });
  }
});
