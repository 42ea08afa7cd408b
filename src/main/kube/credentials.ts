import { delimiter, join, resolve } from 'node:path';
import type * as ClientNode from '@kubernetes/client-node';
import { CodedError } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';
import type { Cluster, IdentitySource, Warn } from './cluster.ts';
import { ClusterAccess } from './cluster-access.ts';
import { clusterOfPod, runsInPod } from './cluster-in-pod.ts';
import { findEntry, isRecord, type KubeconfigFile, listOf, readKubeconfig } from './cluster-kubeconfig.ts';
import { clusterInfo, pemSource, tlsSourcesOf } from './cluster-tls.ts';
import { type Entry, execPluginOf, impersonationHeaders, textField } from './cluster-user.ts';
import { ExecIdentity } from './exec-identity.ts';
import { runExecPlugin } from './exec-plugin.ts';
import { TlsFiles } from './tls-material.ts';
import { basic, bearer, FixedIdentity, TokenFile } from './token.ts';
import { oidcLogin } from './token-oidc.ts';
import { ProviderIdentity } from './token-provider.ts';

export interface LoadOptions {
  /** `--kubeconfig`: a file that must exist. */
  readonly kubeconfig?: string | undefined;
  /** `--apiserver`: the address to use whatever the kubeconfig says; plain http is allowed. */
  readonly apiserver?: string | undefined;
  readonly clock: Clock;
  readonly warn: Warn;
  /** Where the service account is mounted; for tests. */
  readonly serviceAccountDir?: string | undefined;
}

/**
 * Finds the cluster to export: `--kubeconfig`, else `--apiserver` on its own (no credentials are
 * sent to an address that no kubeconfig vouches for), else the files of `$KUBECONFIG`, else
 * `~/.kube/config`, else the pod's service account.
 *
 * Rejects with `KSE_NO_CLUSTER` when there is none of these, `KSE_KUBECONFIG` when a kubeconfig
 * cannot be used, `KSE_TLS_MATERIAL` when a certificate or key in it cannot, and
 * `KSE_API_CREDENTIALS` when a token file is missing. Exec plugins are not run yet.
 */
export async function loadCluster(options: LoadOptions, env: NodeJS.ProcessEnv): Promise<Cluster> {
  const { kubeconfig, apiserver } = options;
  if (kubeconfig) return fromKubeconfigs(await requireFile(kubeconfig), options);
  if (apiserver) return withoutCredentials(serverOption(apiserver), options);
  const files = await kubeconfigsOf(env);
  if (files.length > 0) return fromKubeconfigs(files, options);
  if (runsInPod(env)) return clusterOfPod(env, options);
  throw new CodedError(
    'KSE_NO_CLUSTER',
    'no cluster to export: no kubeconfig was found, and this is not a pod',
    {
      hint: 'Give --kubeconfig <file>, set $KUBECONFIG, or try it without a cluster: npm run demo',
    },
  );
}

async function requireFile(path: string): Promise<readonly KubeconfigFile[]> {
  const file = await readKubeconfig(path);
  if (file === undefined) throw new CodedError('KSE_KUBECONFIG', `${path} does not exist`);
  return [file];
}

/** The files of `$KUBECONFIG` that exist, or the default one when it says something. */
async function kubeconfigsOf(env: NodeJS.ProcessEnv): Promise<readonly KubeconfigFile[]> {
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) {
    const files = (await Promise.all(listed.map(readKubeconfig))).filter((file) => file !== undefined);
    if (files.length > 0) return files;
    throw new CodedError('KSE_KUBECONFIG', `no file of $KUBECONFIG exists: ${listed.join(', ')}`);
  }
  const home = env.HOME;
  const file = home ? await readKubeconfig(join(home, '.kube', 'config')) : undefined;
  return file !== undefined && listOf(file.root.contexts).length > 0 ? [file] : [];
}

async function withoutCredentials(server: URL, { clock, warn }: LoadOptions): Promise<Cluster> {
  const credentials = new ClusterAccess(new FixedIdentity({}), new TlsFiles({}, clock, warn));
  return { source: '--apiserver, without credentials', server, proxyUrl: undefined, credentials };
}

async function fromKubeconfigs(files: readonly KubeconfigFile[], options: LoadOptions): Promise<Cluster> {
  const { source, cluster, user } = await resolveContext(files);
  const server = options.apiserver ? serverOption(options.apiserver) : serverOf(cluster);
  const tls = new TlsFiles(tlsSourcesOf(cluster, user), options.clock, options.warn);
  const { ca } = await tls.load();
  const identity = identityOf(user, () => clusterInfo(cluster, server, ca), options);
  // A file that is not there is reported now; a plugin may well fail now and work in a minute.
  if (identity instanceof TokenFile) await identity.current();
  const credentials = new ClusterAccess(identity, tls, impersonationHeaders(user));
  return { source, server, proxyUrl: textField(cluster, 'proxy-url'), credentials };
}

interface Resolved {
  readonly source: string;
  readonly cluster: Entry;
  readonly user: Entry;
}

/**
 * Merges the files and follows `current-context`. KubeConfig loads and resolves; merging is ours,
 * because kubectl lets the first file win where `mergeConfig` throws, or lets the last one. It also
 * drops the fields it does not know (`tokenFile`, `as-groups`, ...), so what it resolves are
 * names, and the entries are handed on as they were written.
 */
async function resolveContext(files: readonly KubeconfigFile[]): Promise<Resolved> {
  // Only here: the library takes half a second and 85 MB, which a pod must not pay for.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const merged = new KubeConfig();
  for (const file of files) {
    const one = new KubeConfig();
    try {
      // Parsed once, with line numbers; JSON is YAML too. Broken entries matter when they are used.
      one.loadFromString(JSON.stringify(withoutTokenFiles(file.root)), {
        onInvalidEntry: 'filter',
      });
    } catch (cause) {
      throw new CodedError('KSE_KUBECONFIG', `${file.path} is not a kubeconfig`, { cause });
    }
    addNew(merged, one);
  }

  const where = files.map((file) => file.path).join(':');
  const contextName = merged.getCurrentContext();
  const names =
    merged
      .getContexts()
      .map((context) => context.name)
      .join(', ') || 'none';
  if (!contextName) {
    throw new CodedError('KSE_KUBECONFIG', `${where} has no current-context; contexts: ${names}`, {
      hint: 'Choose one: kubectl config use-context <name>',
    });
  }
  const context = merged.getContextObject(contextName);
  if (context === null) {
    throw new CodedError(
      'KSE_KUBECONFIG',
      `${where}: current-context "${contextName}" does not exist; contexts: ${names}`,
    );
  }
  const named = `, which context "${contextName}" names`;
  const cluster = entryOf(files, 'clusters', context.cluster, named);
  const user = context.user ? entryOf(files, 'users', context.user, named) : ANONYMOUS;
  return { source: `context "${contextName}" of ${where}`, cluster, user };
}

/** First come, first served, as kubectl merges: no entry and no current-context is overridden. */
function addNew(merged: ClientNode.KubeConfig, one: ClientNode.KubeConfig): void {
  for (const context of one.getContexts()) {
    if (merged.getContextObject(context.name) === null) merged.addContext(context);
  }
  if (!merged.getCurrentContext() && one.getCurrentContext())
    merged.setCurrentContext(one.getCurrentContext());
}

/** `token-file` makes KubeConfig read a file at once, relative to the working directory: ours to do. */
function withoutTokenFiles(root: KubeconfigFile['root']): Readonly<Record<string, unknown>> {
  const users = listOf(root.users).map((entry) => {
    if (!isRecord(entry) || !isRecord(entry.user)) return entry;
    const { 'token-file': _ours, ...user } = entry.user;
    return { ...entry, user };
  });
  return { ...root, users };
}

const ANONYMOUS: Entry = { name: 'no user', folder: '', body: {} };

function entryOf(
  files: readonly KubeconfigFile[],
  list: 'clusters' | 'users',
  name: string,
  named: string,
): Entry {
  const kind = list.slice(0, -1);
  const found = findEntry(files, list, name);
  if (found === undefined) {
    const where = files.map((file) => file.path).join(':');
    throw new CodedError('KSE_KUBECONFIG', `${where} has no ${kind} "${name}"${named}`);
  }
  return { name: `${kind} "${name}" in ${found.file.path}`, folder: found.file.folder, body: found.body };
}

function serverOf(cluster: Entry): URL {
  const server = textField(cluster, 'server');
  if (server === undefined) throw new CodedError('KSE_KUBECONFIG', `${cluster.name} has no server`);
  return httpUrl(server) ?? refuseServer('KSE_KUBECONFIG', `server of ${cluster.name}`);
}

function serverOption(apiserver: string): URL {
  return httpUrl(apiserver) ?? refuseServer('KSE_OPTIONS', `--apiserver ${apiserver}`);
}

function refuseServer(code: string, what: string): never {
  throw new CodedError(code, `${what} is not a URL that starts with https:// or http://`);
}

function httpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

/** In the order of client-go: a token file, a token, a password, a plugin, an auth provider. */
function identityOf(
  user: Entry,
  info: () => Record<string, unknown>,
  { clock, warn }: LoadOptions,
): IdentitySource {
  const tokenFile = textField(user, 'tokenFile') ?? textField(user, 'token-file');
  if (tokenFile !== undefined) return new TokenFile(resolve(user.folder, tokenFile), warn);
  const token = textField(user, 'token');
  if (token !== undefined)
    return new FixedIdentity({ authorization: bearer(token, `token of ${user.name}`) });
  const username = textField(user, 'username');
  if (username !== undefined)
    return new FixedIdentity({ authorization: basic(username, textField(user, 'password') ?? '') });
  const plugin = execPluginOf(user, info);
  if (plugin !== undefined) {
    return new ExecIdentity(plugin.command, (signal) => runExecPlugin(plugin, clock, signal), clock, warn);
  }
  const provider = user.body['auth-provider'];
  if (isRecord(provider)) return providerIdentity(user, provider, clock);
  return new FixedIdentity({});
}

/** OIDC is ours; the older providers (azure, gcp), which run programs of their own, are KubeConfig's. */
function providerIdentity(user: Entry, provider: Record<string, unknown>, clock: Clock): IdentitySource {
  const name = `auth-provider ${provider.name} of ${user.name}`;
  if (provider.name !== 'oidc') return new ProviderIdentity(name, askProvider(provider), clock);
  const body = isRecord(provider.config) ? provider.config : {};
  const config: Entry = { name: `${name}`, folder: user.folder, body };
  const [issuer, clientId] = [textField(config, 'idp-issuer-url'), textField(config, 'client-id')];
  if (issuer === undefined || clientId === undefined) {
    throw new CodedError('KSE_KUBECONFIG', `${name} has no idp-issuer-url or no client-id`);
  }
  const login = oidcLogin(
    {
      issuer,
      clientId,
      clientSecret: textField(config, 'client-secret'),
      idToken: textField(config, 'id-token'),
      refreshToken: textField(config, 'refresh-token'),
      ca: pemSource(config, 'idp-certificate-authority'),
    },
    clock,
  );
  return new ProviderIdentity(name, login, clock);
}

/**
 * Leaves a provider to KubeConfig. One instance stays for good: it keeps the refreshed tokens. The
 * cluster is a stand-in, since only headers are wanted of it.
 */
function askProvider(authProvider: Record<string, unknown>): () => Promise<string | undefined> {
  let config: ClientNode.KubeConfig | undefined;
  return async () => {
    const { KubeConfig } = await import('@kubernetes/client-node');
    if (config === undefined) {
      config = new KubeConfig();
      config.loadFromClusterAndUser(
        { name: '', server: 'https://-', skipTLSVerify: true },
        { name: '', authProvider },
      );
    }
    const request: { headers: Record<string, string> } = { headers: {} };
    await config.applyToHTTPSOptions(request);
    return request.headers.Authorization;
  };
}
