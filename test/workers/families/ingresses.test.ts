import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('ingresses');
const metadata = { name: 'web', namespace: 'shop' };
const base = 'namespace="shop",ingress="web"';

test('an ingress without a spec has its info, creation time and resource version', () => {
  const object = {
    metadata: { ...metadata, creationTimestamp: '2017-07-14T02:40:00Z', resourceVersion: '123' },
  };
  assert.deepEqual(renderLines('ingresses', object), [
    `kube_ingress_info{${base},ingressclass="_default"} 1`,
    `kube_ingress_created{${base}} 1.5e+09`,
    `kube_ingress_metadata_resource_version{${base}} 123`,
  ]);
});

const annotated = (value: string) => ({ annotations: { 'kubernetes.io/ingress.class': value } });
const classes: readonly [what: string, metadata: object, spec: object, expected: string][] = [
  ['the annotation alone', annotated('nginx'), {}, 'nginx'],
  ['the annotation over the field', annotated('nginx'), { ingressClassName: 'alb' }, 'nginx'],
  ['an empty annotation over the field', annotated(''), { ingressClassName: 'alb' }, ''],
  ['the field alone', {}, { ingressClassName: 'alb' }, 'alb'],
  ['an empty field', {}, { ingressClassName: '' }, ''],
  ['neither', { annotations: { other: 'x' } }, { ingressClassName: null }, '_default'],
];
for (const [what, extra, spec, expected] of classes) {
  test(`the class label comes from ${what}`, () => {
    assert.deepEqual(lines('kube_ingress_info', { metadata: { ...metadata, ...extra }, spec }), [
      `{${base},ingressclass="${expected}"} 1`,
    ]);
  });
}

/** The lines of `kube_ingress_path` for one rule. */
function paths(http: unknown, host = 'a.example.com'): readonly string[] {
  return lines('kube_ingress_path', { metadata, spec: { rules: [{ host, http }] } });
}

test('a path to a service has the name and number of the port', () => {
  const backend = { service: { name: 'web', port: { number: 8080 } } };
  assert.deepEqual(paths({ paths: [{ path: '/', pathType: 'Prefix', backend }] }), [
    `{${base},host="a.example.com",path="/",path_type="Prefix",service_name="web",service_port="8080"} 1`,
  ]);
});

test('a port given by name is number 0', () => {
  const backend = { service: { name: 'web', port: { name: 'http' } } };
  assert.deepEqual(paths({ paths: [{ path: '/', pathType: 'Exact', backend }] }), [
    `{${base},host="a.example.com",path="/",path_type="Exact",service_name="web",service_port="0"} 1`,
  ]);
});

test('a path to a resource has the labels of the resource', () => {
  const backend = { resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'static' } };
  const bare = { resource: { apiGroup: null, kind: 'Bucket', name: 'bare' } };
  const http = {
    paths: [
      { path: '/s', pathType: 'Prefix', backend },
      { path: '/b', pathType: null, backend: bare },
    ],
  };
  assert.deepEqual(paths(http), [
    `{${base},host="a.example.com",path="/s",path_type="Prefix",resource_api_group="example.com",resource_kind="Bucket",resource_name="static"} 1`,
    `{${base},host="a.example.com",path="/b",path_type="",resource_api_group="",resource_kind="Bucket",resource_name="bare"} 1`,
  ]);
});

test('a service wins over a resource, and a path with neither is left out', () => {
  const both = { service: { name: 'web' }, resource: { kind: 'Bucket', name: 'static' } };
  assert.deepEqual(
    paths({ paths: [{ path: '/', backend: both }, { path: '/none' }, { path: '/x', backend: {} }] }),
    [`{${base},host="a.example.com",path="/",path_type="",service_name="web",service_port="0"} 1`],
  );
});

test('a rule without http, and the default backend, give no path', () => {
  for (const http of [undefined, null, {}, { paths: null }]) assert.deepEqual(paths(http), []);
  const spec = { defaultBackend: { service: { name: 'web', port: { number: 80 } } } };
  assert.deepEqual(lines('kube_ingress_path', { metadata, spec }), []);
});

test('paths go through all rules; a rule for any host has an empty host', () => {
  const rule = (host: string | undefined, name: string) => ({
    host,
    http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 1 } } } }] },
  });
  const spec = { rules: [rule(undefined, 'a'), { host: 'b' }, rule('c', 'd')] };
  assert.deepEqual(lines('kube_ingress_path', { metadata, spec }), [
    `{${base},host="",path="/",path_type="Prefix",service_name="a",service_port="1"} 1`,
    `{${base},host="c",path="/",path_type="Prefix",service_name="d",service_port="1"} 1`,
  ]);
});

test('every TLS host has a sample, also without a secret; an entry without hosts has none', () => {
  const tls = [
    { hosts: ['a', '*.b'], secretName: 'cert' },
    { secretName: 'unused' },
    { hosts: ['c'] },
    { hosts: null, secretName: 'unused' },
  ];
  assert.deepEqual(lines('kube_ingress_tls', { metadata, spec: { tls } }), [
    `{${base},tls_host="a",secret="cert"} 1`,
    `{${base},tls_host="*.b",secret="cert"} 1`,
    `{${base},tls_host="c",secret=""} 1`,
  ]);
});

test('a port number of the wrong type costs its path alone', () => {
  const http = {
    paths: [
      { path: '/bad', backend: { service: { name: 'a', port: { number: '80' } } } },
      { path: '/good', backend: { service: { name: 'b', port: { number: 80 } } } },
    ],
  };
  assert.deepEqual(paths(http), [
    `{${base},host="a.example.com",path="/good",path_type="",service_name="b",service_port="80"} 1`,
  ]);
});

test('a resource version that is no number gives no sample', () => {
  assert.deepEqual(
    lines('kube_ingress_metadata_resource_version', { metadata: { ...metadata, resourceVersion: 'abc' } }),
    [],
  );
});

test('allow-listed labels and annotations are named', () => {
  const object = { metadata: { ...metadata, labels: { app: 'web' }, annotations: { note: 'n' } } };
  assert.deepEqual(lines('kube_ingress_labels', object, { labels: ['*'] }), [`{${base},label_app="web"} 1`]);
  assert.deepEqual(lines('kube_ingress_annotations', object, { annotations: ['*'] }), [
    `{${base},annotation_note="n"} 1`,
  ]);
  assert.deepEqual(lines('kube_ingress_annotations', object), []);
});
