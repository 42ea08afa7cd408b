/** Every resource there is, in byte order by plural name: the order in which they are written. */

import { certificatesigningrequests } from './certificatesigningrequests.ts';
import { clusterrolebindings } from './clusterrolebindings.ts';
import { clusterroles } from './clusterroles.ts';
import { configmaps } from './configmaps.ts';
import { endpoints } from './endpoints.ts';
import { endpointslices } from './endpointslices.ts';
import type { AnyResource } from './family.ts';
import { ingressclasses } from './ingressclasses.ts';
import { ingresses } from './ingresses.ts';
import { leases } from './leases.ts';
import { mutatingadmissionpolicies } from './mutatingadmissionpolicies.ts';
import { mutatingadmissionpolicybindings } from './mutatingadmissionpolicybindings.ts';
import { mutatingwebhookconfigurations } from './mutatingwebhookconfigurations.ts';
import { namespaces } from './namespaces.ts';
import { networkpolicies } from './networkpolicies.ts';
import { nodes } from './nodes.ts';
import { pods } from './pods.ts';
import { rolebindings } from './rolebindings.ts';
import { roles } from './roles.ts';
import { secrets } from './secrets.ts';
import { serviceaccounts } from './serviceaccounts.ts';
import { services } from './services.ts';
import { validatingadmissionpolicies } from './validatingadmissionpolicies.ts';
import { validatingadmissionpolicybindings } from './validatingadmissionpolicybindings.ts';
import { validatingwebhookconfigurations } from './validatingwebhookconfigurations.ts';

export const resources: readonly AnyResource[] = [
  certificatesigningrequests,
  clusterrolebindings,
  clusterroles,
  configmaps,
  endpoints,
  endpointslices,
  ingressclasses,
  ingresses,
  leases,
  mutatingadmissionpolicies,
  mutatingadmissionpolicybindings,
  mutatingwebhookconfigurations,
  namespaces,
  networkpolicies,
  nodes,
  pods,
  rolebindings,
  roles,
  secrets,
  serviceaccounts,
  services,
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
  validatingwebhookconfigurations,
];

const byName = new Map(resources.map((resource) => [resource.name, resource]));

/** The resource with this plural name. */
export function resourceByName(name: string): AnyResource | undefined {
  return byName.get(name);
}
