import { admissionLabels, admissionResource } from './admission.ts';
import { created, info, resourceVersion } from './common.ts';
import { resource } from './define.ts';
import { webhookConfiguration, webhookService } from './webhooks.ts';

export const validatingwebhookconfigurations = resource({
  ...admissionResource,
  name: 'validatingwebhookconfigurations',
  kind: 'ValidatingWebhookConfiguration',
  proto: 'admissionregistration.v1.ValidatingWebhookConfiguration',
  shape: webhookConfiguration,
  baseLabels: admissionLabels('validatingwebhookconfiguration'),
  families: [
    info('validatingwebhookconfiguration', 'ALPHA'),
    created('validatingwebhookconfiguration', 'ALPHA'),
    resourceVersion('validatingwebhookconfiguration'),
    webhookService('validatingwebhookconfiguration'),
  ],
});
