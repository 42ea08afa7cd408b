import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base, lines, pod } from './pod.ts';

test('resource claims are named by the spec, else by the status', () => {
  const object = pod({
    spec: `
      resourceClaims:
        - {name: direct, resourceClaimName: gpu-1}
        - {name: made, resourceClaimTemplateName: gpu}
        - {name: pending, resourceClaimTemplateName: gpu}
        - {name: nothing}`,
    status: `
      resourceClaimStatuses:
        - {name: made, resourceClaimName: web-0-gpu-x}
        - {name: direct, resourceClaimName: other}
        - {name: pending, resourceClaimName: null}`,
  });
  assert.deepEqual(lines('kube_pod_resourceclaim_info', object), [
    `{${base},claim_name="direct",resourceclaim_name="gpu-1",resourceclaim_template_name=""} 1`,
    `{${base},claim_name="made",resourceclaim_name="web-0-gpu-x",resourceclaim_template_name="gpu"} 1`,
    `{${base},claim_name="pending",resourceclaim_name="",resourceclaim_template_name="gpu"} 1`,
  ]);
});

test('claims are listed by volume, and one made for the pod is named after both', () => {
  const object = pod({
    spec: `
      volumes:
        - {name: data, persistentVolumeClaim: {claimName: data-0, readOnly: true}}
        - {name: logs, persistentVolumeClaim: {claimName: logs-0}}
        - {name: tmp, ephemeral: {volumeClaimTemplate: {}}}
        - {name: both, persistentVolumeClaim: {claimName: x}, ephemeral: {}}
        - {name: other, emptyDir: {}}`,
  });
  const volumes = [
    `{${base},volume="data",persistentvolumeclaim="data-0",ephemeral="false"}`,
    `{${base},volume="logs",persistentvolumeclaim="logs-0",ephemeral="false"}`,
    `{${base},volume="tmp",persistentvolumeclaim="web-0-tmp",ephemeral="true"}`,
    `{${base},volume="both",persistentvolumeclaim="x",ephemeral="false"}`,
  ];
  assert.deepEqual(
    lines('kube_pod_spec_volumes_persistentvolumeclaims_info', object),
    volumes.map((series) => `${series} 1`),
  );
  assert.deepEqual(
    lines('kube_pod_spec_volumes_persistentvolumeclaims_readonly', object),
    volumes.map((series, i) => `${series} ${i === 0 ? 1 : 0}`),
  );
});
