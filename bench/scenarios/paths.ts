import type { AskedRequest } from '../harness/cluster.ts';

/** What was asked for and granted: the requests for objects. */
export function granted(requests: readonly AskedRequest[]): AskedRequest[] {
  return requests.filter(({ status, resource }) => status === 200 && resource !== '');
}

/** The collections that requests are about: `/api/v1/pods`. */
export function collectionsOf(requests: readonly AskedRequest[]): string[] {
  return [...new Set(granted(requests).map(({ path }) => path.replace(/\?.*/, '')))];
}
