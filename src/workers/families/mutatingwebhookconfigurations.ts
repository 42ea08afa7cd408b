import { admissionLabels, admissionResource } from './admission.ts';
import { created, info, resourceVersion } from './common.ts';
import { resource } from './define.ts';
import { webhookConfiguration, webhookService } from './webhooks.ts';

export const mutatingwebhookconfigurations = resource({
  ...admissionResource,
  name: 'mutatingwebhookconfigurations',
  kind: 'MutatingWebhookConfiguration',
  proto: 'admissionregistration.v1.MutatingWebhookConfiguration',
  shape: webhookConfiguration,
  baseLabels: admissionLabels('mutatingwebhookconfiguration'),
  families: [
    info('mutatingwebhookconfiguration', 'ALPHA'),
    created('mutatingwebhookconfiguration', 'ALPHA'),
    resourceVersion('mutatingwebhookconfiguration'),
    webhookService('mutatingwebhookconfiguration'),
  ],
});
