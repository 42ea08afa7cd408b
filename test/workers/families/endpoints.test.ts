import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../../src/workers/families/endpoints.ts';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('endpoints');
const metadata = { name: 'web', namespace: 'shop' };
const base = 'namespace="shop",endpoint="web"';

test('endpoints without subsets have only their info and creation time', () => {
  for (const subsets of [undefined, null, []]) {
    assert.deepEqual(
      renderLines('endpoints', {
        metadata: { ...metadata, creationTimestamp: '2017-07-14T02:40:00Z' },
        subsets,
      }),
      [`kube_endpoint_info{${base}} 1`, `kube_endpoint_created{${base}} 1.5e+09`],
    );
  }
});

test('every port meets every address of its subset, ready ones first', () => {
  const subsets = [
    {
      addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }],
      notReadyAddresses: [{ ip: '10.0.0.3' }],
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP' },
        { port: 53, protocol: 'UDP' },
      ],
    },
    { notReadyAddresses: [{ ip: 'fd00::1' }], ports: [{ name: 'https', port: 8443 }] },
  ];
  const http = `${base},port_protocol="TCP",port_number="8080",port_name="http"`;
  const dns = `${base},port_protocol="UDP",port_number="53",port_name=""`;
  assert.deepEqual(lines('kube_endpoint_address', { metadata, subsets }), [
    `{${http},ip="10.0.0.1",ready="true"} 1`,
    `{${http},ip="10.0.0.2",ready="true"} 1`,
    `{${http},ip="10.0.0.3",ready="false"} 1`,
    `{${dns},ip="10.0.0.1",ready="true"} 1`,
    `{${dns},ip="10.0.0.2",ready="true"} 1`,
    `{${dns},ip="10.0.0.3",ready="false"} 1`,
    `{${base},port_protocol="",port_number="8443",port_name="https",ip="fd00::1",ready="false"} 1`,
  ]);
  assert.deepEqual(lines('kube_endpoint_ports', { metadata, subsets }), [
    `{${base},port_name="http",port_protocol="TCP",port_number="8080"} 1`,
    `{${base},port_name="",port_protocol="UDP",port_number="53"} 1`,
    `{${base},port_name="https",port_protocol="",port_number="8443"} 1`,
  ]);
});

test('a subset without ports gives neither addresses nor ports', () => {
  const subsets = [{ addresses: [{ ip: '10.0.0.1' }] }, { addresses: [{ ip: '10.0.0.2' }], ports: null }];
  assert.deepEqual(lines('kube_endpoint_address', { metadata, subsets }), []);
  assert.deepEqual(lines('kube_endpoint_ports', { metadata, subsets }), []);
});

test('a port without addresses is still a port', () => {
  const subsets = [{ ports: [{ port: 80, protocol: 'TCP' }] }];
  assert.deepEqual(lines('kube_endpoint_address', { metadata, subsets }), []);
  assert.equal(lines('kube_endpoint_ports', { metadata, subsets }).length, 1);
});

test('a port that two subsets share stands once', () => {
  const subset = { addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80, protocol: 'TCP' }] };
  const object = { metadata, subsets: [subset, subset] };
  assert.equal(lines('kube_endpoint_ports', object).length, 1);
  assert.equal(lines('kube_endpoint_address', object).length, 1);
});

test('a port number of the wrong type costs its samples and no others', () => {
  const subsets = [
    {
      addresses: [{ ip: '10.0.0.1' }],
      ports: [
        { port: '80', protocol: 'TCP' },
        { port: 81, protocol: 'TCP' },
      ],
    },
  ];
  assert.deepEqual(lines('kube_endpoint_ports', { metadata, subsets }), [
    `{${base},port_name="",port_protocol="TCP",port_number="81"} 1`,
  ]);
  assert.deepEqual(lines('kube_endpoint_address', { metadata, subsets }), [
    `{${base},port_protocol="TCP",port_number="81",port_name="",ip="10.0.0.1",ready="true"} 1`,
  ]);
});

test('allow-listed labels and annotations are named', () => {
  const object = { metadata: { ...metadata, labels: { app: 'web' }, annotations: { note: 'n' } } };
  assert.deepEqual(lines('kube_endpoint_labels', object, { labels: ['app'] }), [
    `{${base},label_app="web"} 1`,
  ]);
  assert.deepEqual(lines('kube_endpoint_annotations', object, { annotations: ['other'] }), [`{${base}} 1`]);
});

test('the ports family says since when it is deprecated', () => {
  const family = endpoints.families.find(({ name }) => name === 'kube_endpoint_ports');
  assert.equal(family?.deprecated, 'v2.14.0');
});
