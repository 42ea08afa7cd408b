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
  const { source, cluster, user } = resolveContext(files);
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
 * Merges the files and follows `current-context`, as kubectl does: the first file that has an entry,
 * or names a current-context, has it for good. KubeConfig's own merging throws there or lets the
 * last one win, it drops fields that it does not know (`tokenFile`, `as-groups`, ...), and loading
 * it takes half a second and 45 MB: it is left to the auth providers that need it.
 */
function resolveContext(files: readonly KubeconfigFile[]): Resolved {
  const where = files.map((file) => file.path).join(':');
  const contexts = files.flatMap(contextsOf);
  const names = [...new Set(contexts.map(({ name }) => name))].join(', ') || 'none';
  const current = files.map(({ root }) => root['current-context']).find(Boolean);
  if (!current) {
    throw new CodedError('KSE_KUBECONFIG', `${where} has no current-context; contexts: ${names}`, {
      hint: 'Choose one: kubectl config use-context <name>',
    });
  }
  const context = contexts.find(({ name }) => name === String(current));
  if (context === undefined) {
    throw new CodedError(
      'KSE_KUBECONFIG',
      `${where}: current-context "${current}" does not exist; contexts: ${names}`,
    );
  }
  const named = `, which context "${context.name}" names`;
  const cluster = entryOf(files, 'clusters', context.cluster, named);
  const user = context.user ? entryOf(files, 'users', context.user, named) : ANONYMOUS;
  return { source: `context "${context.name}" of ${where}`, cluster, user };
}

interface Context {
  readonly name: string;
  readonly cluster: string;
  readonly user: string | undefined;
}

/** The contexts of a file that can be used. Others, without a cluster or a name, are as if they weren't there. */
function contextsOf({ root }: KubeconfigFile): readonly Context[] {
  return listOf(root.contexts).flatMap((entry) => {
    if (!isRecord(entry) || !entry.name || !isRecord(entry.context)) return [];
    const { cluster, user } = entry.context;
    if (!cluster) return [];
    return [{ name: String(entry.name), cluster: String(cluster), user: user ? String(user) : undefined }];
  });
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
