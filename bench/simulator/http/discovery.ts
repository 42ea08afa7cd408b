import type { JsonObject } from '../json.ts';
import type { KindRegistry } from '../kind-registry.ts';
import { apiVersionOf, type Kind } from '../kinds.ts';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const SUBRESOURCE_VERBS = ['get', 'patch', 'update'];

/** `GET /version`. */
export function versionBody(gitVersion: string): string {
  const [major = '1', minor = '0'] = gitVersion.replace(/^v/, '').split('.');
  const info = {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Math.max(0, Number(minor) - 1)),
    gitVersion,
    gitCommit: 'simulated',
    gitTreeState: '',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'simulated',
    compiler: 'node',
    platform: `${process.platform}/${process.arch}`,
  };
  return JSON.stringify(info, null, 2);
}

/** `GET /api`. */
export function coreVersions(address: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  };
}

/** `GET /apis`. */
export function groupList(registry: KindRegistry): JsonObject {
  const groups = new Set(registry.all().flatMap(({ group }) => (group === '' ? [] : [group])));
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: [...groups].map((group) => groupInfo(registry, group)),
  };
}

/** `GET /apis/<group>`; `undefined` when there is none of that name. */
export function groupBody(registry: KindRegistry, group: string): JsonObject | undefined {
  if (!registry.all().some((kind) => kind.group === group)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupInfo(registry, group) };
}

function groupInfo(registry: KindRegistry, group: string): JsonObject {
  const names = new Set(registry.all().flatMap((kind) => (kind.group === group ? [kind.version] : [])));
  const versions = [...names].map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] ?? {} };
}

/** `GET /api/v1` or `/apis/<group>/<version>`; `undefined` when it isn't served. */
export function resourceList(registry: KindRegistry, groupVersion: string): JsonObject | undefined {
  const kinds = registry.all().filter((kind) => apiVersionOf(kind) === groupVersion);
  if (kinds.length === 0) return undefined;
  const resources = kinds.toSorted((a, b) => (a.plural < b.plural ? -1 : 1)).flatMap(resourceInfo);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function resourceInfo(kind: Kind): JsonObject[] {
  const { plural, namespaced, shortNames, categories, subresources } = kind;
  const main = {
    name: plural,
    singularName: kind.kind.toLowerCase(),
    namespaced,
    kind: kind.kind,
    verbs: VERBS,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  const subs = subresources.map((name) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...(name === 'scale' ? scale : { kind: kind.kind }),
    verbs: SUBRESOURCE_VERBS,
  }));
  return [main, ...subs];
}
