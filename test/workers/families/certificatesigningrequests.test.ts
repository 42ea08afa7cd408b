import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('certificatesigningrequests');
const base = 'certificatesigningrequest="node-csr",signer_name="kubernetes.io/kubelet-serving"';
const metadata = { name: 'node-csr' };
const spec = { signerName: 'kubernetes.io/kubelet-serving' };

test('a certificate signing request without a status has every unconditional sample', () => {
  assert.deepEqual(
    renderLines('certificatesigningrequests', {
      metadata: { ...metadata, creationTimestamp: '2017-07-14T02:40:00Z' },
      spec: { ...spec, request: null },
    }),
    [
      `kube_certificatesigningrequest_created{${base}} 1.5e+09`,
      `kube_certificatesigningrequest_condition{${base},condition="approved"} 0`,
      `kube_certificatesigningrequest_condition{${base},condition="denied"} 0`,
      `kube_certificatesigningrequest_condition{${base},condition="failed"} 0`,
      `kube_certificatesigningrequest_cert_length{${base}} 0`,
    ],
  );
});

test('conditions are counted by type, whatever their status, and unknown types are not', () => {
  const types = ['Approved', 'Denied', 'Approved', 'approved', 'SomethingElse', 'Approved'];
  const conditions = types.map((type, i) => ({ type, status: i === 0 ? 'True' : 'False' }));
  assert.deepEqual(
    lines('kube_certificatesigningrequest_condition', { metadata, spec, status: { conditions } }),
    [`{${base},condition="approved"} 3`, `{${base},condition="denied"} 1`, `{${base},condition="failed"} 0`],
  );
});

test('the certificate is measured in decoded bytes', () => {
  const bytes = Buffer.from('-----BEGIN CERTIFICATE-----\n\u00e4\n');
  const status = { certificate: bytes.toString('base64') };
  assert.deepEqual(lines('kube_certificatesigningrequest_cert_length', { metadata, spec, status }), [
    `{${base}} ${bytes.length}`,
  ]);
});

test('a null or empty certificate has length 0', () => {
  for (const certificate of [null, '']) {
    assert.deepEqual(
      lines('kube_certificatesigningrequest_cert_length', { metadata, spec, status: { certificate } }),
      [`{${base}} 0`],
    );
  }
});

test('a missing signer name is an empty label', () => {
  assert.deepEqual(lines('kube_certificatesigningrequest_cert_length', { metadata }), [
    '{certificatesigningrequest="node-csr",signer_name=""} 0',
  ]);
});

test('allow-listed labels and annotations follow the signer name', () => {
  const object = {
    metadata: { ...metadata, labels: { team: 'a' }, annotations: { 'example.com/x': 'b' } },
    spec,
  };
  assert.deepEqual(lines('kube_certificatesigningrequest_labels', object, { labels: ['*'] }), [
    `{${base},label_team="a"} 1`,
  ]);
  assert.deepEqual(
    lines('kube_certificatesigningrequest_annotations', object, { annotations: ['example.com/x'] }),
    [`{${base},annotation_example_com_x="b"} 1`],
  );
});
