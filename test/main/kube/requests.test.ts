import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodingOf, listAccept, watchAccept } from '../../../src/main/kube/accept.ts';
import { listPath, streamPath, watchPath } from '../../../src/main/kube/paths.ts';
import type { StreamRequest } from '../../../src/main/kube/stream-request.ts';
import { Encoding } from '../../../src/protocol/op.ts';
import { skipWithoutShared } from '../../support/shared.ts';
import { transcript } from './frames/transcripts.ts';

const pods: StreamRequest = {
  group: '',
  version: 'v1',
  plural: 'pods',
  transfer: 'full',
  contentType: 'auto',
  pageLimit: 500,
};
const deployments: StreamRequest = { ...pods, group: 'apps', plural: 'deployments', namespace: 'a b' };
const first = { resourceVersion: '', limit: 500, continueToken: '' };

test('paths of lists', () => {
  assert.equal(listPath(pods, first), '/api/v1/pods?limit=500');
  assert.equal(listPath(pods, { ...first, limit: 0 }), '/api/v1/pods');
  assert.equal(
    listPath(pods, { ...first, resourceVersion: '0' }),
    '/api/v1/pods?limit=500&resourceVersion=0',
  );
  assert.equal(
    listPath(pods, { ...first, resourceVersion: '77', limit: 0 }),
    '/api/v1/pods?resourceVersion=77&resourceVersionMatch=NotOlderThan',
  );
  assert.equal(
    listPath(pods, { ...first, resourceVersion: '77', continueToken: 'a+b/c=' }),
    '/api/v1/pods?limit=500&continue=a%2Bb%2Fc%3D',
  );
  assert.equal(listPath(deployments, { ...first, limit: 0 }), '/apis/apps/v1/namespaces/a%20b/deployments');
});

test('paths of watches and streaming lists', () => {
  assert.equal(
    watchPath(pods, '5', 400),
    '/api/v1/pods?watch=1&resourceVersion=5&allowWatchBookmarks=true&timeoutSeconds=400',
  );
  assert.equal(
    streamPath(pods, '', 400),
    '/api/v1/pods?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=400',
  );
  assert.match(streamPath(pods, '5', 400), /resourceVersion=5&timeoutSeconds=400$/);
});

test('a field selector and a Table go into every path', () => {
  const request: StreamRequest = {
    ...pods,
    transfer: 'table',
    fieldSelector: 'spec.nodeName=n,status.phase!=Failed',
  };
  for (const path of [listPath(request, first), watchPath(request, '5', 1), streamPath(request, '5', 1)]) {
    assert.match(path, /fieldSelector=spec.nodeName%3Dn%2Cstatus.phase%21%3DFailed&includeObject=Metadata$/);
  }
});

test('what is accepted, by transfer and preference', () => {
  const protobuf = 'application/vnd.kubernetes.protobuf';
  assert.equal(listAccept('full', 'protobuf'), `${protobuf},application/json`);
  assert.equal(listAccept('full', 'json'), 'application/json');
  assert.equal(watchAccept('full', 'protobuf'), `${protobuf};stream=watch`);
  assert.equal(watchAccept('full', 'json'), 'application/json');
  for (const preference of ['protobuf', 'json'] as const) {
    assert.equal(listAccept('table', preference), 'application/json;as=Table;g=meta.k8s.io;v=v1');
    assert.equal(watchAccept('table', preference), 'application/json;as=Table;g=meta.k8s.io;v=v1');
    // Never the whole object where only its metadata is wanted.
    for (const accept of [listAccept('metadata', preference), watchAccept('metadata', preference)]) {
      for (const clause of accept.split(',')) assert.match(clause, /;as=PartialObjectMetadata/);
    }
  }
});

test('the requests are those that were recorded', { skip: skipWithoutShared }, () => {
  const asked = (name: string): (readonly [string, string])[] =>
    transcript(name).map((one) => [one.path, one.accept]);
  const configmaps: StreamRequest = {
    ...pods,
    plural: 'configmaps',
    namespace: 'default',
    transfer: 'metadata',
  };
  const recorded = asked('protobuf-metadata');
  assert.ok(
    recorded.some(
      ([path, accept]) =>
        path === streamPath(configmaps, '', 1) && accept === watchAccept('metadata', 'protobuf'),
    ),
  );
  assert.ok(listAccept('metadata', 'protobuf').startsWith(recorded[0]?.[1] ?? 'none'));
  assert.ok(
    asked('protobuf-lists').some(
      ([path, accept]) =>
        path === listPath(pods, { ...first, limit: 2 }) && accept === listAccept('full', 'protobuf'),
    ),
  );
  const plain: StreamRequest = { ...pods, plural: 'configmaps', namespace: 'transcripts' };
  const [watch] = asked('watch-add-modify-delete');
  assert.deepEqual(watch, [watchPath(plain, '1458', 4), watchAccept('full', 'json')]);
});

test('the encoding of an answer is read from its content type', () => {
  assert.equal(encodingOf('application/json', 'full'), Encoding.json);
  assert.equal(encodingOf('Application/JSON; charset=utf-8', 'metadata'), Encoding.json);
  assert.equal(encodingOf('application/json;stream=watch', 'table'), Encoding.tableRow);
  assert.equal(encodingOf('application/vnd.kubernetes.protobuf;stream=watch', 'full'), Encoding.protobuf);
  for (const [type, transfer] of [
    ['text/html', 'full'],
    [undefined, 'full'],
    ['', 'full'],
    ['application/vnd.kubernetes.protobuf', 'table'],
  ] as const) {
    assert.throws(() => encodingOf(type, transfer), { code: 'KSE_API_CONTENT_TYPE' });
  }
});
