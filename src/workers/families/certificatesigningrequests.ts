import { objectMeta } from '../shape/meta.ts';
import { byteLength, list, message, string } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel } from './common.ts';
import { resource, rowsOf } from './define.ts';

const certificateSigningRequest = message({
  metadata: [1, objectMeta],
  spec: [2, message({ signerName: [7, string] })],
  status: [
    3,
    message({
      conditions: [1, list(message({ type: [1, string] }))],
      certificate: [2, byteLength],
    }),
  ],
});
const { gauge } = rowsOf(certificateSigningRequest);

/** The condition types that Kubernetes sets, and the label values that stand for them. */
const CONDITIONS = [
  ['Approved', 'approved'],
  ['Denied', 'denied'],
  ['Failed', 'failed'],
] as const;

export const certificatesigningrequests = resource({
  name: 'certificatesigningrequests',
  kind: 'CertificateSigningRequest',
  group: 'certificates.k8s.io',
  version: 'v1',
  namespaced: false,
  default: true,
  allowlistable: true,
  proto: 'certificates.v1.CertificateSigningRequest',
  shape: certificateSigningRequest,
  baseLabels: [
    nameLabel('certificatesigningrequest'),
    { label: 'signer_name', reads: 'spec.signerName', value: (csr) => csr.spec.signerName },
  ],
  families: [
    annotations('certificatesigningrequest'),
    labels('certificatesigningrequest', 'STABLE'),
    created('certificatesigningrequest', 'STABLE'),
    gauge({
      name: 'kube_certificatesigningrequest_condition',
      stability: 'STABLE',
      help: 'How many conditions of each type the certificate signing request has, whatever their status.',
      labels: ['condition'],
      when: 'Always three samples: approved, denied and failed. The value is the number of conditions of that type; other types are not counted.',
      reads: ['status.conditions.type'],
      distinct: true,
      render(csr, samples) {
        for (const [type, label] of CONDITIONS) {
          samples.add(csr.status.conditions.filter((condition) => condition.type === type).length, label);
        }
      },
    }),
    gauge({
      name: 'kube_certificatesigningrequest_cert_length',
      stability: 'STABLE',
      help: 'Length in bytes of the certificate that was issued for the request.',
      labels: [],
      when: 'Always one sample; 0 until a certificate is issued.',
      reads: ['status.certificate'],
      distinct: true,
      render: (csr, samples) => samples.add(csr.status.certificate),
    }),
  ],
});
