import type { KindRegistry } from '../kind-registry.ts';
import type { Kind } from '../kinds.ts';

/** A path that names a resource. */
export interface Target {
  readonly kind: Kind;
  /** `''` is the whole cluster. */
  readonly namespace: string;
  /** `''` is the collection. */
  readonly name: string;
  /** `''`, or `status` and the like. */
  readonly subresource: string;
}

/** A path in a group and version: what it names there, or only the group when it names nothing. */
export interface Parsed {
  readonly groupVersion: string;
  /** What follows the version. */
  readonly rest: readonly string[];
  readonly target: Target | undefined;
}

/** Reads `/api/v1/…` and `/apis/group/version/…`; `undefined` for any other path. */
export function parsePath(path: string, registry: KindRegistry): Parsed | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  const root = parts.shift();
  let groupVersion: string;
  if (root === 'api' && parts.length >= 1) groupVersion = parts.shift() ?? '';
  else if (root === 'apis' && parts.length >= 2) groupVersion = `${parts.shift()}/${parts.shift()}`;
  else return undefined;
  return { groupVersion, rest: parts, target: findTarget(groupVersion, parts, registry) };
}

function findTarget(
  groupVersion: string,
  parts: readonly string[],
  registry: KindRegistry,
): Target | undefined {
  const [first = '', second = '', third, fourth = '', fifth = ''] = parts;
  // `namespaces/x` and `namespaces/x/status` are a namespace; anything else is inside of one.
  const inside = first === 'namespaces' && third !== undefined && !['status', 'finalize'].includes(third);
  const kind = registry.find(groupVersion, inside ? third : first);
  if (kind === undefined || (inside && !kind.namespaced) || parts.length > (inside ? 5 : 3)) return undefined;
  if (inside) return { kind, namespace: second, name: fourth, subresource: fifth };
  // An object of a namespaced kind is only reached through its namespace.
  if (kind.namespaced && second !== '') return undefined;
  return { kind, namespace: '', name: second, subresource: third ?? '' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
