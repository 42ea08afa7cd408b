import type { StreamRequest } from './stream-request.ts';

/** Path of a collection: `/api/v1/pods`, `/apis/apps/v1/namespaces/n/deployments`. */
function collection({ group, version, namespace, plural }: StreamRequest): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === undefined
    ? `${root}/${plural}`
    : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

function withQuery(request: StreamRequest, query: Readonly<Record<string, string | undefined>>): string {
  const all = {
    ...query,
    fieldSelector: request.fieldSelector,
    includeObject: request.transfer === 'table' ? 'Metadata' : undefined,
  };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && value !== '') params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? collection(request) : `${collection(request)}?${text}`;
}

/**
 * A page of a list. `resourceVersion` is `'0'` for whatever the server has at hand, `''` for the
 * newest, or a version that the answer must not be older than. A continuation names none: it goes
 * on at the version of its first page.
 */
export function listPath(
  request: StreamRequest,
  page: { readonly resourceVersion: string; readonly limit: number; readonly continueToken: string },
): string {
  const first = page.continueToken === '';
  const known = first && page.resourceVersion !== '' && page.resourceVersion !== '0';
  return withQuery(request, {
    limit: page.limit > 0 ? String(page.limit) : undefined,
    continue: page.continueToken,
    resourceVersion: first ? page.resourceVersion : undefined,
    // Without it a list with a limit would mean exactly that version, which may be gone.
    resourceVersionMatch: known ? 'NotOlderThan' : undefined,
  });
}

/** A watch from `resourceVersion` on. */
export function watchPath(request: StreamRequest, resourceVersion: string, timeoutSeconds: number): string {
  return withQuery(request, {
    watch: '1',
    resourceVersion,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(timeoutSeconds),
  });
}

/**
 * A streaming list: a watch that first sends all objects, not older than `resourceVersion` (`''`:
 * the newest), and then a bookmark that says so.
 */
export function streamPath(request: StreamRequest, resourceVersion: string, timeoutSeconds: number): string {
  return withQuery(request, {
    watch: '1',
    sendInitialEvents: 'true',
    allowWatchBookmarks: 'true',
    resourceVersionMatch: 'NotOlderThan',
    resourceVersion,
    timeoutSeconds: String(timeoutSeconds),
  });
}
