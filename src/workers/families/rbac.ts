/** What cluster role bindings and role bindings share: their messages agree in these fields. */
import { objectMeta } from '../shape/meta.ts';
import { message, string, type Value } from '../shape/shape.ts';
import { rowsOf } from './define.ts';
import type { Family } from './family.ts';

/** `rbac.v1.RoleBinding` and `ClusterRoleBinding`. */
export const binding = message({
  metadata: [1, objectMeta],
  roleRef: [3, message({ kind: [2, string], name: [3, string] })],
});
const { gauge } = rowsOf(binding);

/** The role that a binding grants; `words` is the kind as people say it. */
export function bindingInfo(noun: string, words: string): Family<Value<typeof binding>> {
  return gauge({
    name: `kube_${noun}_info`,
    stability: 'ALPHA',
    help: `Information about the ${words}: the role that it grants.`,
    labels: ['roleref_kind', 'roleref_name'],
    when: 'Always one sample with value 1.',
    reads: ['roleRef.kind', 'roleRef.name'],
    distinct: true,
    render: ({ roleRef }, samples) => samples.add(1, roleRef.kind, roleRef.name),
  });
}
