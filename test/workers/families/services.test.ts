import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyLines } from '../../support/family-lines.ts';
import { renderLines } from '../../support/render.ts';

const lines = familyLines('services');
const metadata = { namespace: 'shop', name: 'web', uid: 'u1' };
const base = 'namespace="shop",service="web",uid="u1"';

test('a service of which nothing is known says that it exists', () => {
  assert.deepEqual(renderLines('services', { metadata }), [
    `kube_service_info{${base},cluster_ip="",external_name="",load_balancer_ip="",external_traffic_policy=""} 1`,
    `kube_service_spec_type{${base},type=""} 1`,
  ]);
});

test('addresses are printed as they are, None too', () => {
  const spec = {
    type: 'LoadBalancer',
    clusterIP: 'None',
    clusterIPs: ['10.0.0.1', 'fd00::1'],
    externalName: 'web.example.com',
    loadBalancerIP: '1.2.3.4',
    externalTrafficPolicy: 'Local',
    externalIPs: ['1.1.1.1', '2.2.2.2', '1.1.1.1', 7],
  };
  const object = { metadata, spec };
  assert.deepEqual(lines('kube_service_info', object), [
    `{${base},cluster_ip="None",external_name="web.example.com",load_balancer_ip="1.2.3.4",external_traffic_policy="Local"} 1`,
  ]);
  assert.deepEqual(lines('kube_service_spec_type', object), [`{${base},type="LoadBalancer"} 1`]);
  assert.deepEqual(lines('kube_service_spec_external_ip', object), [
    `{${base},external_ip="1.1.1.1"} 1`,
    `{${base},external_ip="2.2.2.2"} 1`,
  ]);
});

test('a load balancer is told of by address or name', () => {
  const status = { loadBalancer: { ingress: [{ ip: '1.2.3.4' }, { hostname: 'lb.example.com' }, {}] } };
  assert.deepEqual(lines('kube_service_status_load_balancer_ingress', { metadata, status }), [
    `{${base},ip="1.2.3.4",hostname=""} 1`,
    `{${base},ip="",hostname="lb.example.com"} 1`,
    `{${base},ip="",hostname=""} 1`,
  ]);
});

test('times, labels and annotations are those of the metadata', () => {
  const at = '2017-07-14T02:40:00Z';
  const object = {
    metadata: {
      ...metadata,
      creationTimestamp: at,
      deletionTimestamp: at,
      labels: { a: 'x' },
      annotations: { b: 'y' },
    },
  };
  assert.deepEqual(lines('kube_service_created', object), [`{${base}} 1.5e+09`]);
  assert.deepEqual(lines('kube_service_deletion_timestamp', object), [`{${base}} 1.5e+09`]);
  assert.deepEqual(lines('kube_service_labels', object, { labels: ['*'] }), [`{${base},label_a="x"} 1`]);
  assert.deepEqual(lines('kube_service_annotations', object, { annotations: ['*'] }), [
    `{${base},annotation_b="y"} 1`,
  ]);
});
