import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('endpointslices');
const metadata = { name: 'web-x1', namespace: 'shop' };
const base = 'endpointslice="web-x1",namespace="shop"';

test('a slice with null lists has its info alone, the name label before the namespace', () => {
  assert.deepEqual(
    renderLines('endpointslices', { metadata, addressType: 'FQDN', endpoints: null, ports: null }),
    [`kube_endpointslice_info{${base},addresstype="FQDN"} 1`],
  );
});

test('the creation time appears when it is set', () => {
  const created = { ...metadata, creationTimestamp: '2017-07-14T02:40:00Z' };
  assert.deepEqual(lines('kube_endpointslice_created', { metadata: created }), [`{${base}} 1.5e+09`]);
  assert.deepEqual(
    lines('kube_endpointslice_created', { metadata: { ...metadata, creationTimestamp: null } }),
    [],
  );
});

test('every address of an endpoint has a sample with all that is known of the endpoint', () => {
  const endpoint = {
    addresses: ['10.0.0.1', '10.0.0.2'],
    conditions: { ready: true, serving: false, terminating: true },
    hostname: 'web-0',
    targetRef: { kind: 'Pod', name: 'web-0', namespace: 'shop' },
    nodeName: 'node-1',
    zone: 'a',
  };
  const labels = `${base},ready="true",serving="false",hostname="web-0",terminating="true",targetref_kind="Pod",targetref_name="web-0",targetref_namespace="shop",endpoint_nodename="node-1",endpoint_zone="a"`;
  assert.deepEqual(lines('kube_endpointslice_endpoints', { metadata, endpoints: [endpoint] }), [
    `{${labels},address="10.0.0.1"} 1`,
    `{${labels},address="10.0.0.2"} 1`,
  ]);
});

test('what is null or absent has an empty label', () => {
  const empty = `{${base},ready="",serving="",hostname="",terminating="",targetref_kind="",targetref_name="",targetref_namespace="",endpoint_nodename="",endpoint_zone="",address="10.0.0.1"} 1`;
  const nulls = {
    addresses: ['10.0.0.1'],
    conditions: { ready: null, serving: null, terminating: null },
    hostname: null,
    targetRef: null,
    nodeName: null,
    zone: null,
    hints: null,
  };
  for (const endpoint of [nulls, { addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.1'], targetRef: {} }]) {
    assert.deepEqual(lines('kube_endpointslice_endpoints', { metadata, endpoints: [endpoint] }), [empty]);
    assert.deepEqual(lines('kube_endpointslice_endpoints_hints', { metadata, endpoints: [endpoint] }), []);
  }
});

test('an endpoint without addresses gives nothing', () => {
  const endpoints = [{ addresses: [], hints: { forZones: [{ name: 'a' }] } }, { addresses: null }, {}];
  assert.deepEqual(lines('kube_endpointslice_endpoints', { metadata, endpoints }), []);
  assert.deepEqual(lines('kube_endpointslice_endpoints_hints', { metadata, endpoints }), []);
});

test('hints name the first address and each zone; hints for nodes are left out', () => {
  const endpoints = [
    {
      addresses: ['10.0.0.1', '10.0.0.2'],
      hints: { forZones: [{ name: 'a' }, { name: 'b' }], forNodes: [{ name: 'node-1' }] },
    },
    { addresses: ['10.0.0.3'], hints: { forNodes: [{ name: 'node-1' }] } },
    { addresses: ['10.0.0.4'], hints: { forZones: [] } },
  ];
  assert.deepEqual(lines('kube_endpointslice_endpoints_hints', { metadata, endpoints }), [
    `{${base},address="10.0.0.1",for_zone="a"} 1`,
    `{${base},address="10.0.0.1",for_zone="b"} 1`,
  ]);
});

test('a port says what it knows, and nothing of what is null', () => {
  const ports = [
    { name: 'http', protocol: 'TCP', port: 80, appProtocol: 'http' },
    { name: '', protocol: 'UDP', port: 0 },
    { name: null, protocol: null, port: null },
  ];
  assert.deepEqual(lines('kube_endpointslice_ports', { metadata, ports }), [
    `{${base},port_name="http",port_protocol="TCP",port_number="80"} 1`,
    `{${base},port_name="",port_protocol="UDP",port_number="0"} 1`,
    `{${base},port_name="",port_protocol="",port_number=""} 1`,
  ]);
});

test('allow-listed labels and annotations follow the base labels', () => {
  const object = { metadata: { ...metadata, labels: { app: 'web' }, annotations: { note: 'n' } } };
  assert.deepEqual(lines('kube_endpointslice_labels', object, { labels: ['*'] }), [
    `{${base},label_app="web"} 1`,
  ]);
  assert.deepEqual(lines('kube_endpointslice_annotations', object, { annotations: ['*'] }), [
    `{${base},annotation_note="n"} 1`,
  ]);
});
