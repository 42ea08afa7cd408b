import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLines, renderObject } from '../../support/render.ts';
import { base, lines, pod, T } from './pod/pod.ts';

test('a pod of which nothing is known says only what is always said', () => {
  assert.deepEqual(renderLines('pods', pod({})), [
    `kube_pod_info{${base},host_ip="",pod_ip="",node="",created_by_kind="",created_by_name="",priority_class="",host_network="false"} 1`,
    `kube_pod_owner{${base},owner_kind="",owner_name="",owner_is_controller=""} 1`,
    `kube_pod_restart_policy{${base},type=""} 1`,
    `kube_pod_nodeselectors{${base}} 1`,
    `kube_pod_service_account{${base},service_account=""} 1`,
    `kube_pod_scheduler{${base},name=""} 1`,
  ]);
});

test('the pod is created, is deleted, and has started at unix times', () => {
  const object = pod({ metadata: { creationTimestamp: T, deletionTimestamp: T }, status: { startTime: T } });
  for (const family of ['kube_pod_created', 'kube_pod_deletion_timestamp', 'kube_pod_start_time']) {
    assert.deepEqual(lines(family, object), [`{${base}} 1.5e+09`]);
    assert.deepEqual(lines(family, pod({})), []);
  }
});

test('allow-listed labels and annotations are printed', () => {
  const object = pod({ metadata: { labels: { app: 'web' }, annotations: { note: 'a"b' } } });
  assert.deepEqual(lines('kube_pod_labels', object, { labels: ['app'] }), [`{${base},label_app="web"} 1`]);
  assert.deepEqual(lines('kube_pod_annotations', object, { annotations: ['*'] }), [
    `{${base},annotation_note="a\\"b"} 1`,
  ]);
});

test('one field of the wrong type costs what reads it, and nothing else', () => {
  const status = {
    containerStatuses: [
      { name: 'a', ready: 'yes', restartCount: 2 },
      { name: 'b', ready: true, restartCount: 1.5 },
    ],
  };
  const { byFamily, dropped, issues } = renderObject('pods', pod({ status }));
  assert.deepEqual(byFamily.get('kube_pod_container_status_ready'), [
    `kube_pod_container_status_ready{${base},container="b"} 1`,
  ]);
  assert.deepEqual(byFamily.get('kube_pod_container_status_restarts_total'), [
    `kube_pod_container_status_restarts_total{${base},container="a"} 2`,
  ]);
  assert.equal(dropped.invalid, 2);
  assert.equal(issues, 2);
});
