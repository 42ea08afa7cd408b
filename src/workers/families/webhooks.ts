/** What mutating and validating webhook configurations share: their messages agree in these fields. */
import { objectMeta } from '../shape/meta.ts';
import { list, message, optional, string, type Value } from '../shape/shape.ts';
import { rowsOf } from './define.ts';
import type { Family } from './family.ts';

const service = message({ namespace: [1, string], name: [2, string] });
const webhook = message({
  name: [1, string],
  clientConfig: [2, message({ service: [1, optional(service)] })],
});

/** `admissionregistration.v1.MutatingWebhookConfiguration` and `ValidatingWebhookConfiguration`. */
export const webhookConfiguration = message({
  metadata: [1, objectMeta],
  webhooks: [2, list(webhook)],
});
const { gauge } = rowsOf(webhookConfiguration);

/** The services behind the webhooks of a configuration. */
export function webhookService(noun: string): Family<Value<typeof webhookConfiguration>> {
  return gauge({
    name: `kube_${noun}_webhook_clientconfig_service`,
    stability: 'ALPHA',
    help: 'A webhook of the configuration and the service that the API server calls for it.',
    labels: ['webhook_name', 'service_name', 'service_namespace'],
    when: 'One sample with value 1 for each webhook. The labels of the service are empty for a webhook that is called by URL.',
    reads: ['webhooks.name', 'webhooks.clientConfig.service'],
    render({ webhooks }, samples) {
      for (const { name, clientConfig } of webhooks) {
        const { service } = clientConfig;
        samples.add(1, name, service?.name ?? '', service?.namespace ?? '');
      }
    },
  });
}
