import { resolve } from 'node:path';
import { CodedError } from '../../protocol/coded-error.ts';
import type { Access } from './cluster.ts';
import { isRecord, listOf } from './cluster-kubeconfig.ts';
import { EXEC_API_VERSIONS, type ExecPlugin } from './exec-plugin.ts';

/** An entry of a kubeconfig with the words for it in messages, and the folder its paths start in. */
export interface Entry {
  /** `user "dev" in /home/me/.kube/config` */
  readonly name: string;
  readonly folder: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A field as text; YAML makes numbers of passwords such as 12345. Empty counts as absent. */
export function textField(entry: Entry, key: string): string | undefined {
  const value = entry.body[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new CodedError('KSE_KUBECONFIG', `${key} of ${entry.name} is not text`);
}

/**
 * The header lines for `as`, `as-uid`, `as-groups` and `as-user-extra`. Throws `KSE_KUBECONFIG`
 * when there is somebody's group to act in, but nobody to act as: the API server refuses that.
 */
export function impersonationHeaders(user: Entry): Access['headers'] {
  const as = textField(user, 'as');
  const uid = textField(user, 'as-uid');
  const groups = listOf(user.body['as-groups']).map(String);
  const extra = isRecord(user.body['as-user-extra']) ? user.body['as-user-extra'] : {};
  if (as === undefined) {
    if (uid === undefined && groups.length === 0 && Object.keys(extra).length === 0) return {};
    throw new CodedError(
      'KSE_KUBECONFIG',
      `${user.name} has as-uid, as-groups or as-user-extra without "as"`,
    );
  }
  const headers: Record<string, string | string[]> = { 'impersonate-user': as };
  if (uid !== undefined) headers['impersonate-uid'] = uid;
  if (groups.length > 0) headers['impersonate-group'] = groups;
  for (const [key, values] of Object.entries(extra)) {
    headers[`impersonate-extra-${escapeExtraKey(key)}`] = listOf(values).map(String);
  }
  return headers;
}

/** Header names are tokens; the API server undoes this percent-encoding. */
function escapeExtraKey(key: string): string {
  const bytes = Buffer.from(key.toLowerCase(), 'utf8').toString('latin1');
  return bytes.replace(
    /[^a-z0-9!#$&'*+.^_`|~-]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** The `exec` section of a user. Throws `KSE_KUBECONFIG` for what cannot be run here. */
export function execPluginOf(
  user: Entry,
  clusterInfo: () => Readonly<Record<string, unknown>>,
): ExecPlugin | undefined {
  const body = user.body.exec;
  if (!isRecord(body)) return undefined;
  const exec: Entry = { name: `exec of ${user.name}`, folder: user.folder, body };
  const command = textField(exec, 'command');
  if (command === undefined) throw new CodedError('KSE_KUBECONFIG', `${exec.name} has no command`);
  const apiVersion = EXEC_API_VERSIONS.find((version) => version === body.apiVersion);
  if (apiVersion === undefined) {
    throw new CodedError(
      'KSE_KUBECONFIG',
      `${exec.name} has an apiVersion other than ${EXEC_API_VERSIONS.join(', ')}`,
    );
  }
  if (body.interactiveMode === 'Always') {
    throw new CodedError(
      'KSE_KUBECONFIG',
      `${exec.name} has interactiveMode Always, and there is no terminal here`,
      {
        hint: 'Use a plugin that can log in by itself, or a token.',
      },
    );
  }
  return {
    // As for kubectl: a path is relative to the kubeconfig, a bare name is looked for in PATH.
    command: command.includes('/') ? resolve(user.folder, command) : command,
    args: listOf(body.args).map(String),
    env: Object.fromEntries(
      listOf(body.env)
        .filter(isRecord)
        .map((pair) => [String(pair.name), String(pair.value)]),
    ),
    apiVersion,
    installHint: textField(exec, 'installHint'),
    clusterInfo: body.provideClusterInfo === true ? clusterInfo() : undefined,
  };
}
