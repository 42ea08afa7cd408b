/** Label names and resource names, as kube-state-metrics makes and classifies them. */

/** Every character outside [A-Za-z0-9_] becomes one `_`: `nvidia.com/gpu` → `nvidia_com_gpu`. */
export function sanitise(name: string): string {
  return name.replace(INVALID, '_');
}

/** By code point, as Go's regexp counts: a character beyond the BMP is one `_`. */
const INVALID = /[^A-Za-z0-9_]/gu;

/** `_` between a lower-case letter or digit and a capital after it, then lower case: `fooBar` → `foo_bar`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/**
 * True for names such as `nvidia.com/gpu`: resources that neither Kubernetes nor a quota defines
 * (`IsExtendedResourceName` of its core helpers).
 */
export function isExtendedResource(name: string): boolean {
  const slash = name.indexOf('/');
  if (slash < 0 || name.includes('kubernetes.io/') || name.startsWith('requests.')) return false;
  // Kubernetes asks whether the name would do in a quota, where it has this prefix.
  const prefix = `requests.${name.slice(0, slash)}`;
  return prefix.length <= 253 && DNS_SUBDOMAIN.test(prefix) && QUALIFIED_NAME.test(name.slice(slash + 1));
}

const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_NAME = /^(?=.{1,63}$)([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
