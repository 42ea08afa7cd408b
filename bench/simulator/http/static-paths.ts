import type { KindRegistry } from '../kind-registry.ts';
import { coreVersions, groupBody, groupList, resourceList, versionBody } from './discovery.ts';
import { jsonReply, type Reply, textReply } from './reply.ts';

/** Health, version and discovery; the plain 404 of a mux for everything else. */
export function answerStatic(path: string, kinds: KindRegistry, gitVersion: string, address: string): Reply {
  const parts = path.split('/').filter((part) => part !== '');
  const [root = '', group, version] = parts;
  if (['livez', 'readyz', 'healthz'].includes(root)) return textReply(200, 'ok');
  if (root === 'version') return { ...jsonReply(200, {}), body: Buffer.from(versionBody(gitVersion)) };
  const body =
    root === 'api'
      ? group === undefined
        ? coreVersions(address)
        : resourceList(kinds, group)
      : root === 'apis' && group === undefined
        ? groupList(kinds)
        : root === 'apis' && group !== undefined
          ? version === undefined
            ? groupBody(kinds, group)
            : resourceList(kinds, `${group}/${version}`)
          : undefined;
  return body === undefined || parts.length > 3
    ? textReply(404, '404 page not found\n')
    : jsonReply(200, body);
}
