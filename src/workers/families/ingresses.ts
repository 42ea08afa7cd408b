import { objectMeta } from '../shape/meta.ts';
import { inline, int, list, message, optional, string } from '../shape/shape.ts';
import { annotations, created, labels, nameLabel, namespaceLabel, resourceVersion } from './common.ts';
import { decimal } from './decimal.ts';
import { resource, rowsOf } from './define.ts';

const backend = message({
  resource: [3, optional(message({ apiGroup: [1, optional(string)], kind: [2, string], name: [3, string] }))],
  service: [4, optional(message({ name: [1, string], port: [2, message({ number: [2, int] })] }))],
});
const path = message({
  path: [1, string],
  backend: [2, backend],
  pathType: [3, optional(string)],
});
const rule = message({
  host: [1, string],
  ingressRuleValue: [2, inline(message({ http: [1, optional(message({ paths: [1, list(path)] }))] }))],
});
const ingress = message({
  metadata: [1, objectMeta],
  spec: [
    2,
    message({
      tls: [2, list(message({ hosts: [1, list(string)], secretName: [2, string] }))],
      rules: [3, list(rule)],
      ingressClassName: [4, optional(string)],
    }),
  ],
});
const { gauge } = rowsOf(ingress);

/** What named the class before `spec.ingressClassName` did; controllers still let it win. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
/** The label of an ingress that leaves its class to the cluster. */
const DEFAULT_CLASS = '_default';

export const ingresses = resource({
  name: 'ingresses',
  kind: 'Ingress',
  group: 'networking.k8s.io',
  version: 'v1',
  namespaced: true,
  default: true,
  allowlistable: true,
  proto: 'networking.v1.Ingress',
  shape: ingress,
  baseLabels: [namespaceLabel, nameLabel('ingress')],
  families: [
    gauge({
      name: 'kube_ingress_info',
      stability: 'STABLE',
      help: 'Information about the ingress: its class.',
      labels: ['ingressclass'],
      when: `Always one sample with value 1. \`ingressclass\` is the annotation \`${CLASS_ANNOTATION}\` where there is one, even an empty one, else \`spec.ingressClassName\`, else \`${DEFAULT_CLASS}\`.`,
      reads: ['metadata.annotations', 'spec.ingressClassName'],
      distinct: true,
      render({ metadata, spec }, samples) {
        samples.add(1, metadata.annotations.get(CLASS_ANNOTATION) ?? spec.ingressClassName ?? DEFAULT_CLASS);
      },
    }),
    annotations('ingress'),
    labels('ingress', 'STABLE'),
    created('ingress', 'STABLE'),
    resourceVersion('ingress'),
    gauge({
      name: 'kube_ingress_path',
      stability: 'STABLE',
      help: 'A path of the ingress and the backend that it leads to.',
      labels: ['host', 'path', 'path_type', 'service_name', 'service_port'],
      when: 'One sample with value 1 for each path of each rule. `service_port` is 0 for a port that is given by name. A path to a resource instead of a service has the labels `resource_api_group`, `resource_kind` and `resource_name` in place of the last two. The default backend is not reported.',
      reads: [
        'spec.rules.host',
        'spec.rules.ingressRuleValue.http.paths.path',
        'spec.rules.ingressRuleValue.http.paths.pathType',
        'spec.rules.ingressRuleValue.http.paths.backend',
      ],
      render({ spec }, samples) {
        for (const { host, ingressRuleValue } of spec.rules) {
          for (const { path, pathType = '', backend } of ingressRuleValue.http?.paths ?? []) {
            const { service, resource: object } = backend;
            if (service !== undefined) {
              samples.add(1, host, path, pathType, service.name, decimal(service.port.number));
            } else if (object !== undefined) {
              samples.addNamed(1, [
                ['host', host],
                ['path', path],
                ['path_type', pathType],
                ['resource_api_group', object.apiGroup ?? ''],
                ['resource_kind', object.kind],
                ['resource_name', object.name],
              ]);
            }
          }
        }
      },
    }),
    gauge({
      name: 'kube_ingress_tls',
      stability: 'STABLE',
      help: 'A host that the ingress terminates TLS for, and the secret that holds its certificate.',
      labels: ['tls_host', 'secret'],
      when: 'One sample with value 1 for each host of each TLS entry; an entry without hosts gives none.',
      reads: ['spec.tls'],
      render({ spec }, samples) {
        for (const { hosts, secretName } of spec.tls) {
          for (const host of hosts) samples.add(1, host, secretName);
        }
      },
    }),
  ],
});
