import { CodedError } from '../../protocol/coded-error.ts';
import type { AnyResource, Family } from '../../workers/families/family.ts';
import { compileEcmaScript, compileGo, searchAll } from './patterns.ts';
import type { Allowlist } from './row.ts';
import type { Options } from './table.ts';

/** A resource that these options ask for, with what is left of its families. */
export interface EnabledResource {
  readonly resource: AnyResource;
  /** In emission order; never empty. */
  readonly families: readonly Family<never>[];
  /** Keys of `metadata.labels` (or patterns with one `*`) that may become labels; none: `undefined`. */
  readonly labels: readonly string[] | undefined;
  /** The same for `metadata.annotations`. */
  readonly annotations: readonly string[] | undefined;
}

type FilterOptions = Pick<
  Options,
  | 'resources'
  | 'metricAllowlist'
  | 'metricDenylist'
  | 'metricOptInList'
  | 'metricLabelsAllowlist'
  | 'metricAnnotationsAllowlist'
>;

/**
 * Which resources and families the options leave, in byte order of the resources' names. A
 * resource none of whose families is wanted is left out: nothing would be watched for it.
 * Throws `KSE_OPTIONS` when nothing is left at all, or when a pattern can't be matched in time.
 */
export function enabledResources(
  options: FilterOptions,
  resources: readonly AnyResource[],
): readonly EnabledResource[] {
  const asked = resources.filter(({ name }) => options.resources.includes(name));
  const wanted = wantedFamilies(
    options,
    asked.flatMap(({ families }) => families),
  );
  const enabled = asked
    .map((resource) => ({
      resource,
      families: resource.families.filter(({ name }) => wanted.has(name)),
      labels: allowedKeys(options.metricLabelsAllowlist, resource),
      annotations: allowedKeys(options.metricAnnotationsAllowlist, resource),
    }))
    .filter(({ families }) => families.length > 0)
    .sort((a, b) => (a.resource.name < b.resource.name ? -1 : 1));
  if (enabled.length === 0) {
    throw new CodedError('KSE_OPTIONS', 'no metric family of the chosen resources passes the filters', {
      hint: 'Check --resources, --metric-allowlist, --metric-denylist and --metric-opt-in-list.',
    });
  }
  return enabled;
}

/** The names that pass the allow- or deny-list and, where a family is opt-in, the opt-in list. */
function wantedFamilies(options: FilterOptions, families: readonly Family<never>[]): ReadonlySet<string> {
  const names = families.map(({ name }) => name);
  const optIn = options.metricOptInList.map(compileGo);
  const allowed = searchAll('metric-allowlist', options.metricAllowlist.map(compileEcmaScript), names);
  const denied = searchAll('metric-denylist', options.metricDenylist.map(compileEcmaScript), names);
  const wanted = families.filter(
    (family) =>
      (options.metricAllowlist.length === 0 || allowed.has(family.name)) &&
      !denied.has(family.name) &&
      (family.optIn !== true || optIn.some((matches) => matches(family.name))),
  );
  return new Set(wanted.map(({ name }) => name));
}

/** An entry for `*` stands for every resource, and hides all others. */
function allowedKeys(list: Allowlist, resource: AnyResource): readonly string[] | undefined {
  if (!resource.allowlistable) return undefined;
  const keys = Object.hasOwn(list, '*') ? list['*'] : own(list, resource.name);
  return keys === undefined || keys.length === 0 ? undefined : keys;
}

/** Resource names are ours, but an object's prototype has names too. */
function own(list: Allowlist, name: string): readonly string[] | undefined {
  return Object.hasOwn(list, name) ? list[name] : undefined;
}
